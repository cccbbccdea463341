import type { CouponAtHand } from '../../domain/coupon.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { Product } from '../../domain/product.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import { type Customer, isIn } from './naive-customer.ts'
import { type Laws, off, type Piece, share, split, sum } from './naive-laws.ts'
import { isAtTime } from './naive-time.ts'

/* The independent oracle: coupons (RULES.md 6). */

export interface NaiveLine {
  readonly product: Product
  /** Net before all coupons. */
  readonly before: number
  /** Net by now. */
  net: number
  /** 0 for weighed goods, 1 for a labelled package. */
  readonly pieces: number
}

export interface AppliedNaively {
  readonly at: CouponAtHand
  readonly amount: number
  readonly shares: readonly number[]
}

export interface CouponsOutcome {
  readonly applied: readonly AppliedNaively[]
  readonly idle: readonly { readonly couponId: string; readonly code: RefusalCode }[]
}

export function playCoupons(
  laws: Laws,
  input: PriceInput,
  customer: Customer,
  lines: readonly NaiveLine[],
): CouponsOutcome {
  const turn = ({ coupon, template }: CouponAtHand) => ({
    priority: template.priority,
    templateId: template.templateId,
    couponId: coupon.couponId,
  })
  const applied: AppliedNaively[] = []
  const idle: { couponId: string; code: RefusalCode }[] = []
  for (const at of input.coupons.toSorted((a, b) => laws.couponFirst(turn(a), turn(b)))) {
    const places: number[] = []
    for (const [place, { product }] of lines.entries())
      if (isIn(at.template.scope, product)) places.push(place)
    const code =
      judgeAlone(laws, at, input, customer) ??
      judgeWithGoods(laws, at, lines, places) ??
      judgeBeside(at, applied, lines, places)
    if (code !== null) {
      idle.push({ couponId: at.coupon.couponId, code })
      continue
    }
    const shares = benefitOn(laws, at, lines, places)
    const amount = sum(shares)
    if (amount === 0) {
      idle.push({ couponId: at.coupon.couponId, code: 'coupon_no_goods' })
      continue
    }
    for (const [place, each] of shares.entries()) (lines[place] as NaiveLine).net -= each
    applied.push({ at, amount, shares })
  }
  return { applied, idle }
}

/** The first refusal of a coupon by itself, or null. */
export function judgeAlone(
  laws: Laws,
  { coupon, template, usedToday, usedByMember, spentOfBudget }: CouponAtHand,
  { standing, store, programme, now }: PriceInput,
  { tier }: Customer,
): RefusalCode | null {
  const member = standing ? standing.member : null
  if (coupon.status === 'revoked') return 'coupon_revoked'
  if (coupon.status === 'reserved') return 'coupon_reserved'
  if (coupon.usesMax + coupon.usesRestored - coupon.usesDone <= 0) return 'coupon_used'
  if (now >= coupon.validTo) return 'coupon_expired'
  if (now < coupon.validFrom) return 'coupon_not_yet_valid'
  if (coupon.memberId !== null && (!member || member.memberId !== coupon.memberId)) return 'coupon_not_yours'
  if (member && member.status !== 'active') return 'member_frozen'
  if (template.storeIds.length > 0 && !template.storeIds.includes(store.storeId)) return 'coupon_wrong_store'
  if (template.channels.length > 0 && !template.channels.includes('store')) return 'coupon_wrong_channel'
  if (template.tierIds.length > 0 && !(tier && template.tierIds.includes(tier.tierId)))
    return 'coupon_wrong_tier'
  if (template.memberTags.length > 0 && !member?.tags.some((tag) => template.memberTags.includes(tag)))
    return 'coupon_wrong_member'
  const time = { weekdays: template.weekdays, monthDays: [], hours: template.hours }
  if (!isAtTime(time, now, store.timeZone)) return 'coupon_wrong_time'
  if (template.dayLimit !== null && usedToday >= template.dayLimit) return 'coupon_day_limit'
  if (template.memberLimit !== null && usedByMember >= template.memberLimit) return 'coupon_member_limit'
  const { budget } = template
  if (budget !== null && spentOfBudget >= share(laws, budget, programme.budgetStopBps, 'down'))
    return 'coupon_budget_spent'
  return null
}

function judgeWithGoods(
  laws: Laws,
  { template }: CouponAtHand,
  lines: readonly NaiveLine[],
  places: readonly number[],
): RefusalCode | null {
  if (template.benefit.kind === 'service' || template.benefit.kind === 'parking')
    return 'coupon_not_for_goods'
  let before = 0
  let byNow = 0
  for (const place of places) {
    before += (lines[place] as NaiveLine).before
    byNow += (lines[place] as NaiveLine).net
  }
  if (before === 0) return 'coupon_no_goods'
  const judged = laws.minimumOn === 'before' ? before : byNow
  return judged < template.minimumSpend ? 'coupon_spend_more' : null
}

function judgeBeside(
  { template, usedToday, usedByMember }: CouponAtHand,
  applied: readonly AppliedNaively[],
  lines: readonly NaiveLine[],
  places: readonly number[],
): RefusalCode | null {
  let same = 0
  for (const other of applied) if (other.at.template.templateId === template.templateId) same += 1
  if (template.dayLimit !== null && usedToday + same >= template.dayLimit) return 'coupon_day_limit'
  if (template.memberLimit !== null && usedByMember + same >= template.memberLimit)
    return 'coupon_member_limit'
  for (const { at } of applied) {
    if (template.exclusive || at.template.exclusive) return 'coupon_not_combinable'
    if (template.stackingGroup !== null && template.stackingGroup === at.template.stackingGroup)
      return 'coupon_not_combinable'
  }
  if (places.every((place) => (lines[place] as NaiveLine).net === 0)) return 'coupon_not_combinable'
  return null
}

/** What the coupon takes off each line. */
function benefitOn(
  laws: Laws,
  { template: { benefit } }: CouponAtHand,
  lines: readonly NaiveLine[],
  places: readonly number[],
): number[] {
  const shares = lines.map(() => 0)
  const nets = places.map((place) => (lines[place] as NaiveLine).net)
  const all = sum(nets)
  const take = (amount: number) => {
    for (const [at, part] of split(laws, amount, nets).entries()) shares[places[at] as number] = part
  }
  const pieces = piecesOf(laws, lines, places)
  const cheaper = ({ place }: Piece, by: number) => {
    shares[place] = (shares[place] as number) + by
  }
  switch (benefit.kind) {
    case 'amount_off':
    case 'cash_voucher':
      take(Math.min(benefit.amount, all))
      break
    case 'percent_off': {
      let amount = Math.min(share(laws, all, off(benefit.payBps), 'half'), all)
      if (benefit.cap !== null && amount > benefit.cap) amount = benefit.cap
      take(amount)
      break
    }
    case 'exchange':
      for (const piece of pieces.slice(0, benefit.pieces)) cheaper(piece, piece.price)
      break
    case 'buy_get': {
      const group = benefit.buy + benefit.get
      let groups = Math.floor(pieces.length / group)
      if (benefit.timesMax !== null && groups > benefit.timesMax) groups = benefit.timesMax
      for (let each = 0; each < groups; each++) {
        for (const piece of pieces.slice(each * group + benefit.buy, (each + 1) * group))
          cheaper(piece, share(laws, piece.price, off(benefit.payBps), 'half'))
      }
      break
    }
    case 'fixed_price':
      for (const piece of benefit.pieces === null ? pieces : pieces.slice(0, benefit.pieces))
        cheaper(piece, Math.max(0, piece.price - benefit.price))
      break
  }
  return shares
}

/** All pieces of these lines, the dearest first. */
function piecesOf(laws: Laws, lines: readonly NaiveLine[], places: readonly number[]): Piece[] {
  const pieces: Piece[] = []
  for (const place of places) {
    const { net, pieces: count } = lines[place] as NaiveLine
    for (let each = 0; each < count; each++)
      pieces.push({ place, price: Math.floor(net / count) + (each < net % count ? 1 : 0) })
  }
  return pieces.sort(laws.pieceFirst)
}
