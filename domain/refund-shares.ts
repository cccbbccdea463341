import { apportion } from './apportion.ts'
import { assert } from './assert.ts'
import { addMoney, type Money, money, subtractMoney, sumMoney } from './money.ts'
import { noPoints, type Points, splitPoints } from './points.ts'
import type { EarlierReturn } from './refund.ts'
import type { SaleCompleted } from './sale.ts'
import type { Tender } from './tender.ts'

/** Pieces or grams of a line that came back before. */
export function returnedOf(earlier: readonly EarlierReturn[], place: number): number {
  return earlier.filter((one) => one.place === place).reduce((sum, { amount }) => sum + amount, 0)
}

/** Share of `total` for the units from `before` to `after` of `whole`: floor(total × after / whole) − the same of `before`. */
export function shareBetween(total: number, before: number, after: number, whole: number): number {
  return shareAt(total, after, whole) - shareAt(total, before, whole)
}

/** floor(total × amount / whole), exact at any size. */
export function shareAt(total: number, amount: number, whole: number): number {
  if (amount >= whole) return total
  const product = total * amount
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % whole)) / whole
  return Number((BigInt(total) * BigInt(amount)) / BigInt(whole))
}

/** The points each line of a sale was paid with: they follow the money they paid. */
export function burnedByLine(sale: SaleCompleted): Points[] {
  return splitPoints(
    sale.burned?.points ?? noPoints,
    sale.lines.map(({ pointsShare }) => pointsShare),
  )
}

/** What had been refunded in money before. */
export function moneyBefore(sale: SaleCompleted, earlier: readonly EarlierReturn[]): Money {
  return sumMoney(
    sale.lines.map(({ net, pointsShare, quantity }, place) =>
      money(shareAt(net - pointsShare, returnedOf(earlier, place), quantity.amount)),
    ),
  )
}

/**
 * Whether a sale's figures agree with one another: a sale told by somebody else is taken as it came, and one that does not
 * add up cannot be undone.
 */
export function addsUp({ lines, toPay, tenders, change, burned }: SaleCompleted): boolean {
  const sumOf = <T>(parts: readonly T[], of: (part: T) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0)
  const cash = sumOf(tenders, (tender) => (tender.kind === 'cash' ? tender.amount : 0))
  return (
    lines.every(({ net, pointsShare }) => pointsShare <= net) &&
    sumOf(lines, ({ net, pointsShare }) => net - pointsShare) === toPay &&
    sumOf(tenders, ({ amount }) => amount) - change === toPay &&
    tenders.every((one) => one.kind !== 'stored_value' || one.principal + one.gift === one.amount) &&
    change <= cash &&
    sumOf(burned?.lots ?? [], (lot) => lot.points) === (burned?.points ?? 0)
  )
}

/** The refund by what the sale was paid with, cash less its change; principal and gift of stored value each for itself. */
export function refundsOf(sale: SaleCompleted, before: Money, refund: Money): Tender[] {
  const kept = changeTaken(sale)
  const weights = kept.flatMap((tender) =>
    tender.kind === 'stored_value' ? [tender.principal, tender.gift] : [tender.amount],
  )
  const after = apportion(addMoney(before, refund), weights)
  const given = apportion(before, weights)
  const parts = after.map((part, place) => money(part - (given[place] as number)))
  const refunds: Tender[] = []
  let place = 0
  for (const tender of kept) {
    if (tender.kind === 'stored_value') {
      const principal = parts[place] as Money
      const gift = parts[place + 1] as Money
      place += 2
      refunds.push({ ...tender, amount: addMoney(principal, gift), principal, gift })
    } else {
      refunds.push({ kind: tender.kind, amount: parts[place] as Money })
      place += 1
    }
  }
  return refunds.filter(({ amount }) => amount > 0)
}

/** The tenders with the change taken off the cash. */
function changeTaken(sale: SaleCompleted): Tender[] {
  let change: Money = sale.change
  const kept = sale.tenders.map((tender): Tender => {
    if (tender.kind !== 'cash') return tender
    const off = money(Math.min(change, tender.amount))
    change = subtractMoney(change, off)
    return { kind: 'cash', amount: subtractMoney(tender.amount, off) }
  })
  assert(change === 0, `the change of sale ${sale.saleId} was cash`)
  return kept
}
