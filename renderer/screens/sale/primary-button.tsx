import { LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { noMoney } from '../../../domain/money.ts'
import { performShortcut } from '../../keys/perform.ts'
import { type Primary, primaryOf } from '../../keys/primary.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import type { Entry, Panel } from '../../store/entry.ts'
import { exactFor } from '../../tender-entry.ts'
import { useEntry, useFinder, useFormat, useMirror, useProgress, useWorkplace } from '../../use-desk.ts'
import { useServiceWords } from './service-words.ts'

/** The one primary action, always in this corner: what Enter does now, in words. */
export function PrimaryButton() {
  const { t } = useTranslation()
  const { desk, acts } = useWorkplace()
  const words = usePrimaryWords()
  const paying = useEntry((entry) => entry.panel.kind === 'pay')
  const saving = useProgress((progress) => progress.commit !== null && progress.commit.state !== 'slow')
  const asking = useMirror((mirror) => mirror.risk?.asking ?? false)
  return (
    <button
      type="button"
      data-testid={paying ? 'confirm-payment' : 'pay-button'}
      data-primary={words.act}
      disabled={words.primary === 'nothing'}
      onClick={() => performShortcut(desk, acts, 'primary')}
      className="relative flex h-[72px] items-center justify-center gap-3 rounded-till bg-accent font-semibold text-head text-on-accent active:bg-accent-pressed disabled:bg-sunk disabled:text-soft"
    >
      {saving ? <SavingLine /> : null}
      {saving ? <LoaderCircle aria-hidden="true" className="size-7 animate-turn" /> : null}
      {saving ? t(asking ? 'pay.asking' : 'pay.saving') : words.says}
      {saving || words.primary === 'nothing' ? null : (
        <span className="flex gap-1">
          {words.primary === 'open_pay' ? <KeyCap cap={keyCaps.pay} onAccent /> : null}
          <KeyCap cap={keyCaps.primary} onAccent />
        </span>
      )}
    </button>
  )
}

/** Not for the blink of an eye that a sale usually takes: it comes after 150 ms. */
function SavingLine() {
  return (
    <span
      aria-hidden="true"
      data-testid="saving-line"
      className="absolute inset-x-0 bottom-0 h-1.5 animate-late overflow-hidden rounded-b-till"
    >
      <span className="block h-full w-1/3 animate-pass bg-accent" />
    </span>
  )
}

function usePrimaryWords(): {
  readonly primary: Primary
  readonly says: string
  /** The same, by the name of what an open service does. */
  readonly act: string
} {
  const { t } = useTranslation()
  const format = useFormat()
  const mirror = useMirror((all) => all)
  const entry = useEntry((all) => all)
  const progress = useProgress((all) => all)
  const finder = useFinder((all) => all)
  const primary = primaryOf(mirror, entry, progress, finder)
  const toPay = mirror.basket?.toPay
  const spendable = finder.account?.spendable ?? noMoney
  const open = toPay === undefined ? 0 : exactFor(entry.activeTender, entry.tenders, toPay, spendable)
  // What will be done here once there is something to do it with.
  const waiting: Readonly<Partial<Record<Panel['kind'], string>>> = {
    find: t('find.choose'),
    join: t('join.next'),
    step_up: t('stepUp.submit'),
  }
  const service = useServiceWords()
  const busy: Readonly<Partial<Record<Panel['kind'], string>>> = {
    join: t('join.busy'),
    step_up: t('stepUp.busy'),
  }
  const idle = (progress.busy ? busy : waiting)[entry.panel.kind] ?? service?.says ?? t('totals.pay')
  const says: Readonly<Record<Primary, string>> = {
    nothing: idle,
    enrol: t('enrol.submit'),
    sign_in: t('signIn.submit'),
    submit_code: t('code.submit'),
    add_weighed: t('quantity.weighApply'),
    apply_digits: t('quantity.apply'),
    choose_row: entry.panel.kind === 'held' ? t('held.recall') : t('recent.reprint'),
    take_exact: t('pay.takeExact', { amount: format.money(open) }),
    confirm_payment: t('pay.confirm'),
    ask_again: t('pay.askAgain'),
    next_customer: t('done.next'),
    open_pay: t('totals.pay'),
    open_shift:
      mirror.shift?.nextFloat == null
        ? t('shift.countFloat')
        : t('shift.openWith', { amount: format.money(mirror.shift.nextFloat) }),
    choose_found: finder.members?.found.length ? t('find.choose') : t('find.use'),
    join_next: t('join.next'),
    enrol_member: t('join.submit'),
    use_existing: t('join.useExisting', { name: '' }).trim(),
    join_done: t('join.finish'),
    correct_profile: t('join.correct'),
    send_code: t('stepUp.send'),
    service: service?.says ?? idle,
    submit_proof: t(proofWord(entry)),
  }
  return { primary, says: says[primary], act: primary === 'service' ? (service?.act ?? primary) : primary }
}

/** What a second proof comes to next: a count is looked at before it is let pass. */
function proofWord({ panel, proof }: Entry) {
  if (proof.way !== 'supervisor') return 'stepUp.submit'
  const looks = panel.kind === 'step_up' && panel.ask.counts && proof.count === null
  return looks ? 'stepUp.look' : 'stepUp.approve'
}
