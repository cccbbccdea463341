import {
  byTurn,
  type CouponAtHand,
  type CouponContext,
  type CouponLine,
  fitCoupon,
  mayStand,
} from './coupon.ts'
import { benefitShares, worthOf } from './coupon-benefit.ts'
import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import { couponsPerBasketMax } from './limits.ts'
import { sumMoney } from './money.ts'

/**
 * Coupons of one template and worth that fit: alike to everybody but their owner, so that those that expire sooner go first.
 * Signed ones may have a worth of their own.
 */
export interface Alike {
  readonly template: CouponTemplate
  /** Places of the lines in scope. */
  readonly places: readonly number[]
  /** Templates with the same places have the same number … */
  readonly scope: number
  /** … and those of one stacking group too; null = no group. */
  readonly group: number | null
  readonly coupons: readonly CouponAtHand[]
  /** How many of them may count in one basket, and how many of their template whatever their worth. */
  readonly most: number
  readonly ofTemplate: number
  /** What one takes off with no other beside it. */
  readonly alone: number
}

/** The candidates that fit this basket and take something off it, by template, in their turn. */
export function walletOf(
  candidates: readonly CouponAtHand[],
  lines: readonly CouponLine[],
  context: CouponContext,
): Alike[] {
  const nets = lines.map(({ net }) => net)
  const pieces = lines.map((line) => line.pieces)
  const scopes: string[] = []
  const groups: string[] = []
  return [...fittingAlike(candidates, lines, context).values()]
    .map(({ places, coupons: byId }): Alike => {
      const coupons = [...byId.values()].sort(byExpiry)
      const [first] = coupons as [CouponAtHand]
      const alone = sumMoney(benefitShares(first.template.benefit, places, { nets, pieces }))
      const scope = numberOf(places.join(), scopes)
      const { stackingGroup } = first.template
      const ofTemplate = mostOf(first)
      const group = stackingGroup === null ? null : numberOf(stackingGroup, groups)
      return {
        template: first.template,
        places,
        scope,
        group,
        coupons,
        most: Math.min(coupons.length, ofTemplate),
        ofTemplate,
        alone,
      }
    })
    .filter(({ alone }) => alone > 0)
    .sort((a, b) => byTurn(a.coupons[0] as CouponAtHand, b.coupons[0] as CouponAtHand))
}

interface Fitting {
  readonly places: readonly number[]
  /** By id: a coupon handed over twice is one. */
  readonly coupons: Map<Uuid, CouponAtHand>
}

function fittingAlike(
  candidates: readonly CouponAtHand[],
  lines: readonly CouponLine[],
  context: CouponContext,
): Map<string, Fitting> {
  const known = new Map<string, Fitting>()
  for (const at of candidates) {
    const fitting = fitCoupon(at, lines, context)
    if (!fitting.ok) continue
    const name = `${at.template.templateId} ${worthOf(at.template.benefit)}`
    const alike = known.get(name) ?? { places: fitting.value.places, coupons: new Map() }
    alike.coupons.set(at.coupon.couponId, at)
    known.set(name, alike)
  }
  return known
}

/** How many coupons of one template may stand in one basket. */
function mostOf({ template, usedToday, usedByMember }: CouponAtHand): number {
  if (!mayStand(template, template)) return 1
  const { dayLimit, memberLimit } = template
  return Math.min(
    couponsPerBasketMax,
    dayLimit === null ? couponsPerBasketMax : dayLimit - usedToday,
    memberLimit === null ? couponsPerBasketMax : memberLimit - usedByMember,
  )
}

/** The place of a text in a list, put there when it is new. */
function numberOf(text: string, known: string[]): number {
  const place = known.indexOf(text)
  return place >= 0 ? place : known.push(text) - 1
}

function byExpiry(a: CouponAtHand, b: CouponAtHand): number {
  return a.coupon.validTo - b.coupon.validTo || (a.coupon.couponId < b.coupon.couponId ? -1 : 1)
}

/** Some of the coupons, with what they take off together. */
export interface Combination {
  readonly chosen: readonly CouponAtHand[]
  readonly saved: number
}

/** Whether one combination goes before another: by what it saves, then fewer coupons, then by `comesFirst`. */
export function isBetter(one: Combination, other: Combination): boolean {
  if (one.saved !== other.saved) return one.saved > other.saved
  if (one.chosen.length !== other.chosen.length) return one.chosen.length < other.chosen.length
  return comesFirst(endsOf(one.chosen), idsOf(one.chosen), other.chosen)
}

/**
 * Whether coupons that end so and have these ids go before as many others: those that expire sooner, compared in ascending
 * order of expiry, then the smaller ids in theirs.
 */
export function comesFirst(
  ends: readonly number[],
  ids: readonly string[],
  others: readonly CouponAtHand[],
): boolean {
  const end = compareLists([...ends].sort(byNumber), endsOf(others).sort(byNumber))
  if (end !== 0) return end < 0
  return compareLists([...ids].sort(byText), idsOf(others).sort(byText)) < 0
}

export function endsOf(coupons: readonly CouponAtHand[]): number[] {
  return coupons.map(({ coupon }) => coupon.validTo)
}

export function idsOf(coupons: readonly CouponAtHand[]): string[] {
  return coupons.map(({ coupon }) => coupon.couponId)
}

export function byNumber(a: number, b: number): number {
  return a - b
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** By the first place where two lists of one length differ. */
function compareLists<T extends number | string>(one: readonly T[], other: readonly T[]): number {
  const place = one.findIndex((item, at) => item !== other[at])
  if (place < 0) return 0
  return (one[place] as T) < (other[place] as T) ? -1 : 1
}
