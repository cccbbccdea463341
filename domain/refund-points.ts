import { assert } from './assert.ts'
import type { Uuid } from './ids.ts'
import type { Lot } from './lot.ts'
import { addPoints, type Points, points, subtractPoints, sumPoints } from './points.ts'
import type { Standing } from './price.ts'
import type { ReturnInput, SaleReturned } from './refund.ts'
import { returnedOf, shareAt } from './refund-shares.ts'
import type { SaleCompleted } from './sale.ts'
import { dayStartAfter } from './time.ts'

/** Points taken back: from the sale's own lot, then from the newest, then owed. Lots nobody here knows are left alone. */
export function takeBack(
  wanted: Points,
  sale: SaleCompleted,
  standing: Standing | null,
  now: number,
): NonNullable<SaleReturned['takenBack']> {
  const own = sale.earned?.lotId ?? null
  const open = (standing?.lots ?? [])
    .filter((lot) => lot.points > 0 && (lot.lotId === own || now < lot.expiresAt))
    .sort((a, b) => Number(b.lotId === own) - Number(a.lotId === own) || byNewest(a, b))
  const lots: { lotId: Uuid; points: Points }[] = []
  let left: number = wanted
  for (const lot of open) {
    if (left === 0) break
    const taken = Math.min(left, lot.points)
    lots.push({ lotId: lot.lotId, points: points(taken) })
    left -= taken
  }
  return { points: wanted, lots, debt: points(left) }
}

function byNewest(a: Lot, b: Lot): number {
  if (a.earnedAt !== b.earnedAt) return b.earnedAt - a.earnedAt
  return a.lotId < b.lotId ? 1 : -1
}

/** Points given back: into the lots they were burned from, in that order, after what was given back before. */
export function giveBack(
  wanted: Points,
  { sale, saleTime, earlier, standing, burnedLots, programme, store, now }: ReturnInput,
  burnedOf: readonly Points[],
): NonNullable<SaleReturned['givenBack']> {
  assert(sale.burned, `sale ${sale.saleId} burned what comes back`)
  const before = sumPoints(
    sale.lines.map(({ quantity }, place) =>
      points(shareAt(burnedOf[place] as Points, returnedOf(earlier, place), quantity.amount)),
    ),
  )
  const until = addPoints(before, wanted)
  const known = [...(standing?.lots ?? []), ...(standing?.family?.lots ?? []), ...(burnedLots ?? [])]
  const renewed = dayStartAfter(now, programme.burn.restoredDays + 1, store.timeZone)
  let start = 0
  const lots = sale.burned.lots.flatMap((burned) => {
    const from = Math.max(start, before)
    const to = Math.min(start + burned.points, until)
    start += burned.points
    if (to <= from) return []
    const lot = known.find(({ lotId }) => lotId === burned.lotId)
    const expired = lot !== undefined && lot.expiresAt <= now
    return [{ ...burned, points: points(to - from), expiresAt: expired ? renewed : null }]
  })
  // The owner's were burned last, so they come back last.
  const own = subtractPoints(sale.burned.points, sale.burned.ofFamily)
  const ofFamily = points(Math.max(own, until) - Math.max(own, before))
  return { points: wanted, lots, ofFamily: ofFamily > 0 ? { points: ofFamily, spentAt: saleTime } : null }
}
