import type { Quantity } from './basket.ts'
import { type Benefits, benefitsOf, planDaysIn, planSoldIn } from './benefits.ts'
import { type LotBurn, planTenderBurn, pointsAtHand } from './burn.ts'
import type { Earned } from './earn.ts'
import type { Uuid } from './ids.ts'
import { planDaysMax } from './limits.ts'
import { countsFrom } from './lot.ts'
import type { MemberStatus, Subscription } from './member.ts'
import { type Bps, type Money, noMoney, splitMoney, subtractMoney } from './money.ts'
import { type Paid, payWith, unearningOf } from './pay.ts'
import { minPoints, type Points, subtractPoints } from './points.ts'
import { earnOf, type PricedBasket, type PriceInput, priceBasket } from './price.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import { campaignsUsed, couponUse, saleLine, saleMember } from './sale-record.ts'
import type { SignedUse } from './signed-code.ts'
import { withoutMark } from './symbology.ts'
import type { Tender, TenderWish } from './tender.ts'
import type { LocalText } from './text.ts'
import { dayStartAfter, endOfMonthAfter } from './time.ts'
import type { ValueAccount } from './value-account.ts'

export interface SaleLine {
  readonly sku: string
  readonly name: LocalText
  readonly categoryId: string
  readonly brandId: string | null
  readonly tags: readonly string[]
  readonly quantity: Quantity
  /** Per piece or per 1 000 g. */
  readonly unitPrice: Money
  /** The price a label carried and that stood for the line, else null. */
  readonly labelPrice: Money | null
  readonly gross: Money
  readonly tierDiscount: Money
  readonly campaignDiscount: Money
  readonly priceCampaignId: string | null
  readonly earnCampaignId: string | null
  /** Σ of the coupons' shares. */
  readonly couponDiscount: Money
  readonly pointsShare: Money
  /** Share paid with what earns nothing: the gift part of stored value, excluded tenders. */
  readonly unearningShare: Money
  readonly net: Money
  readonly earned: Points
  /** Whole yuan of growth; the lines sum to the sale's. */
  readonly growth: number
}

export interface CouponUse {
  readonly couponId: Uuid
  readonly templateId: Uuid
  readonly name: LocalText
  /** 1 for the first use of the coupon: (couponId, useNumber) takes effect at most once in the chain. */
  readonly useNumber: number
  readonly amount: Money
  /** For a coupon its code proved. */
  readonly signed?: SignedUse
}

/** Points taken from lots, for whatever act. */
export interface PointsBurned {
  readonly points: Points
  readonly lots: readonly LotBurn[]
}

/** A lot as an act made it. */
export interface PointsEarned {
  readonly lotId: Uuid
  /** What the lot begins with: `gross` − `debtPaid`. */
  readonly points: Points
  readonly gross: Points
  readonly debtPaid: Points
  readonly earnedAt: number
  readonly spendableFrom: number
  readonly expiresAt: number
}

/** What the till knew of the member and the rules were fed with, so that the central can compute the very same. */
export interface SaleMember {
  readonly memberId: Uuid
  readonly tierId: string
  readonly status: MemberStatus
  /** Points spendable after this sale, as this till knew them. */
  readonly pointsAfter: Points
  /** The paid membership that was running already. */
  readonly subscription: Subscription | null
  readonly birthday: string | null
  readonly tags: readonly string[]
  readonly repeatCategoryIds: readonly string[]
  readonly debt: Points
  /** Earned and burned (as tender, in a burn campaign) on this day before this sale. */
  readonly earnedToday: Points
  readonly burnedToday: Points
  readonly inflatedToday: Points
}

/** The data of a `sale.completed` event: everything that happened at once, in one record (sync.md 2). */
export interface SaleCompleted {
  readonly saleId: Uuid
  readonly receiptNumber: string
  readonly storeId: Uuid
  readonly lines: readonly SaleLine[]
  readonly subtotal: Money
  readonly tierDiscount: Money
  readonly campaignDiscount: Money
  readonly payable: Money
  readonly toPay: Money
  readonly tenders: readonly Tender[]
  readonly change: Money
  readonly member: SaleMember | null
  readonly burned:
    | (PointsBurned & {
        readonly amount: Money
        readonly valueBps: Bps
        readonly campaignId: string | null
        /** Of the points those the campaign counted for more, in whole steps. */
        readonly inflated: Points
        /** Of the family owner's points, or 0. */
        readonly ofFamily: Points
      })
    | null
  readonly earned: PointsEarned | null
  /** Growth (whole yuan paid, categories counted) the sale adds. */
  readonly growth: number
  readonly coupons: readonly CouponUse[]
  /** The member's first as far as this till knew: the central then pays referrals. */
  readonly firstPurchase: boolean
  /** The paid membership it sold. */
  readonly plan: { readonly planId: string; readonly until: number } | null
  /** What was suggested and taken (loyalty.md 9), by sku. */
  readonly suggestions: { readonly shown: readonly string[]; readonly taken: readonly string[] }
  /** Campaigns that ran for this customer and those of them that changed a figure. */
  readonly campaigns: { readonly shown: readonly string[]; readonly used: readonly string[] }
}

export interface SettleInput {
  /** Its `now` is the instant of the sale. */
  readonly price: PriceInput
  /** `priceBasket(price)`, when the caller has it at hand. */
  readonly priced?: PricedBasket
  readonly tenders: readonly TenderWish[]
  /** Accounts the wishes speak of. */
  readonly accounts: readonly ValueAccount[]
  /** Without contact the programme limits what an account spends at this till on a day. */
  readonly offline: boolean
  /** Spent at this till today, by account id, for those that are not the member's own (that is in the standing's day). */
  readonly spentToday: Readonly<Record<string, Money>>
  /** Id of the lot the sale earns, minted by the caller before. */
  readonly lotId: Uuid
  readonly receiptNumber: string
}

export interface Settled {
  readonly sale: SaleCompleted
  readonly priced: PricedBasket
}

/** `<store number>-<terminal number>-<epoch>-<seq>`: unique in the chain without asking anybody. */
export function receiptNumberOf(place: {
  readonly storeNumber: string
  readonly terminalNumber: string
  readonly epoch: number
  readonly seq: number
}): string {
  const { storeNumber, terminalNumber, epoch, seq } = place
  return `${storeNumber}-${terminalNumber}-${epoch}-${String(seq).padStart(6, '0')}`
}

const receiptPattern = /^[0-9A-Z]{1,8}-[0-9A-Z]{1,8}-[0-9]{1,6}-[0-9]{6,9}$/

/** The receipt number a scanned or typed text is, in capitals; null when it has not its form. */
export function parseReceiptNumber(text: string): string | null {
  const number = withoutMark(text.trim()).text.toUpperCase()
  return receiptPattern.test(number) ? number : null
}

/**
 * Settles a basket with its tenders. Refuses, in this order: `basket_empty`; `member_missing` and `member_frozen` where a
 * paid membership has nobody to run for; `points_not_enough` {points}; then as `payWith` does.
 */
export function settleSale(input: SettleInput): Result<Settled> {
  const { price } = input
  const { basket, standing, programme, store, now } = price
  if (basket.lines.length === 0) return refuse('basket_empty')
  const benefits = benefitsOf(price)
  if (planSoldIn(basket, programme) && !benefits.active) {
    return refuse(standing ? 'member_frozen' : 'member_missing')
  }
  const priced = input.priced ?? priceBasket(price)
  const atHand = pointsAtHand(standing ?? { lots: [], family: null }, now).all
  if (benefits.active && basket.pointsToBurn > atHand) {
    return refuse('points_not_enough', { points: atHand })
  }
  const paid = payWith(input.tenders, priced.toPay, {
    accounts: input.accounts,
    rules: programme.storedValue,
    memberId: standing?.member.memberId ?? null,
    offline: input.offline,
    spentToday: (accountId) => spentTodayOf(accountId, input),
  })
  if (!paid.ok) return paid
  const burned = planTenderBurn(standing ?? { lots: [], family: null }, priced.burn.points, now)
  if (!burned.ok) return burned
  const { unearning, earned } = earnAt(price, priced, paid.value, benefits)
  const pointsEarned = earnedLot(earned.total, input)
  const { points, amount, valueBps, campaignId, inflated } = priced.burn
  const sale: SaleCompleted = {
    saleId: basket.saleId,
    receiptNumber: input.receiptNumber,
    storeId: store.storeId,
    lines: priced.lines.map((line, place) => saleLine(line, unearning[place] as Money, earned.lines[place])),
    subtotal: priced.subtotal,
    tierDiscount: priced.tierDiscount,
    campaignDiscount: priced.campaignDiscount,
    payable: priced.payable,
    toPay: priced.toPay,
    tenders: paid.value.tenders,
    change: paid.value.change,
    member: saleMember(price, benefits, subtractPoints(points, burned.value.ofFamily), pointsEarned),
    burned: points > 0 ? { points, amount, valueBps, campaignId, inflated, ...burned.value } : null,
    earned: pointsEarned,
    growth: priced.growth,
    coupons: priced.coupons.map((applied) => couponUse(applied, price.coupons)),
    firstPurchase: benefits.active && standing?.member.hasBought === false,
    plan: planOf(price, benefits),
    suggestions: { shown: basket.suggestionsShown, taken: basket.suggestionsTaken },
    campaigns: {
      shown: benefits.running.map((campaign) => campaign.campaignId),
      used: campaignsUsed(priced, earned),
    },
  }
  return ok({ sale, priced })
}

function spentTodayOf(accountId: Uuid, { price, spentToday }: SettleInput): Money {
  const { standing } = price
  if (standing?.member.memberId === accountId) return standing.day.valueSpent
  return Object.hasOwn(spentToday, accountId) ? (spentToday[accountId] as Money) : noMoney
}

/** What the lines earn once it is known how they were paid. */
function earnAt(
  price: PriceInput,
  priced: PricedBasket,
  paid: Paid,
  benefits: Benefits,
): { readonly unearning: readonly Money[]; readonly earned: Earned } {
  const afterPoints = priced.lines.map(({ net, pointsShare }) => subtractMoney(net, pointsShare))
  const amount = unearningOf(paid, price.programme.earn.excludedTenders)
  const unearning = splitMoney(amount, afterPoints)
  const lines = priced.lines.map(({ line }, place) => ({
    product: line.product,
    eligible: subtractMoney(afterPoints[place] as Money, unearning[place] as Money),
  }))
  return { unearning, earned: earnOf(price, lines, benefits) }
}

/** The lot a sale makes: what is owed is paid off first. A frozen member's is held. */
function earnedLot(gross: Points, { price, lotId }: SettleInput): PointsEarned | null {
  const { standing, programme, store, now } = price
  if (gross === 0 || !standing) return null
  const { debt, status } = standing.member
  const debtPaid = minPoints(debt, gross)
  const expiresAt = endOfMonthAfter(now, programme.earn.lotMonths, store.timeZone)
  return {
    lotId,
    points: subtractPoints(gross, debtPaid),
    gross,
    debtPaid,
    earnedAt: now,
    spendableFrom: status === 'frozen' ? expiresAt : countsFrom(now, programme, store.timeZone),
    expiresAt,
  }
}

/** The paid membership sold: the days of all its pieces, after what is running, to the end of the last local day. */
function planOf(
  { basket, standing, programme, store, now }: PriceInput,
  { planSold }: Benefits,
): SaleCompleted['plan'] {
  if (!planSold || !standing) return null
  const days = Math.min(planDaysIn(basket, programme), planDaysMax)
  const from = Math.max(now, standing.member.subscription?.until ?? now)
  return { planId: planSold.planId, until: dayStartAfter(from, days + 1, store.timeZone) }
}
