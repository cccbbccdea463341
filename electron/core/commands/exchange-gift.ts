import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { giftOf, isLow, judgeGift, settleGift, stockLeft } from '../../../domain/gift.ts'
import { noPoints } from '../../../domain/points.ts'
import type { Gift } from '../../../domain/programme.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { stillSelling } from '../gate.ts'
import { newCouponIdentity } from '../own-codes.ts'
import { type AtDesk, doPointsAct } from '../points-act.ts'
import { giftSlip } from '../slips.ts'

/**
 * A gift for points: the store's stock counts down with it, and a coupon that is the gift is issued at once. One that is
 * recorded is answered also after the programme gave the gift up.
 */
export async function exchangeGift(
  counter: Counter,
  { actId, giftId }: CommandInput<'exchangeGift'>,
): Promise<Result<CommandOutput<'exchangeGift'>>> {
  const { chain, chance } = counter
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const { programme } = selling.value.rules
  const found = giftOf(programme, giftId)
  const asked = ({ selling: { rules }, standing, now }: AtDesk, gift: Gift) => ({
    gift,
    standing,
    stock: chain.giftStock(giftId),
    programme: rules.programme,
    now,
  })
  const done = await doPointsAct(counter, {
    actId,
    type: 'gift.exchanged',
    of: giftId,
    points: () => (found.ok ? found.value.points : noPoints),
    judge: (at) => (found.ok ? judgeGift(asked(at, found.value)) : found),
    settle: (at, slipNumber) =>
      found.ok
        ? settleGift({
            ...asked(at, found.value),
            exchangeId: actId,
            slipNumber,
            store: at.selling.rules.store,
            coupon: newCouponIdentity(chance, at.now),
          })
        : found,
    slip: (at, { data, decided }) => giftSlip(counter, at, data, decided),
  })
  if (!done.ok) return done
  const { event, slipNumber, pointsAfter, mark } = done.value
  const stock = chain.giftStock(giftId)
  return ok({
    actId,
    slipNumber,
    points: event.data.burned.points,
    pointsAfter,
    mark,
    name: event.data.name,
    stock: found.ok ? stockLeft(found.value, stock) : null,
    low: found.ok && isLow(found.value, stock),
  })
}
