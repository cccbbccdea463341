import type { BookedAct, BookedGoods } from './ledger.ts'

/* Events as the bookkeeper reads them: by their fields as they travel, without the rules of either side. */

interface RawLot {
  readonly lotId: string
  readonly points: number
}
interface RawTender {
  readonly kind: string
  readonly accountId?: string
  readonly principal?: number
  readonly gift?: number
}
interface RawUse {
  readonly couponId: string
  readonly useNumber: number
}
interface RawCoupon {
  readonly couponId: string
  readonly usesMax: number
}

interface RawSale {
  readonly receiptNumber: string
  readonly lines: readonly { readonly sku: string; readonly quantity: { readonly amount: number } }[]
  readonly member: { readonly memberId: string } | null
  readonly burned: { readonly amount: number; readonly lots: readonly RawLot[] } | null
  readonly earned: (RawLot & { readonly expiresAt: number; readonly debtPaid: number }) | null
  readonly growth: number
  readonly coupons: readonly (RawUse & { readonly amount: number })[]
  readonly tenders: readonly RawTender[]
}

interface RawReturn {
  readonly receiptNumber: string
  readonly saleId: string
  readonly lines: readonly BookedGoods[]
  readonly memberId: string | null
  readonly takenBack: { readonly lots: readonly RawLot[]; readonly debt: number } | null
  readonly givenBack: { readonly lots: readonly (RawLot & { readonly expiresAt: number | null })[] } | null
  readonly growth: number
  readonly couponsRestored: readonly RawUse[]
  readonly refunds: readonly RawTender[]
}

interface RawUses {
  readonly slipNumber: string
  readonly redemptionId: string
  readonly couponId: string
  readonly memberId: string | null
  readonly useNumbers: readonly number[]
  readonly faceValue?: number
}

interface RawGift {
  readonly slipNumber: string
  readonly storeId: string
  readonly giftId: string
  readonly memberId: string
  readonly burned: { readonly lots: readonly RawLot[] }
  readonly stocked: boolean
  readonly issued: RawCoupon | null
}

interface RawTopUp {
  readonly receiptNumber: string
  readonly accountId: string
  readonly principal: number
  readonly gift: number
}

interface RawEnrolment {
  readonly memberId: string
  readonly personal: {
    readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  }
  readonly issued: readonly RawCoupon[]
}

/** The act in an event; an event of another type does nothing to the books. */
export function bookedAct(event: {
  readonly id: string
  readonly time: number
  readonly type: string
  readonly data: unknown
}): BookedAct {
  const { id, time } = event
  return { ...nothing, ...partsOf(event.type, event.data), id, time }
}

const nothing: Omit<BookedAct, 'id' | 'time'> = {
  number: null,
  memberId: null,
  burns: [],
  givenBack: [],
  takenBack: [],
  earn: null,
  sold: [],
  returnOf: null,
  cameBack: [],
  restInto: null,
  debt: 0,
  growth: 0,
  uses: [],
  given: 0,
  restored: [],
  issued: [],
  value: [],
  stock: [],
  enrolled: null,
}

function partsOf(type: string, data: unknown): Partial<BookedAct> {
  switch (type) {
    case 'sale.completed':
      return saleParts(data as RawSale)
    case 'sale.returned':
      return returnParts(data as RawReturn)
    case 'coupon.redeemed': {
      const { slipNumber: number, memberId, couponId, useNumbers, faceValue = 0 } = data as RawUses
      const uses = useNumbers.map((use) => ({ couponId, number: use }))
      return { number, memberId, uses, given: faceValue * uses.length }
    }
    case 'coupon.restored': {
      const { redemptionId: usedBy, couponId, useNumbers } = data as RawUses
      return { restored: useNumbers.map((use) => ({ couponId, number: use, usedBy })) }
    }
    case 'gift.exchanged': {
      const { slipNumber: number, memberId, burned, stocked, storeId, giftId, issued } = data as RawGift
      const stock = stocked ? [`${storeId}:${giftId}`] : []
      // A point is worth a fen here.
      const given = burned.lots.reduce((sum, { points }) => sum + points, 0)
      return { number, memberId, burns: burned.lots, given, stock, issued: issued ? [issued] : [] }
    }
    case 'value.topped_up': {
      const { receiptNumber: number, accountId, principal, gift } = data as RawTopUp
      return { number, value: [{ accountId, principal, gift }] }
    }
    case 'member.enrolled': {
      const { memberId, personal, issued } = data as RawEnrolment
      const phoneHash = personal.identifiers.find(({ kind }) => kind === 'phone_hash')?.value ?? ''
      return { memberId, issued, enrolled: { memberId, phoneHash } }
    }
    default:
      return {}
  }
}

function saleParts(sale: RawSale): Partial<BookedAct> {
  const { earned } = sale
  return {
    number: sale.receiptNumber,
    sold: sale.lines.map(({ sku, quantity }, place) => ({ place, sku, amount: quantity.amount })),
    memberId: sale.member?.memberId ?? null,
    burns: sale.burned?.lots ?? [],
    earn: earned && earned.points > 0 ? earned : null,
    restInto: earned,
    debt: -(earned?.debtPaid ?? 0),
    growth: sale.growth,
    given: sale.coupons.reduce((sum, { amount }) => sum + amount, sale.burned?.amount ?? 0),
    uses: sale.coupons.map(({ couponId, useNumber }) => ({ couponId, number: useNumber })),
    value: valueMoved(sale.tenders, -1),
  }
}

function returnParts(returned: RawReturn): Partial<BookedAct> {
  return {
    number: returned.receiptNumber,
    memberId: returned.memberId,
    givenBack: returned.givenBack?.lots ?? [],
    takenBack: returned.takenBack?.lots ?? [],
    returnOf: returned.saleId,
    cameBack: returned.lines,
    debt: returned.takenBack?.debt ?? 0,
    growth: -returned.growth,
    restored: returned.couponsRestored.map(({ couponId, useNumber }) => ({
      couponId,
      number: useNumber,
      usedBy: returned.saleId,
    })),
    value: valueMoved(returned.refunds, 1),
  }
}

function valueMoved(tenders: readonly RawTender[], sign: number): BookedAct['value'] {
  return tenders.flatMap(({ accountId, principal = 0, gift = 0 }) =>
    accountId === undefined ? [] : [{ accountId, principal: sign * principal, gift: sign * gift }],
  )
}
