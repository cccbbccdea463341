import { CircleCheckBig, Gift, Undo2, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/panel.tsx'
import type { Joining } from '../../store/joining.ts'
import { useActs, useEntry, useFinder, useLocal, useMirror } from '../../use-desk.ts'
import { ConsentStep, CorrectStep, NameStep, PhoneStep } from './join-steps.tsx'

const steps = ['phone', 'name', 'consent'] as const

/** A customer becomes a member in three steps, with or without the network. */
export function JoinPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const step = useEntry((entry) => entry.joining.step)
  return (
    <Panel
      title={step === 'correct' ? t('join.correctTitle') : t('join.title')}
      testId="join-panel"
      aside={step === 'correct' ? null : <Steps step={step} />}
      onClose={acts.closeJoin}
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <div className="min-h-0 flex-1">
          {step === 'phone' ? <PhoneStep /> : null}
          {step === 'name' ? <NameStep /> : null}
          {step === 'consent' ? <ConsentStep /> : null}
          {step === 'done' ? <Joined /> : null}
          {step === 'correct' ? <CorrectStep /> : null}
        </div>
        {step === 'name' || step === 'consent' || step === 'correct' ? (
          <div className="shrink-0">
            <Button icon={Undo2} cap={keyCaps.back} testId="join-back" onPress={acts.joinBack}>
              {t('join.back')}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}

/** Where we are on the way: number, word, and which are behind us. */
function Steps({ step }: { readonly step: Joining['step'] }) {
  const { t } = useTranslation()
  const at = step === 'done' || step === 'correct' ? steps.length : steps.indexOf(step)
  return (
    <ol className="flex items-center gap-1.5" aria-label={t('join.step', { at: Math.min(at + 1, 3) })}>
      {steps.map((one, index) => (
        <li
          key={one}
          data-testid={`join-step-${one}`}
          aria-current={index === at ? 'step' : undefined}
          className={`flex h-9 items-center gap-1.5 rounded-round px-3 text-small ${index === at ? 'bg-accent font-semibold text-on-accent' : index < at ? 'bg-good-tint text-good' : 'bg-counter text-soft'}`}
        >
          {index < at ? <CircleCheckBig aria-hidden="true" className="size-4" /> : <span>{index + 1}</span>}
          {t(`join.steps.${one}`)}
        </li>
      ))}
    </ol>
  )
}

/** A member at once: who, with what code, and what they got. */
function Joined() {
  const { t } = useTranslation()
  const local = useLocal()
  const joined = useFinder((finder) => finder.joined)
  const offline = useMirror((mirror) => mirror.sync?.state === 'offline')
  if (!joined) return null
  return (
    <div data-testid="joined" className="flex h-full flex-col items-center justify-center gap-2 text-center">
      <CircleCheckBig aria-hidden="true" className="size-16 text-good" strokeWidth={1.4} />
      <p className="font-semibold text-sum">{t('join.welcome', { name: joined.maskedName })}</p>
      <p data-testid="joined-code" className="text-row text-soft">
        {t('join.code', { code: joined.code })}
      </p>
      <p className="text-good">{t('join.ready')}</p>
      <div className="mt-4 w-full max-w-lg rounded-till border border-line bg-raised px-5 py-4 text-left">
        <p className="flex items-center gap-2 font-semibold">
          <Gift aria-hidden="true" className="size-5 text-accent" />
          {t('join.pack')}
        </p>
        {joined.welcome.length === 0 ? (
          <p className="mt-1 text-soft">{t('join.packEmpty')}</p>
        ) : (
          <ul className="mt-1" data-testid="welcome-pack">
            {joined.welcome.map((coupon) => (
              <li key={coupon.zh} className="py-1 text-row">
                {local(coupon)}
              </li>
            ))}
          </ul>
        )}
      </div>
      {offline ? (
        <p className="mt-2 flex items-center gap-2 rounded-till bg-warn-tint px-4 py-2 text-warn">
          <WifiOff aria-hidden="true" className="size-5 shrink-0" />
          {t('join.offline')}
        </p>
      ) : null}
    </div>
  )
}
