import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { SaleReturned } from '../../domain/refund.ts'
import { causeOf, type Dispute, dispute, type Facts, type ReturnedLineFact } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteReturn } from './post-members.ts'
import { takeBackReferrals } from './post-referrals.ts'

/**
 * Posts a return. Goods of a line beyond what was sold (two tills, neither of which had heard of the other) came back
 * twice: the whole return is a dispute and none of it is posted, people look at it.
 */
export function applySaleReturned(facts: Facts, event: TillEvent<'sale.returned'>): readonly Dispute[] {
  const cause = causeOf(event)
  const returned = event.data
  const { saleId, memberId } = returned
  if (saleId !== null) {
    if (!facts.sales.has(saleId)) {
      return [dispute('sale_unknown', saleId, event.id, { amount: returned.refund })]
    }
    const over = firstOver(facts, saleId, returned)
    if (over) {
      const { place, other } = over
      return [dispute('return_over', `${saleId}:${place}`, event.id, { other, amount: returned.refund })]
    }
    noteLines(facts, saleId, event)
    if (isWhollyReturned(facts, saleId)) takeBackReferrals(facts, saleId, cause)
  }
  if (memberId !== null) noteReturn(facts, memberId, cause, returned.refund)
  return postEffects(facts, effectsOf(event), { cause, valueSource: 'return', usedBy: saleId })
}

/** The first line of which more came back than was sold, with the return before. */
function firstOver(facts: Facts, saleId: NonNullable<SaleReturned['saleId']>, returned: SaleReturned) {
  const before = facts.returned.get(saleId) ?? []
  const back = new Map<number, number>()
  for (const { place, amount } of before) back.set(place, (back.get(place) ?? 0) + amount)
  for (const { place, sku, amount } of returned.lines) {
    const line = facts.sales.get(saleId)?.sale.lines[place]
    const total = (back.get(place) ?? 0) + amount
    back.set(place, total)
    const sold = line?.sku === sku ? line.quantity.amount : 0
    if (total > sold) {
      return { place, other: before.findLast((one) => one.place === place)?.eventId ?? null }
    }
  }
  return null
}

/** Whether everything the sale sold has come back. */
function isWhollyReturned(facts: Facts, saleId: NonNullable<SaleReturned['saleId']>): boolean {
  const back = facts.returned.get(saleId) ?? []
  return (facts.sales.get(saleId)?.sale.lines ?? []).every(({ quantity }, place) => {
    const amount = back.reduce((sum, line) => sum + (line.place === place ? line.amount : 0), 0)
    return amount >= quantity.amount
  })
}

function noteLines(
  facts: Facts,
  saleId: NonNullable<SaleReturned['saleId']>,
  { id: eventId, data }: TillEvent<'sale.returned'>,
): void {
  const byPlace = new Map<number, ReturnedLineFact>()
  for (const { place, amount, net, pointsShare, takenBack, givenBack, growth } of data.lines) {
    const same = byPlace.get(place)
    byPlace.set(place, {
      eventId,
      saleId,
      place,
      amount: amount + (same?.amount ?? 0),
      net: net + (same?.net ?? 0),
      pointsShare: pointsShare + (same?.pointsShare ?? 0),
      takenBack: takenBack + (same?.takenBack ?? 0),
      givenBack: givenBack + (same?.givenBack ?? 0),
      growth: growth + (same?.growth ?? 0),
    })
  }
  const lines = [...byPlace.values()]
  facts.newReturned.push(...lines)
  facts.returned.set(saleId, [...(facts.returned.get(saleId) ?? []), ...lines])
}
