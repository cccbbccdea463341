import { QrCode, RotateCw, Send, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountSeen } from '../../../domain/shift.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFinder, useFormat, useMirror, useWords } from '../../use-desk.ts'

/** The member's own fresh code: nothing to type, whatever scanner there is takes it. */
export function DynamicCode() {
  const { t } = useTranslation()
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 rounded-till border-2 border-edge border-dashed p-6 text-center">
      <QrCode aria-hidden="true" className="size-20 text-accent" strokeWidth={1.3} />
      <p className="font-semibold text-row">{t('stepUp.scanNow')}</p>
      <p className="text-soft">{t('stepUp.scanTodo')}</p>
    </div>
  )
}

/** Six digits sent to the member's phone. */
export function OneTimeCode() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const sent = useFinder((finder) => finder.sent)
  const code = useEntry((entry) => entry.proof.code)
  if (!sent) return <NotSent />
  return (
    <WithKeypad>
      <Field
        label={t('stepUp.code')}
        testId="proof-code"
        value={code}
        active
        digits
        lengthMax={6}
        onFocus={() => undefined}
        onType={(text) => acts.typeProof('code', text)}
      />
      <p data-testid="proof-sent" className="text-small">
        {t('stepUp.sentTo', { phone: sent.sentTo, time: format.time(sent.expiresAt) })}
      </p>
      <Button icon={RotateCw} testId="proof-send-again" onPress={acts.sendCodeAgain}>
        {t('stepUp.sendAgain')}
      </Button>
    </WithKeypad>
  )
}

function NotSent() {
  const { t } = useTranslation()
  const acts = useActs()
  const offline = useMirror((mirror) => mirror.sync?.state === 'offline')
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 text-center">
      <p>{t('stepUp.sendFirst')}</p>
      <Button
        tone="tint"
        icon={Send}
        testId="proof-send"
        className="h-16 px-8 text-row"
        onPress={acts.submitProof}
      >
        {t('stepUp.send')}
      </Button>
      {offline ? (
        <p className="flex items-center gap-2 rounded-till bg-warn-tint px-4 py-2 text-warn">
          <WifiOff aria-hidden="true" className="size-5 shrink-0" />
          {t('stepUp.needsNetwork')}
        </p>
      ) : null}
    </div>
  )
}

/** The member types their own PIN, unseen. */
export function MemberPin() {
  const { t } = useTranslation()
  const acts = useActs()
  const pin = useEntry((entry) => entry.proof.pin)
  return (
    <WithKeypad>
      <Field
        label={t('stepUp.pin')}
        testId="proof-pin"
        value={pin}
        active
        secret
        digits
        onFocus={() => undefined}
        onType={(text) => acts.typeProof('pin', text)}
      />
    </WithKeypad>
  )
}

/** A second member of staff: code, PIN, and why. */
export function Supervisor({ counts }: { readonly counts: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const words = useWords()
  const proof = useEntry((entry) => entry.proof)
  return (
    <WithKeypad>
      <Field
        label={t('stepUp.supervisorCode')}
        testId="approver-code"
        value={proof.code}
        active={proof.field === 'code'}
        digits
        onFocus={() => acts.focusProof('code')}
        onType={(text) => acts.typeProof('code', text)}
      />
      <Field
        label={t('stepUp.supervisorPin')}
        testId="approver-pin"
        value={proof.pin}
        active={proof.field === 'pin'}
        secret
        digits
        onFocus={() => acts.focusProof('pin')}
        onType={(text) => acts.typeProof('pin', text)}
      />
      <Field
        label={t('stepUp.reasonField')}
        testId="approver-reason"
        value={proof.reason}
        active={proof.field === 'reason'}
        lengthMax={200}
        onFocus={() => acts.focusProof('reason')}
        onType={(text) => acts.typeProof('reason', text)}
      />
      <div className="flex flex-col gap-2">
        {words.stepUp[counts ? 'countReasons' : 'reasons'].map((reason) => (
          <Button
            key={reason}
            testId="approver-reason-ready"
            tone={proof.reason === reason ? 'tint' : 'plain'}
            className="justify-start!"
            onPress={() => acts.typeProof('reason', reason)}
          >
            <span className="truncate text-small">{reason}</span>
          </Button>
        ))}
      </div>
    </WithKeypad>
  )
}

/** What the count came to, before it is let pass. */
export function CountOff({ count }: { readonly count: CountSeen }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counted, difference, expected } = count
  const rows = [
    [t('shift.expected'), format.money(expected)],
    [t('shift.counted'), format.money(counted)],
    [t('shift.difference'), `${difference > 0 ? '+' : ''}${format.money(difference)}`],
  ] as const
  return (
    <dl
      data-testid="count-seen"
      className="flex flex-col gap-2 rounded-till bg-warn-tint px-4 py-3 text-warn"
    >
      {rows.map(([name, figure]) => (
        <div key={name}>
          <dt className="text-small">{name}</dt>
          <dd className="font-semibold text-row">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}

function WithKeypad({ children }: { readonly children: ReactNode }) {
  const acts = useActs()
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_248px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-2.5">{children}</div>
      <Keypad onDigit={acts.typeProofKey} onErase={acts.eraseProofKey} />
    </div>
  )
}
