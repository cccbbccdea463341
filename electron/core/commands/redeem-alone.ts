import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { type CouponAtHand, type CouponContext, usesLeft } from '../../../domain/coupon.ts'
import type { TillEvent } from '../../../domain/event.ts'
import { timesMoney } from '../../../domain/money.ts'
import { noPoints } from '../../../domain/points.ts'
import type { AnomalyKind } from '../../../domain/programme.ts'
import { faceValueOf, judgeAlone, settleRedemption } from '../../../domain/redemption.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutRedemptionSlip } from '../../../domain/slip.ts'
import { noSpend } from '../../../domain/spend.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { type Decided, decideThenRecord, type Prepared } from '../decide-act.ts'
import { inReach } from '../find-coupon.ts'
import { notFound, requireSpending, type Selling, stillSelling } from '../gate.ts'
import { subjectOf } from '../second-proof.ts'
import { slipFrame } from '../slips.ts'
import { type ActToProve, foreseen, requireStepUp } from '../step-up.ts'
import { buyerOf, contextAlone, redemptionViewOf } from '../verified-view.ts'

/** A redemption the rules allow, before anybody was asked. */
interface Judged extends Prepared {
  readonly at: CouponAtHand
  readonly context: CouponContext
  readonly selling: Selling
  readonly warnings: readonly AnomalyKind[]
}

type Answer = Result<CommandOutput<'redeemAlone'>>

/**
 * Redeems uses of a coupon without a sale. It is judged again here, whatever the screen saw; asked again with the same id
 * it answers what is recorded.
 */
export async function redeemAlone(counter: Counter, input: CommandInput<'redeemAlone'>): Promise<Answer> {
  const known = recordedView(counter, input)
  if (known) return known
  const underWay = counter.asking.underWay<Answer>(input.actId)
  if (underWay !== null) return underWay
  const trusted = requireSpending(counter)
  if (!trusted.ok) return trusted
  const buyerId = buyerOf(counter)
  const at = counter.chain.coupon(input.couponId, counter.clock.now(), buyerId)
  if (!at) return notFound(counter, 'coupon_unknown')
  const reached = await inReach(counter, at, buyerId)
  if (!reached.ok) return reached
  // What was waited for may have changed who is signed in, the rules, or this very coupon.
  return (
    recordedView(counter, input) ??
    counter.asking.underWay<Answer>(input.actId) ??
    decideThenRecord<Judged, CommandOutput<'redeemAlone'>>(
      counter,
      () => judge(counter, input),
      (judged, decided) => record(counter, { input, judged, decided }),
    )
  )
}

function recordedView(counter: Counter, { actId }: CommandInput<'redeemAlone'>): Answer | null {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, actId, 'coupon.redeemed')
  return recorded && ok(redemptionViewOf(counter, selling.value.rules, recorded))
}

function judge(counter: Counter, { actId, couponId, uses }: CommandInput<'redeemAlone'>): Result<Judged> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const at = counter.chain.coupon(couponId, counter.clock.now(), buyerOf(counter))
  if (!at) return notFound(counter, 'coupon_unknown')
  const context = contextAlone(counter, rules, at)
  const judged = judgeAlone(at, context, uses)
  if (!judged.ok) return judged
  const { coupon, signed, template } = at
  const worth = timesMoney(faceValueOf(template), uses)
  const memberId = context.member?.memberId ?? null
  const act: ActToProve = {
    actId,
    amount: worth,
    subject: subjectOf({ memberId, couponIds: [couponId], of: uses }),
    memberId,
    recognised: 'scanned',
    burned: noPoints,
    coupons: [{ worth, highValue: template.highValue }],
  }
  const { warnings } = foreseen(counter, selling.value, act)
  const proof = requireStepUp(counter, selling.value, act)
  if (!proof.ok) return proof
  const spent = {
    couponId,
    useNumbers: Array.from({ length: uses }, (_, place) => coupon.usesDone + 1 + place),
    worth,
    onlineOnly: template.offlinePolicy === 'online_only',
  }
  return ok({
    act,
    spend: { ...noSpend(memberId), coupons: [spent] },
    proof: proof.value,
    codes: signed ? { [couponId]: signed.code } : {},
    at,
    context,
    selling: selling.value,
    warnings,
  })
}

function record(
  counter: Counter,
  of: {
    readonly input: CommandInput<'redeemAlone'>
    readonly judged: Judged
    readonly decided: Decided
  },
): Answer {
  const { actId, uses } = of.input
  const { at, context, selling, warnings } = of.judged
  const { decided } = of
  const { head, slipNumber } = nextActPlace(counter, selling)
  const settled = settleRedemption({ at, context, uses, redemptionId: actId, slipNumber })
  if (!settled.ok) return settled
  const redeemed = settled.value
  const event: TillEvent<'coupon.redeemed'> = recordAct(counter, selling, {
    actId,
    type: 'coupon.redeemed',
    now: context.now,
    data: redeemed,
    head,
    decided,
    receipt: () => {
      const memberName = context.member?.maskedName ?? null
      const frame = slipFrame(counter, selling, { at: context.now, memberName, pointsAfter: null, decided })
      return layoutRedemptionSlip(frame, { redeemed, usesLeft: usesLeft(at.coupon) - uses })
    },
  })
  const view = redemptionViewOf(counter, selling.rules, event)
  return ok(warnings.length > 0 ? { ...view, warnings: [...warnings] } : view)
}
