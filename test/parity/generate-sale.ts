import type { Basket, BasketLine } from '../../domain/basket.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import { type Money, money } from '../../domain/money.ts'
import { type Points, points } from '../../domain/points.ts'
import type { MemberDay, PriceInput, Standing } from '../../domain/price.ts'
import type { Programme } from '../../domain/programme.ts'
import type { EarlierReturn, ReturnInput } from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { TenderWish } from '../../domain/tender.ts'
import type { Random } from '../sim/random.ts'
import { newId } from './generate-programme.ts'
import type { Shop } from './generate-shop.ts'
import { couponNow, type Ledger, lotsNow, memberNow } from './world.ts'

/* One customer: basket, standing, coupons, tenders; and what they bring back. */

function makeLines(random: Random, { products, plans }: Shop): BasketLine[] {
  const count = random.chance(0.97) ? random.between(1, 7) : random.between(0, 40)
  return Array.from({ length: count }, (_, place): BasketLine => {
    const lineId = place + 1
    if (random.chance(0.02)) {
      const amount = random.between(1, 2)
      return { lineId, product: random.pick(plans), quantity: { unit: 'piece', amount }, labelPrice: null }
    }
    const product = random.pick(products)
    if (random.chance(0.08))
      return {
        lineId,
        product,
        quantity: { unit: 'piece', amount: 1 },
        labelPrice: money(random.between(0, 5_000)),
      }
    const amount =
      product.unit === 'gram'
        ? random.between(1, 3_000)
        : random.chance(0.98)
          ? random.between(1, 5)
          : random.between(1, 200)
    return { lineId, product, quantity: { unit: product.unit, amount }, labelPrice: null }
  })
}

/** What the member did on this day: now and then some of it, now and then the caps and beyond. */
function makeDay(random: Random): MemberDay {
  const some = (most: number) => (random.chance(0.6) ? 0 : random.between(0, most))
  const burned = some(2_200)
  return {
    earned: points(some(900)),
    burned: points(burned),
    inflated: points(random.between(0, burned)),
    redemptions: 0,
    redeemedValue: money(0),
    draws: 0,
    valueSpent: money(some(6_000)),
  }
}

/** The member as a till knows them: by the ledger. */
export function standingOf(shop: Shop, ledger: Ledger, place: number, day: MemberDay): Standing {
  const known = shop.members[place] as Shop['members'][number]
  const member = memberNow(ledger, known)
  const { family } = member
  return {
    member,
    lots: lotsNow(ledger, member.memberId),
    day,
    account: null,
    family: family && {
      ownerId: family.ownerId,
      lots: lotsNow(ledger, family.ownerId),
      left: points(Math.max(0, family.monthCap - (ledger.familySpent.get(member.memberId) ?? 0))),
    },
  }
}

function makeCoupons(random: Random, shop: Shop, ledger: Ledger, memberId: string | null): CouponAtHand[] {
  const wanted = random.chance(0.2) ? 0 : random.chance(0.95) ? random.between(1, 5) : random.between(6, 12)
  // Mostly coupons that may fit: bearer ones and the member's own.
  const near = shop.coupons.filter(
    ({ coupon }) => coupon.memberId === null || coupon.memberId === memberId || random.chance(0.03),
  )
  const chosen = new Set(Array.from({ length: wanted }, () => random.below(near.length)))
  // What a till counts for a template and a member is the same for all coupons of the template.
  const figures = new Map(
    shop.programme.templates.map(({ templateId }) => [
      templateId,
      {
        usedToday: random.chance(0.7) ? 0 : random.below(3),
        usedByMember: random.chance(0.7) ? 0 : random.below(5),
        spentOfBudget: money(random.chance(0.7) ? 0 : random.below(80_000)),
      },
    ]),
  )
  return [...chosen].map((at) => {
    const { coupon, template } = near[at] as (typeof near)[number]
    const counted = figures.get(template.templateId) as Omit<CouponAtHand, 'coupon' | 'template'>
    return { coupon: couponNow(ledger, coupon), template, ...counted }
  })
}

/** A wish to pay with points: mostly one that what is at hand allows. */
function wishOf(random: Random, standing: Standing | null, now: number): Points {
  if (random.chance(0.4)) return points(0)
  if (random.chance(0.02) || !standing) return points(random.pick([2_500, 1_000_000_000]))
  const { lots, family } = standing
  let all = Math.min(family?.left ?? 0, 200)
  for (const lot of lots) if (lot.spendableFrom <= now && now < lot.expiresAt) all += lot.points
  return points(random.between(0, Math.min(2_500, all)))
}

export function makePriceInput(random: Random, shop: Shop, ledger: Ledger, now: number): PriceInput {
  const standing = random.chance(0.12) ? null : standingOf(shop, ledger, random.below(3), makeDay(random))
  const memberId = standing ? standing.member.memberId : null
  const coupons = makeCoupons(random, shop, ledger, memberId)
  const basket: Basket = {
    saleId: newId(random),
    startedAt: now,
    lines: makeLines(random, shop),
    nextLineId: 100,
    memberId,
    couponIds: coupons.map(({ coupon }) => coupon.couponId),
    couponChoice: 'own',
    pointsToBurn: wishOf(random, standing, now),
    memberProof: 'scanned',
    suggestionsShown: [],
    suggestionsTaken: [],
  }
  return { basket, standing, coupons, programme: shop.programme, store: shop.store, now }
}

const wish = (
  kind: TenderWish['kind'],
  amount: number,
  accountId: TenderWish['accountId'] = null,
): TenderWish => ({
  kind,
  amount: amount as Money,
  accountId,
})

/** Tenders that mostly pay what is to be paid. */
export function makeTenders(
  random: Random,
  shop: Shop,
  ledger: Ledger,
  memberId: string | null,
  toPay: number,
): TenderWish[] {
  const tenders: TenderWish[] = []
  let left = toPay
  if (random.chance(0.03))
    return [wish(random.pick(['cash', 'card', 'stored_value']), random.between(0, toPay + 2))]
  for (let each = 0; each < 4 && left > 0; each++) {
    const amount = random.chance(0.5) ? left : random.between(1, left)
    const kind = random.pick(['cash', 'card', 'mobile', 'stored_value'] as const)
    if (kind === 'stored_value') {
      const near = shop.accounts.filter(
        (one) => one.memberId === null || one.memberId === memberId || random.chance(0.05),
      )
      const account = random.pick(near)
      const { principal, gift } = ledger.values.get(account.accountId) ?? { principal: 0, gift: 0 }
      const has = random.chance(0.97) ? Math.min(amount, principal + gift) : amount
      if (has === 0) continue
      tenders.push(wish(kind, has, account.accountId))
      left -= has
    } else {
      tenders.push(wish(kind, amount))
      left -= amount
    }
  }
  if (left > 0 || random.chance(0.15)) tenders.push(wish('cash', left + random.pick([0, 1, 37, 5_000]) || 1))
  return tenders
}

export interface Sold {
  readonly sale: SaleCompleted
  readonly time: number
  readonly earlier: EarlierReturn[]
}

/** A later version of the programme: returns go by the one of today. */
function otherwise(random: Random, programme: Programme): Programme {
  return {
    ...programme,
    version: programme.version + 1,
    burn: { ...programme.burn, restoredDays: random.between(1, 60) },
    templates: programme.templates.map((one) => ({ ...one, restoredOnReturn: random.chance(0.5) })),
    returnDays: random.between(0, 60),
  }
}

/** What comes back of a sale: some lines in part or whole, now and then more than there is. */
export function makeReturn(random: Random, shop: Shop, ledger: Ledger, sold: Sold, now: number): ReturnInput {
  const takesAll = random.chance(0.3)
  const wanted: { place: number; amount: number }[] = []
  for (const [place, line] of sold.sale.lines.entries()) {
    const before = sold.earlier.filter((each) => each.place === place)
    const left = line.quantity.amount - before.reduce((all, { amount }) => all + amount, 0)
    if (left <= 0 || shop.plans.some(({ sku }) => sku === line.sku)) continue
    if (!takesAll && random.chance(0.4)) continue
    const first = takesAll ? left : random.between(1, left)
    wanted.push({ place, amount: first })
    if (first < left && random.chance(0.1)) wanted.push({ place, amount: 1 })
  }
  if (wanted.length === 0 || random.chance(0.02))
    wanted.push({ place: 0, amount: (sold.sale.lines[0]?.quantity.amount ?? 0) + 1 })
  const place = shop.members.findIndex(({ memberId }) => memberId === sold.sale.member?.memberId)
  return {
    sale: sold.sale,
    saleTime: sold.time,
    earlier: sold.earlier,
    wanted,
    standing: place < 0 || random.chance(0.02) ? null : standingOf(shop, ledger, place, makeDay(random)),
    burnedLots: [...ledger.lots.values()].filter(({ lotId }) =>
      sold.sale.burned?.lots.some((lot) => lot.lotId === lotId),
    ),
    programme: random.chance(0.9) ? shop.programme : otherwise(random, shop.programme),
    store: shop.store,
    now,
    returnId: newId(random),
    receiptNumber: 'R',
    reason: 'unwanted',
  }
}
