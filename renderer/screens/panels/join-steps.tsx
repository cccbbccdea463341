import { Square, SquareCheckBig, UserRoundCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TillSlice } from '../../../contract/notice.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import type { JoinField } from '../../store/joining.ts'
import { useActs, useEntry, useLocal, useMirror, useProgress } from '../../use-desk.ts'

/** First the phone: it is what a member is found by. */
export function PhoneStep() {
  const { t } = useTranslation()
  return (
    <WithKeypad>
      <JoinInput field="phone" digits />
      <p className="text-soft">{t('join.phoneHint')}</p>
      <Existing />
    </WithKeypad>
  )
}

/** The phone belongs to a member: one press serves that one instead. */
function Existing() {
  const { t } = useTranslation()
  const acts = useActs()
  const message = useProgress((progress) => progress.message)
  if (!message || !('refusal' in message) || message.refusal.code !== 'member_exists') return null
  const name = message.refusal.figures?.['maskedName']
  return (
    <Button
      tone="tint"
      icon={UserRoundCheck}
      testId="use-existing"
      className="h-16 text-row"
      onPress={acts.attachExisting}
    >
      {t('join.useExisting', { name: typeof name === 'string' ? name : '' })}
    </Button>
  )
}

/** Then what they like to tell: nothing of it is needed. */
export function NameStep() {
  return (
    <WithKeypad>
      <JoinInput field="name" />
      <JoinInput field="birthday" digits />
      <JoinInput field="referrer" />
    </WithKeypad>
  )
}

/** What is known of a member put right: what stays empty is left as it is. */
export function CorrectStep() {
  const { t } = useTranslation()
  return (
    <WithKeypad>
      <JoinInput field="name" />
      <JoinInput field="phone" digits />
      <JoinInput field="birthday" digits />
      <p className="text-soft">{t('join.correctHint')}</p>
    </WithKeypad>
  )
}

function WithKeypad({ children }: { readonly children: ReactNode }) {
  const acts = useActs()
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-5 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
      <Keypad onDigit={acts.typeJoinKey} onErase={acts.eraseJoinKey} />
    </div>
  )
}

function JoinInput({ field, digits = false }: { readonly field: JoinField; readonly digits?: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const value = useEntry((entry) => entry.joining[field])
  const active = useEntry((entry) => entry.joining.field === field)
  return (
    <Field
      label={t(`join.${field}`)}
      testId={`join-${field}`}
      value={value}
      active={active}
      digits={digits}
      onFocus={() => acts.focusJoin(field)}
      onType={(text) => acts.typeJoin(field, text)}
    />
  )
}

type ConsentText = NonNullable<TillSlice['programme']>['consents'][number]
const noConsents: readonly ConsentText[] = []

/** Last what they agree to, each purpose by itself, in the words of the programme. */
export function ConsentStep() {
  const consents = useMirror((mirror) => mirror.till?.programme?.consents ?? noConsents)
  return (
    <ul className="flex h-full flex-col gap-2 overflow-y-auto">
      {consents.map((consent, index) => (
        <ConsentRow key={consent.purpose} consent={consent} number={index + 1} />
      ))}
    </ul>
  )
}

function ConsentRow({ consent, number }: { readonly consent: ConsentText; readonly number: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const local = useLocal()
  const { purpose } = consent
  const given = useEntry((entry) => entry.joining.consents[purpose])
  const Box = given ? SquareCheckBig : Square
  return (
    <li>
      <button
        type="button"
        role="switch"
        aria-checked={given}
        data-testid={`join-consent-${purpose}`}
        onClick={() => acts.toggleJoinConsent(purpose)}
        className={`flex min-h-20 w-full items-start gap-4 rounded-till border-2 px-4 py-3 text-left focus-visible:-outline-offset-3 ${given ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <Box aria-hidden="true" className={`size-8 shrink-0 ${given ? 'text-accent' : 'text-soft'}`} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-3">
            <span className="font-semibold text-row">{t(`join.purpose.${purpose}`)}</span>
            <span className="text-small text-soft">
              {purpose === 'service' ? t('join.needed') : t('join.free')}
            </span>
          </span>
          <span className="block text-small leading-5">{local(consent.text)}</span>
        </span>
        <KeyCap cap={String(number)} />
      </button>
    </li>
  )
}
