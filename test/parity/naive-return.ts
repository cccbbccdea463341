import type { ReturnInput } from '../../domain/refund.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import { apportion, type Laws, split, sum } from './naive-laws.ts'
import { dayStart } from './naive-time.ts'

/* The independent oracle: returns (RULES.md 10). */

/** The return as RULES.md has it (the shape of `SaleReturned`, an empty part for a null one), or why it is refused. */
export function returnNaively(laws: Laws, input: ReturnInput) {
  const { sale, earlier, wanted, programme, store, now } = input
  const wantedOf = new Map<number, number>()
  for (const { place, amount } of wanted) wantedOf.set(place, (wantedOf.get(place) ?? 0) + amount)
  const beforeOf = (place: number) =>
    sum(earlier.filter((each) => each.place === place).map(({ amount }) => amount))
  const refused = (code: RefusalCode) => ({ refused: code })
  const entries = [...wantedOf].toSorted(([a], [b]) => a - b)
  for (const [place, amount] of entries) {
    const line = sale.lines[place]
    if (!line || beforeOf(place) + amount > line.quantity.amount) return refused('return_too_much')
    if (programme.plans.some(({ sku }) => sku === line.sku)) return refused('return_too_much')
  }
  let days = programme.returnDays
  if (sale.member && ['active', 'frozen'].includes(sale.member.status))
    for (const { tierId, benefits } of programme.tiers)
      for (const benefit of tierId === sale.member.tierId ? benefits : [])
        if (benefit.kind === 'free_returns' && benefit.days > days) days = benefit.days
  if (now >= dayStart(input.saleTime, days + 1, store.timeZone)) return refused('return_too_late')
  const burnedOf = split(
    laws,
    sale.burned ? sale.burned.points : 0,
    sale.lines.map((line) => line.pointsShare),
  )
  const shareOf = (place: number, total: number, count: number) =>
    Number(laws.down(BigInt(total) * BigInt(count), BigInt(sale.lines[place]?.quantity.amount ?? 1)))
  const parts = entries.map(([place, amount]) => {
    const line = sale.lines[place] as (typeof sale.lines)[number]
    const before = beforeOf(place)
    const now = (total: number) => shareOf(place, total, before + amount) - shareOf(place, total, before)
    const inMoney = now(line.net - line.pointsShare)
    const pointsShare = now(line.pointsShare)
    return {
      inMoney,
      line: {
        place,
        sku: line.sku,
        amount,
        net: inMoney + pointsShare,
        pointsShare,
        takenBack: now(line.earned),
        givenBack: now(burnedOf[place] as number),
        growth: now(line.growth),
      },
    }
  })
  const refund = sum(parts.map(({ inMoney }) => inMoney))
  const refundedBefore = sum(
    sale.lines.map((line, place) => shareOf(place, line.net - line.pointsShare, beforeOf(place))),
  )
  const givenBefore = sum(
    sale.lines.map((_, place) => shareOf(place, burnedOf[place] as number, beforeOf(place))),
  )
  const isWhole = sale.lines.every(
    (line, place) => beforeOf(place) + (wantedOf.get(place) ?? 0) === line.quantity.amount,
  )
  return {
    returned: {
      returnId: input.returnId,
      receiptNumber: input.receiptNumber,
      storeId: store.storeId,
      saleId: sale.saleId,
      saleReceiptNumber: sale.receiptNumber,
      lines: parts.map(({ line }) => line),
      refund,
      refunds: refundsOf(laws, input, refundedBefore, refund),
      memberId: sale.member ? sale.member.memberId : null,
      takenBack: takenBack(laws, input, sum(parts.map(({ line }) => line.takenBack))),
      givenBack: givenBack(laws, input, givenBefore, sum(parts.map(({ line }) => line.givenBack))),
      growth: sum(parts.map(({ line }) => line.growth)),
      couponsRestored: !isWhole
        ? []
        : sale.coupons
            .filter(({ templateId }) =>
              programme.templates.some((each) => each.templateId === templateId && each.restoredOnReturn),
            )
            .map(({ couponId, templateId, useNumber }) => ({ couponId, templateId, useNumber })),
      reason: input.reason,
    },
  }
}

function refundsOf(laws: Laws, { sale }: ReturnInput, before: number, refund: number) {
  let change: number = sale.change
  const weights: number[] = []
  for (const tender of sale.tenders) {
    if (tender.kind === 'stored_value') weights.push(tender.principal, tender.gift)
    else if (tender.kind === 'cash') {
      const back = Math.min(change, tender.amount)
      change -= back
      weights.push(tender.amount - back)
    } else weights.push(tender.amount)
  }
  const first = apportion(laws, before, weights)
  const after = apportion(laws, before + refund, weights)
  const mine = weights.map((_, place) => (after[place] as number) - (first[place] as number))
  const refunds: object[] = []
  let place = 0
  for (const tender of sale.tenders) {
    if (tender.kind === 'stored_value') {
      const principal = mine[place] as number
      const gift = mine[place + 1] as number
      place += 2
      if (principal + gift > 0)
        refunds.push({
          kind: tender.kind,
          amount: principal + gift,
          accountId: tender.accountId,
          principal,
          gift,
        })
    } else {
      const amount = mine[place] as number
      place += 1
      if (amount > 0) refunds.push({ kind: tender.kind, amount })
    }
  }
  return refunds
}

function takenBack(laws: Laws, { sale, standing, now }: ReturnInput, wanted: number) {
  const lots: { lotId: string; points: number }[] = []
  let left = wanted
  const take = (lotId: string, has: number) => {
    const points = Math.min(left, has)
    if (points > 0) lots.push({ lotId, points })
    left -= points
  }
  const own = standing ? standing.lots : []
  for (const lot of own) if (sale.earned && lot.lotId === sale.earned.lotId) take(lot.lotId, lot.points)
  for (const lot of own.toSorted(laws.takenFirst)) {
    if (sale.earned && lot.lotId === sale.earned.lotId) continue
    if (now < lot.expiresAt) take(lot.lotId, lot.points)
  }
  return { points: wanted, lots, debt: left }
}

function givenBack(laws: Laws, input: ReturnInput, before: number, wanted: number) {
  const { sale, standing, burnedLots = [], programme, store, now } = input
  const lots: object[] = []
  const known = [
    ...(standing ? standing.lots : []),
    ...(standing?.family ? standing.family.lots : []),
    ...burnedLots,
  ]
  let own = sale.burned ? sale.burned.points - sale.burned.ofFamily : 0
  let ofFamily = 0
  let skip = before
  let left = wanted
  for (const { lotId, memberId, points } of sale.burned ? sale.burned.lots : []) {
    const free = points - Math.min(skip, points)
    skip -= points - free
    const back = Math.min(free, left)
    // Point by point in the order burned: the member's own, then the owner's.
    const ownLeft = Math.max(0, own - (points - free))
    ofFamily += Math.max(0, back - ownLeft)
    own -= points
    if (back === 0) continue
    left -= back
    const lot = known.find((each) => each.lotId === lotId)
    const isExpired = lot !== undefined && lot.expiresAt <= now
    const days = laws.restoredDays(programme.burn.restoredDays)
    lots.push({
      lotId,
      memberId,
      points: back,
      expiresAt: isExpired ? dayStart(now, days + 1, store.timeZone) : null,
    })
  }
  return {
    points: wanted,
    lots,
    ofFamily: ofFamily > 0 ? { points: ofFamily, spentAt: input.saleTime } : null,
  }
}
