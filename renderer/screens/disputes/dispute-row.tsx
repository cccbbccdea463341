import { CircleCheck, CircleSlash, Hourglass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DisputeView } from '../../../contract/dispute-commands.ts'
import { useEntry, useFormat, useLocal, useWords } from '../../use-desk.ts'

/** One dispute, to be read from top to bottom: what, when, which two, what it cost, what was decided, what to do. */
export function DisputeRow(props: { readonly dispute: DisputeView; readonly index: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { dispute, index } = props
  const chosen = useEntry((entry) => entry.row === index)
  const words = useWords().disputes
  const isOpen = dispute.outcome === null
  return (
    <li
      ref={(node) => {
        if (chosen) node?.scrollIntoView({ block: 'nearest' })
      }}
      data-testid="dispute"
      data-kind={dispute.kind}
      data-outcome={dispute.outcome ?? 'none'}
      className={`flex flex-col gap-1.5 rounded-till border-2 px-4 py-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <p className="flex items-baseline gap-3">
        <b className="min-w-0 flex-1 font-semibold text-row">
          <Kind dispute={dispute} />
        </b>
        <span className="whitespace-nowrap text-small text-soft">
          {format.day(dispute.recordedAt)} {format.time(dispute.recordedAt)} ·{' '}
          {t('disputes.number', { number: dispute.number })}
        </span>
        <Outcome dispute={dispute} />
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-4">
        <Event side="lost" of={dispute.lost} />
        <Event side="won" of={dispute.won} />
        <Loss dispute={dispute} />
      </div>
      <Who dispute={dispute} />
      {dispute.note ? <p className="text-small">“{dispute.note}”</p> : null}
      {isOpen ? <p className="font-medium text-calm">{words.todo[familyOf(dispute.kind)]}</p> : null}
    </li>
  )
}

function Kind({ dispute: { kind, name } }: { readonly dispute: DisputeView }) {
  const { t } = useTranslation()
  const local = useLocal()
  const words = useWords().disputes
  const known = words.kind[kind as keyof typeof words.kind]
  return (
    <>
      {known ?? t('disputes.otherKind', { kind })}
      {name ? ` · ${local(name)}` : ''}
    </>
  )
}

function Outcome({ dispute }: { readonly dispute: DisputeView }) {
  const { t } = useTranslation()
  const words = useWords().disputes
  const { outcome } = dispute
  const Icon = outcome === null ? Hourglass : CircleCheck
  const known = words.outcome[(outcome ?? 'none') as keyof typeof words.outcome]
  return (
    <span
      className={`inline-flex items-center gap-1 whitespace-nowrap rounded-small px-2 py-0.5 font-medium text-small ${outcome === null ? 'bg-limit-tint text-limit' : 'bg-good-tint text-good'}`}
    >
      <Icon aria-hidden="true" className="size-4" />
      {known ?? t('disputes.otherOutcome', { outcome })}
    </span>
  )
}

function Event(props: { readonly side: 'lost' | 'won'; readonly of: DisputeView['lost'] }) {
  const { t } = useTranslation()
  const { side, of } = props
  const Icon = side === 'lost' ? CircleSlash : CircleCheck
  return (
    <p className="flex min-w-0 items-start gap-2" data-testid={`dispute-${side}`} data-event={of.eventId}>
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-5 shrink-0 ${side === 'lost' ? 'text-stop' : 'text-good'}`}
      />
      <span className="min-w-0">
        <span className="block text-small text-soft">{t(`disputes.${side}`)}</span>
        <span className="block truncate font-medium">
          {of.slipNumber ?? t('disputes.elsewhere', { id: of.eventId.slice(-8) })}
        </span>
      </span>
    </p>
  )
}

function Loss({ dispute: { amount, points } }: { readonly dispute: DisputeView }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (amount === 0 && points === 0) return <span />
  return (
    <p className="text-right">
      <span className="block text-small text-soft">{t('disputes.loss')}</span>
      <span className="block whitespace-nowrap font-semibold text-row">
        {amount > 0 ? format.money(amount) : t('disputes.missing', { number: format.count(points) })}
      </span>
    </p>
  )
}

function Who({ dispute }: { readonly dispute: DisputeView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { approver, cashier, decidedAt, decidedBy, isOwn, memberName, mode } = dispute
  const marks: Readonly<Record<string, string>> = { online: 'H', store: 'S', leased: 'L', isolated: 'O' }
  const mark = mode === null ? null : (marks[mode] ?? mode)
  const parts = [
    isOwn ? t('disputes.here') : null,
    mark,
    cashier && t('disputes.who.cashier', { name: cashier }),
    approver && t('disputes.who.approver', { name: approver }),
    memberName && t('disputes.who.member', { name: memberName }),
    decidedBy && decidedAt !== null
      ? t('disputes.decided', {
          name: decidedBy,
          time: `${format.day(decidedAt)} ${format.time(decidedAt)}`,
        })
      : null,
  ].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : <p className="text-small text-soft">{parts.join(' · ')}</p>
}

/** What is to be done goes by what it is about. */
function familyOf(kind: string): 'coupon' | 'points' | 'value' | 'return' | 'other' {
  if (kind.startsWith('coupon_') || kind.startsWith('restore_')) return 'coupon'
  if (kind === 'points_overdraft') return 'points'
  if (kind === 'value_overdraft' || kind === 'lease_over') return 'value'
  return kind === 'return_over' || kind === 'sale_unknown' ? 'return' : 'other'
}
