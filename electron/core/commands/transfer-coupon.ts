import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { CouponTransfer } from '../../../db/journal/setting-table.ts'
import { usesLeft } from '../../../domain/coupon.ts'
import { judgeCouponTransfer } from '../../../domain/coupon-transfer.ts'
import { timesMoney } from '../../../domain/money.ts'
import { noPoints } from '../../../domain/points.ts'
import { faceValueOf } from '../../../domain/redemption.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSpending } from '../gate.ts'
import { openCoupon, sameTransfer } from '../open-transfers.ts'
import { type AtDesk, deskOf } from '../points-act.ts'
import { subjectOf } from '../second-proof.ts'
import { receiverIdOf, receiverOf, sendTransfer } from '../send-transfer.ts'
import { requireStepUp } from '../step-up.ts'

type Asked = CommandInput<'transferCoupon'>

/**
 * A coupon of the basket's member to another, online only, with the habits of `transferPoints`: a wish that was never
 * answered is asked for again as it was, under its first id, before anything is judged here.
 */
export async function transferCoupon(
  counter: Counter,
  asked: Asked,
): Promise<Result<CommandOutput<'transferCoupon'>>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const to = receiverOf(counter, asked.to)
  const fromMemberId = at.value.standing?.member.memberId
  const { couponId } = asked
  const open = sameTransfer(openCoupon(counter, fromMemberId, couponId), { ...asked, to, what: couponId })
  if (!open.ok) return open
  const transfer = open.value ? ok(open.value) : newTransfer(counter, at.value, asked, to)
  if (!transfer.ok) return transfer
  const answer = await sendTransfer(counter, transfer.value, refusalsOfCentral, (central) =>
    central.transferCoupon(transfer.value),
  )
  if (!answer.ok) return answer
  const { coupon, changeNumber: toldAt } = answer.value
  if (coupon) {
    const { signed = null, code = null } = counter.codes.brought(couponId) ?? {}
    counter.codes.bring({ coupon, signed, code, toldAt })
  }
  counter.log.write('info', 'coupon_transferred', { eventId: transfer.value.actId })
  return ok({ couponId, toMaskedName: answer.value.toMaskedName })
}

/** What will be sent, with a second proof where the rules want one. Refuses `online_only` before anything has left. */
function newTransfer(
  counter: Counter,
  { now, selling, standing }: AtDesk,
  { actId, couponId, to: typed }: Asked,
  to: CouponTransfer['to'] | null,
): Result<CouponTransfer> {
  if (!standing) return refuse('member_missing')
  const { code, memberId, status } = standing.member
  if (status !== 'active') return refuse('member_frozen')
  const found = counter.chain.coupon(couponId, now, memberId)
  if (!found) return notFound(counter, 'coupon_unknown')
  const { coupon, template } = found
  const judged = judgeCouponTransfer({ coupon, template, ownerId: memberId, now })
  if (!judged.ok) return judged
  if (counter.basket.open()?.couponIds.includes(couponId)) return refuse('coupon_in_basket')
  if (typed.trim().toUpperCase() === code) return refuse('transfer_to_self')
  if (!to) return refuse('member_unknown')
  const worth = timesMoney(faceValueOf(template), usesLeft(coupon))
  const proof = requireStepUp(counter, selling, {
    actId,
    amount: worth,
    subject: subjectOf({ memberId, couponIds: [couponId], of: to }),
    memberId,
    recognised: counter.basket.open()?.memberProof ?? 'none',
    burned: noPoints,
    coupons: [{ worth, highValue: template.highValue }],
  })
  if (!proof.ok) return proof
  if (!isInContact(counter.sync.slice())) return refuse('online_only')
  const { staffId } = selling.staff
  return ok({ actId, fromMemberId: memberId, to, couponId, staffId, toMemberId: receiverIdOf(counter, to) })
}

const refusalsOfCentral = [
  'member_unknown',
  'member_frozen',
  'transfer_to_self',
  'coupon_unknown',
  'coupon_template_unknown',
  'coupon_bearer',
  'coupon_not_yours',
  'coupon_not_transferable',
  'coupon_revoked',
  'coupon_disputed',
  'coupon_reserved',
  'coupon_used',
  'coupon_expired',
  'denied',
  'leased_elsewhere',
] as const
