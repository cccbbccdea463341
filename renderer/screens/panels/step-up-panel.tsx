import {
  KeyRound,
  type LucideIcon,
  MessageSquareText,
  QrCode,
  ShieldCheck,
  ShieldQuestionMark,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../parts/panel.tsx'
import { type ProofWay, type StepUpAsk, waysFor } from '../../store/proving.ts'
import { useActs, useEntry, useFormat } from '../../use-desk.ts'
import { CountOff, DynamicCode, MemberPin, OneTimeCode, Supervisor } from './proof-ways.tsx'

const icons: Readonly<Record<ProofWay, LucideIcon>> = {
  dynamic_code: QrCode,
  one_time_code: MessageSquareText,
  member_pin: KeyRound,
  supervisor: ShieldCheck,
}

/** A second proof for one act: why, then one of four ways. What was under way goes on by itself. */
export function StepUpPanel({ ask }: { readonly ask: StepUpAsk }) {
  const { t } = useTranslation()
  const way = useEntry((entry) => entry.proof.way)
  const count = useEntry((entry) => entry.proof.count)
  const ways = waysFor(ask)
  const title = t(ask.counts ? 'stepUp.countTitle' : 'stepUp.title')
  return (
    <Panel title={title} testId="step-up-panel">
      <div className="flex h-full min-h-0 flex-col gap-3">
        <Why ask={ask} />
        <div className="grid min-h-0 flex-1 grid-cols-[212px_minmax(0,1fr)] gap-4 wide:grid-cols-[280px_minmax(0,1fr)]">
          <div role="tablist" aria-label={title} className="flex flex-col gap-2">
            {ways.map((one) => (
              <Way key={one} way={one} chosen={one === way} />
            ))}
            {ways.length === 1 ? <p className="text-small text-soft">{t('stepUp.onlySupervisor')}</p> : null}
            {count ? <CountOff count={count} /> : null}
          </div>
          <div className="min-h-0 min-w-0">
            {way === 'dynamic_code' ? <DynamicCode /> : null}
            {way === 'one_time_code' ? <OneTimeCode /> : null}
            {way === 'member_pin' ? <MemberPin /> : null}
            {way === 'supervisor' ? <Supervisor counts={ask.counts ?? false} /> : null}
          </div>
        </div>
      </div>
    </Panel>
  )
}

/** Why this is asked, in words that can be said to the customer. */
function Why({ ask }: { readonly ask: StepUpAsk }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div
      data-testid="step-up-why"
      data-reasons={ask.reasons.join(',')}
      className="flex shrink-0 items-center gap-3 rounded-till bg-warn-tint px-4 py-3 text-warn"
    >
      <ShieldQuestionMark aria-hidden="true" className="size-8 shrink-0" />
      <p className="min-w-0 flex-1 font-semibold text-row">
        {ask.reasons.length === 0
          ? t(ask.counts ? 'stepUp.countOff' : 'stepUp.needed')
          : ask.reasons.map((reason) => t(`stepUp.reason.${reason}`)).join(' · ')}
      </p>
      {ask.amount > 0 ? (
        <span className="whitespace-nowrap">{t('stepUp.worth', { amount: format.money(ask.amount) })}</span>
      ) : null}
    </div>
  )
}

function Way({ way, chosen }: { readonly way: ProofWay; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const Icon = icons[way]
  return (
    <button
      type="button"
      role="tab"
      aria-selected={chosen}
      data-testid={`proof-${way}`}
      onClick={() => acts.chooseWay(way)}
      className={`flex min-h-16 items-center gap-3 rounded-till border-2 px-3 py-2 text-left ${chosen ? 'border-accent bg-tint font-semibold' : 'border-line bg-raised'}`}
    >
      <Icon aria-hidden="true" className={`size-6 shrink-0 ${chosen ? 'text-accent' : 'text-soft'}`} />
      <span className="leading-5">{t(`stepUp.ways.${way}`)}</span>
    </button>
  )
}
