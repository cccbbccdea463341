import { lotsMade } from '../../db/overlay/lots.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { spendablePoints } from '../../domain/lot.ts'
import { noPoints, type Points, points } from '../../domain/points.ts'
import type { Standing } from '../../domain/price.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { type SaleReturned, settleReturn } from '../../domain/refund.ts'
import type { Result } from '../../domain/result.ts'
import { layoutReturnReceipt } from '../../domain/return-receipt.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'
import { slipFrame } from './slips.ts'
import type { SoldSale } from './sold.ts'

/** A return as it would be settled, with whose points it moves. */
export interface Returning {
  readonly returned: SaleReturned
  readonly standing: Standing | null
}

/** Settles what comes back of a sale now, without recording it. Refuses as `settleReturn`. */
export function returningOf(
  counter: Counter,
  { rules }: Selling,
  asked: {
    readonly sold: SoldSale
    readonly wanted: readonly { readonly place: number; readonly amount: number }[]
    readonly returnId: Uuid
    readonly receiptNumber: string
    readonly reason: SaleReturned['reason']
    readonly now: number
  },
): Result<Returning> {
  const { now, reason, receiptNumber, returnId, sold, wanted } = asked
  const { sale, soldAt, earlier } = sold
  const standing = sale.member ? counter.chain.standing(sale.member.memberId, now) : null
  const settled = settleReturn({
    sale,
    saleTime: soldAt,
    earlier,
    wanted,
    standing,
    burnedLots: burnedLotsOf(counter, sale),
    programme: rules.programme,
    store: rules.store,
    now,
    returnId,
    receiptNumber,
    reason,
  })
  return settled.ok ? { ok: true, value: { returned: settled.value, standing } } : settled
}

/** The lots a sale burned, whatever is left of them: when they end says whether their points still count. */
function burnedLotsOf({ chain }: Counter, { burned }: SaleCompleted): readonly Lot[] {
  if (!burned) return []
  return chain.ask<readonly Lot[]>([], (overlay) => lotsMade(overlay, burned.lots))
}

/** The receipt of a return, with the names its goods had when they were sold. */
export function returnReceipt(
  counter: Counter,
  selling: Selling,
  of: Returning & { readonly sale: SaleCompleted; readonly now: number },
): Receipt {
  const { now, returned, sale, standing } = of
  const frame = slipFrame(counter, selling, {
    at: now,
    memberName: standing?.member.maskedName ?? null,
    pointsAfter: standing && pointsAfter(returned, standing, now),
  })
  return layoutReturnReceipt(frame, {
    returned,
    names: returned.lines.map(({ place, sku }) => {
      const line = sale.lines[place]
      return { name: line?.name ?? { zh: sku, en: sku }, unit: line?.quantity.unit ?? 'piece' }
    }),
    couponNames: returned.couponsRestored.map(({ couponId }) => nameOfCoupon(sale, couponId)),
  })
}

/** The name a coupon had when it was used. */
export function nameOfCoupon(sale: SaleCompleted, couponId: Uuid): SaleCompleted['coupons'][number]['name'] {
  const use = sale.coupons.find((one) => one.couponId === couponId)
  return use?.name ?? { zh: '', en: '' }
}

/** What the member may spend once it is recorded: taken from lots that count, given to their own. */
function pointsAfter(
  { givenBack, takenBack }: SaleReturned,
  { lots, member }: Standing,
  now: number,
): Points {
  const open = new Set(lots.filter((lot) => lot.spendableFrom <= now).map(({ lotId }) => lotId))
  const taken = (takenBack?.lots ?? []).filter(({ lotId }) => open.has(lotId))
  const given = (givenBack?.lots ?? []).filter(({ memberId }) => memberId === member.memberId)
  const sum = (parts: readonly { readonly points: Points }[]) =>
    parts.reduce((total, part) => total + part.points, noPoints as number)
  return points(Math.max(0, spendablePoints(lots, now) - sum(taken) + sum(given)))
}
