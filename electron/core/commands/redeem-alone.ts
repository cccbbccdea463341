import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { usesLeft } from '../../../domain/coupon.ts'
import type { TillEvent } from '../../../domain/event.ts'
import { timesMoney } from '../../../domain/money.ts'
import { noPoints } from '../../../domain/points.ts'
import { faceValueOf, judgeAlone, settleRedemption } from '../../../domain/redemption.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutRedemptionSlip } from '../../../domain/slip.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { inReach } from '../find-coupon.ts'
import { notFound, requireSelling, requireSpending, type Selling } from '../gate.ts'
import { subjectOf } from '../second-proof.ts'
import { slipFrame } from '../slips.ts'
import { type ActToProve, foreseen, requireStepUp } from '../step-up.ts'
import { buyerOf, contextAlone, redemptionViewOf } from '../verified-view.ts'

/**
 * Redeems uses of a coupon without a sale. It is judged again here, whatever the screen saw; asked again with the same id
 * it answers what is recorded.
 */
export async function redeemAlone(
  counter: Counter,
  input: CommandInput<'redeemAlone'>,
): Promise<Result<CommandOutput<'redeemAlone'>>> {
  const before = requireSelling(counter)
  if (!before.ok) return before
  const recorded = recordedAct(counter, input.actId, 'coupon.redeemed')
  if (recorded) return ok(redemptionViewOf(counter, before.value.rules, recorded))
  const trusted = requireSpending(counter)
  if (!trusted.ok) return trusted
  const buyerId = buyerOf(counter)
  const known = counter.chain.coupon(input.couponId, counter.clock.now(), buyerId)
  if (!known) return notFound(counter, 'coupon_unknown')
  const reached = await inReach(counter, known, buyerId)
  if (!reached.ok) return reached
  return redeemNow(counter, input)
}

/** In one turn: what was waited for may have changed who is signed in, the rules, or this very coupon. */
function redeemNow(
  counter: Counter,
  { actId, couponId, uses }: CommandInput<'redeemAlone'>,
): Result<CommandOutput<'redeemAlone'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const recorded = recordedAct(counter, actId, 'coupon.redeemed')
  if (recorded) return ok(redemptionViewOf(counter, rules, recorded))
  const trusted = requireSpending(counter)
  if (!trusted.ok) return trusted
  const at = counter.chain.coupon(couponId, counter.clock.now(), buyerOf(counter))
  if (!at) return notFound(counter, 'coupon_unknown')
  const context = contextAlone(counter, rules, at)
  const judged = judgeAlone(at, context, uses)
  if (!judged.ok) return judged
  const worth = timesMoney(faceValueOf(at.template), uses)
  const memberId = context.member?.memberId ?? null
  const act: ActToProve = {
    actId,
    amount: worth,
    subject: subjectOf({ memberId, couponIds: [couponId], of: uses }),
    memberId,
    recognised: 'scanned',
    burned: noPoints,
    coupons: [{ worth, highValue: at.template.highValue }],
  }
  const { warnings } = foreseen(counter, selling.value, act)
  const proof = requireStepUp(counter, selling.value, act)
  if (!proof.ok) return proof
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const settled = settleRedemption({
    at,
    context,
    uses,
    redemptionId: actId,
    slipNumber,
  })
  if (!settled.ok) return settled
  const redeemed = settled.value
  const event: TillEvent<'coupon.redeemed'> = recordAct(counter, selling.value, {
    actId,
    type: 'coupon.redeemed',
    now: context.now,
    data: redeemed,
    head,
    ...proof.value,
    receipt: () =>
      layoutRedemptionSlip(frameOf(counter, selling.value, context), {
        redeemed,
        usesLeft: usesLeft(at.coupon) - uses,
      }),
  })
  const view = redemptionViewOf(counter, rules, event)
  return ok(warnings.length > 0 ? { ...view, warnings: [...warnings] } : view)
}

function frameOf(counter: Counter, selling: Selling, context: ReturnType<typeof contextAlone>) {
  const memberName = context.member?.maskedName ?? null
  return slipFrame(counter, selling, { at: context.now, memberName, pointsAfter: null })
}
