import type { CommandOutput } from '../../../contract/command.ts'
import type { DisputeView } from '../../../contract/dispute-commands.ts'
import type { Dispute } from '../../../contract/risk.ts'
import { findEvent } from '../../../db/journal/event-table.ts'
import { lateDeclines } from '../../../db/journal/late-answer-table.ts'
import { isUuid, type Uuid } from '../../../domain/ids.ts'
import { disputesShownMax } from '../../../domain/limits.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { receiptNumberOf } from '../../../domain/sale.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { requireStaff, type Selling } from '../gate.ts'
import { askOnline } from '../online.ts'

type Output = CommandOutput<'storeDisputes'>

/**
 * What this store's events are disputed for, the newest first, as the central has it at this moment: what people decided
 * there is shown here. Without contact only what this till knows by itself.
 */
export async function storeDisputes(counter: Counter): Promise<Result<Output>> {
  const staffed = requireStaff(counter)
  if (!staffed.ok) return staffed
  if (!mayDo(staffed.value.staff.role, 'see_disputes')) return refuse('role_not_allowed')
  const answer = await askOnline(
    counter,
    [],
    (central) => central.disputes(disputesShownMax),
    counter.sync.unhurried(),
  )
  const own = { lateDeclines: lateDeclinesOf(counter, staffed.value) }
  if (answer.kind !== 'answered') return ok({ disputes: null, open: null, more: false, ...own })
  const { disputes, more, open = null } = answer.answer
  return ok({ disputes: disputes.map((one) => viewOf(counter, staffed.value, one)), open, more, ...own })
}

function lateDeclinesOf(counter: Counter, at: Selling): Output['lateDeclines'] {
  return lateDeclines(counter.books.read(), disputesShownMax).map(({ eventId, code, heardAt }) => ({
    eventId,
    code,
    heardAt,
    slipNumber: slipNumberOf(counter, at, eventId),
  }))
}

function viewOf(counter: Counter, at: Selling, dispute: Dispute): DisputeView {
  const { chain, clock } = counter
  const { actor, approver, eventId, memberId, other, subject, terminalId, ...rest } = dispute
  const { storeId: _storeId, ...shown } = rest
  const named = (staffId: Uuid | null) => (staffId === null ? null : (chain.staff(staffId)?.name ?? null))
  const standing = memberId === null ? null : chain.standing(memberId, clock.now())
  return {
    ...shown,
    name: couponName(counter, subject),
    lost: { eventId, slipNumber: slipNumberOf(counter, at, eventId) },
    won: { eventId: other, slipNumber: slipNumberOf(counter, at, other) },
    isOwn: terminalId === at.identity.terminal.terminalId,
    cashier: named(actor),
    approver: named(approver),
    memberName: standing?.member.maskedName ?? null,
  }
}

/** A use is told as `<coupon>:<number>`. */
function couponName({ chain, clock }: Counter, subject: string): DisputeView['name'] {
  const couponId = subject.split(':')[0] ?? ''
  return !isUuid(couponId) ? null : (chain.coupon(couponId, clock.now(), null)?.template.name ?? null)
}

/** The number on the paper of an event of this till. */
function slipNumberOf({ books }: Counter, { identity, rules }: Selling, eventId: Uuid): string | null {
  const event = findEvent(books.read(), eventId)
  if (!event) return null
  return receiptNumberOf({
    storeNumber: rules.store.number,
    terminalNumber: identity.terminal.number,
    epoch: event.epoch,
    seq: event.seq,
  })
}
