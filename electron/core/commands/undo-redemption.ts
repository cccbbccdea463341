import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { undoOf } from '../../../db/journal/event-list.ts'
import { findEvent } from '../../../db/journal/event-table.ts'
import { usesLeft } from '../../../domain/coupon.ts'
import type { TillEvent } from '../../../domain/event.ts'
import { timesMoney } from '../../../domain/money.ts'
import { judgeUndo, settleUndo } from '../../../domain/redemption.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutUndoSlip } from '../../../domain/slip.ts'
import { mayDo } from '../../../domain/staff.ts'
import { recordAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSpending, type Selling } from '../gate.ts'
import { type ProofOfAct, requireApproval, subjectOf } from '../second-proof.ts'
import { slipFrame } from '../slips.ts'
import { redemptionViewOf } from '../verified-view.ts'

/** Takes a redemption of this till back, all of its uses, within the programme's minutes: a supervisor's decision. */
export function undoRedemption(
  counter: Counter,
  { redemptionId }: CommandInput<'undoRedemption'>,
): Result<CommandOutput<'undoRedemption'>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const { books, clock } = counter
  const found = findEvent(books.read(), redemptionId)
  if (found?.type !== 'coupon.redeemed') return refuse('redemption_unknown')
  const event = found as TillEvent<'coupon.redeemed'>
  const now = clock.now()
  const already = undoOf(books.read(), redemptionId) !== null
  const judged = judgeUndo(event.time, now, rules.programme.undoMinutes, already)
  if (!judged.ok) return judged
  const allowed = allowedBy(counter, selling.value, event)
  if (!allowed.ok) return allowed
  undo(counter, selling.value, { event, now, proof: allowed.value })
  return ok(redemptionViewOf(counter, rules, event))
}

/** A supervisor by themselves, or another person's approval of this redemption. Refuses `approval_needed` {actId, amount}, `approval_stale`. */
function allowedBy(
  counter: Counter,
  { staff }: Selling,
  { data }: TillEvent<'coupon.redeemed'>,
): Result<ProofOfAct> {
  if (mayDo(staff.role, 'undo_redemption')) return ok({ proof: 'none', approver: null })
  const amount = timesMoney(data.faceValue, data.useNumbers.length)
  const { couponId, memberId, redemptionId } = data
  const subject = subjectOf({ memberId, couponIds: [couponId], of: 'undo' })
  return requireApproval(counter, { actId: redemptionId, amount, subject })
}

function undo(
  counter: Counter,
  selling: Selling,
  of: { readonly event: TillEvent<'coupon.redeemed'>; readonly now: number; readonly proof: ProofOfAct },
): void {
  const { event, now, proof } = of
  const { couponId, memberId, name, slipNumber, useNumbers } = event.data
  const restored = settleUndo(event.data)
  const { chain } = counter
  const before = chain.coupon(couponId, now, memberId)
  const left = (before ? usesLeft(before.coupon) : 0) + useNumbers.length
  const memberName = (memberId && chain.standing(memberId, now)?.member.maskedName) ?? null
  const frame = slipFrame(counter, selling, { at: now, memberName, pointsAfter: null })
  recordAct(counter, selling, {
    actId: counter.chance.newId(now),
    type: 'coupon.restored',
    now,
    data: restored,
    ...proof,
    receipt: () => layoutUndoSlip(frame, { restored, slipNumber, name, usesLeft: left }),
  })
  // It was given for the redemption's id, which is not the undo's own.
  counter.proofs.forgetApproval(event.data.redemptionId)
}
