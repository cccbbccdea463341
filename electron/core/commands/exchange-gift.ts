import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { giftOf, isLow, judgeGift, settleGift, stockLeft } from '../../../domain/gift.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { newCouponIdentity } from '../own-codes.ts'
import { type AtDesk, doPointsAct } from '../points-act.ts'
import { giftSlip } from '../slips.ts'

/** A gift for points: the store's stock counts down with it, and a coupon that is the gift is issued at once. */
export function exchangeGift(
  counter: Counter,
  { actId, giftId }: CommandInput<'exchangeGift'>,
): Result<CommandOutput<'exchangeGift'>> {
  const { chain, chance } = counter
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { programme } = selling.value.rules
  const found = giftOf(programme, giftId)
  if (!found.ok) return found
  const gift = found.value
  const asked = ({ selling: { rules }, standing, now }: AtDesk) => ({
    gift,
    standing,
    stock: chain.giftStock(giftId),
    programme: rules.programme,
    now,
  })
  const done = doPointsAct(counter, {
    actId,
    type: 'gift.exchanged',
    points: () => gift.points,
    judge: (at) => judgeGift(asked(at)),
    settle: (at, slipNumber) =>
      settleGift({
        ...asked(at),
        exchangeId: actId,
        slipNumber,
        store: at.selling.rules.store,
        coupon: newCouponIdentity(chance, at.now),
      }),
    slip: (at, { data }) => giftSlip(counter, at, data),
  })
  if (!done.ok) return done
  const { event, slipNumber, pointsAfter } = done.value
  const stock = chain.giftStock(giftId)
  return ok({
    actId,
    slipNumber,
    points: event.data.burned.points,
    pointsAfter,
    name: event.data.name,
    stock: stockLeft(gift, stock),
    low: isLow(gift, stock),
  })
}
