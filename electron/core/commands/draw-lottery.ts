import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { drawTicket, judgeDraw } from '../../../domain/lottery.ts'
import { noPoints } from '../../../domain/points.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { newCouponIdentity } from '../own-codes.ts'
import { type AtDesk, doPointsAct } from '../points-act.ts'
import { sha256 } from '../sealing.ts'
import { lotterySlip } from '../slips.ts'

/**
 * Draws the next ticket of this till's sealed pool, strictly in order. The draw is what was committed: a till that dies
 * between draw and answer answers the same ticket when asked again with the same id.
 */
export async function drawLottery(
  counter: Counter,
  { actId }: CommandInput<'drawLottery'>,
): Promise<Result<CommandOutput<'drawLottery'>>> {
  const asked = ({ selling: { rules }, standing, now }: AtDesk) => ({
    pool: rules.programme.lottery && counter.chain.lotteryPool(rules.programme.lottery.lotteryId),
    // Every draw made here is counted in the pool already.
    ownDrawn: [],
    standing,
    programme: rules.programme,
    now,
  })
  const done = await doPointsAct(counter, {
    actId,
    type: 'lottery.drawn',
    points: ({ selling }) => selling.rules.programme.lottery?.points ?? noPoints,
    judge: (at) => judgeDraw(asked(at)),
    settle: (at, slipNumber) =>
      drawTicket({
        ...asked(at),
        drawId: actId,
        slipNumber,
        coupon: newCouponIdentity(counter.chance, at.now),
        store: at.selling.rules.store,
        sha256,
      }),
    slip: (at, { data, decided }) => lotterySlip(counter, at, data, decided),
  })
  if (!done.ok) return done
  const { event, selling, slipNumber, pointsAfter, mark } = done.value
  const { burned, index, issued, name, prizeId } = event.data
  const prize = selling.rules.programme.lottery?.prizes.find((one) => one.prizeId === prizeId)
  return ok({
    actId,
    slipNumber,
    points: burned.points,
    pointsAfter,
    mark,
    prize: name,
    // A prize whose lottery has ended since still was a coupon if one was issued.
    kind: prize?.gives.kind ?? (issued ? 'coupon' : 'nothing'),
    index,
  })
}
