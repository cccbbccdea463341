import { benefitsOf } from './benefits.ts'
import {
  byTurn,
  type CouponAtHand,
  type CouponContext,
  type CouponLine,
  fitCoupon,
  mayStand,
} from './coupon.ts'
import { amountOff, benefitShares, isByPiece } from './coupon-benefit.ts'
import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import { bestPriceStepsMax, couponsPerBasketMax } from './limits.ts'
import { type Money, money, subtractMoney, sumMoney } from './money.ts'
import { couponContext, discountLine, type PriceInput } from './price.ts'

/** The cheapest legal combination of coupons. */
export interface BestCoupons {
  /** In the order they apply. */
  readonly couponIds: readonly Uuid[]
  /** What they take off together. */
  readonly saved: Money
}

/**
 * The cheapest legal combination of the candidates for a basket, its own coupons put aside (loyalty.md 5). Among equal ones
 * the fewest coupons, then those that expire sooner, then the smaller ids: one answer, whatever the order of candidates.
 * Branch and bound in the coupons' turn; the bound is what each coupon left would take off alone as things stand, which
 * never grows when others take something off before. Exact within `bestPriceStepsMax` steps.
 */
export function bestCoupons(input: PriceInput, candidates: readonly CouponAtHand[]): BestCoupons {
  const benefits = benefitsOf(input)
  const lines = input.basket.lines.map((line) => discountLine(line, benefits, input.programme))
  const wallet = walletOf(candidates, lines, couponContext(input, benefits))
  const search: Search = {
    wallet: wallet.filter(({ template }) => !template.exclusive),
    pieces: lines.map(({ pieces }) => pieces),
    best: { chosen: [], saved: 0 },
    stepsLeft: bestPriceStepsMax,
  }
  const nets = lines.map(({ net }) => net)
  for (const alike of wallet) {
    if (alike.template.exclusive) consider(search, { chosen: alike.coupons.slice(0, 1), saved: alike.alone })
  }
  consider(search, likely(search, nets))
  explore(search, {
    nets,
    chosen: [],
    saved: 0,
    hopes: search.wallet.map(({ alone }) => alone),
    place: 0,
    taken: 0,
  })
  const { chosen, saved } = search.best
  return { couponIds: [...chosen].sort(byTurn).map(({ coupon }) => coupon.couponId), saved: money(saved) }
}

/** Coupons of one template that fit: alike to everybody but their owner, so that those that expire sooner go first. */
interface Alike {
  readonly template: CouponTemplate
  /** Places of the lines in scope. */
  readonly places: readonly number[]
  readonly coupons: readonly CouponAtHand[]
  /** How many of them may count in one basket. */
  readonly most: number
  /** What one takes off with no other beside it. */
  readonly alone: number
}

interface Combination {
  readonly chosen: readonly CouponAtHand[]
  readonly saved: number
}

interface Search {
  readonly wallet: readonly Alike[]
  readonly pieces: readonly number[]
  best: Combination
  stepsLeft: number
}

/** A combination on the way, decided for the templates before `place` and for `taken` coupons of that one. */
interface Path extends Combination {
  readonly nets: readonly Money[]
  /** For each template the most one more of its coupons may take off from here on. */
  readonly hopes: readonly number[]
  readonly place: number
  readonly taken: number
}

/** The candidates that fit this basket and take something off it, by template, in their turn. */
function walletOf(
  candidates: readonly CouponAtHand[],
  lines: readonly CouponLine[],
  context: CouponContext,
): Alike[] {
  const nets = lines.map(({ net }) => net)
  const pieces = lines.map((line) => line.pieces)
  const wallet = new Map<
    Uuid,
    { readonly places: readonly number[]; readonly coupons: Map<Uuid, CouponAtHand> }
  >()
  for (const at of candidates) {
    const fitting = fitCoupon(at, lines, context)
    if (!fitting.ok) continue
    const { templateId } = at.template
    const alike = wallet.get(templateId) ?? { places: fitting.value.places, coupons: new Map() }
    alike.coupons.set(at.coupon.couponId, at)
    wallet.set(templateId, alike)
  }
  return [...wallet.values()]
    .map(({ places, coupons: byId }): Alike => {
      const coupons = [...byId.values()].sort(byExpiry)
      const [first] = coupons as [CouponAtHand]
      const alone = sumMoney(benefitShares(first.template.benefit, places, { nets, pieces }))
      return { template: first.template, places, coupons, most: mostOf(first, coupons.length), alone }
    })
    .filter(({ alone }) => alone > 0)
    .sort((a, b) => byTurn(a.coupons[0] as CouponAtHand, b.coupons[0] as CouponAtHand))
}

/** How many coupons of one template may stand in one basket. */
function mostOf({ template, usedToday, usedByMember }: CouponAtHand, count: number): number {
  if (!mayStand(template, template)) return 1
  const { dayLimit, memberLimit } = template
  return Math.min(
    count,
    dayLimit === null ? count : dayLimit - usedToday,
    memberLimit === null ? count : memberLimit - usedByMember,
  )
}

/** A good combination to begin with: of each group the one that gives most alone, and the others by what they give alone. */
function likely(search: Search, start: readonly Money[]): Combination {
  const picked = new Map<Alike, number>()
  const groups = new Set<string>()
  let room = couponsPerBasketMax
  for (const alike of [...search.wallet].sort((a, b) => b.alone - a.alone)) {
    const group = alike.template.stackingGroup
    if (room === 0 || (group !== null && groups.has(group))) continue
    if (group !== null) groups.add(group)
    const count = Math.min(alike.most, room)
    picked.set(alike, count)
    room -= count
  }
  let combination: Combination = { chosen: [], saved: 0 }
  let nets = start
  for (const alike of search.wallet) {
    for (let taken = 0; taken < (picked.get(alike) ?? 0); taken++) {
      const after = take(search, alike, nets)
      if (!after) break
      nets = after.nets
      const coupon = alike.coupons[taken] as CouponAtHand
      combination = { chosen: [...combination.chosen, coupon], saved: combination.saved + after.amount }
    }
  }
  return combination
}

/** Looks at every way on from a path that may still be better than the best one found. */
function explore(search: Search, path: Path): void {
  consider(search, path)
  let { place, taken } = path
  for (; place < search.wallet.length; place++, taken = 0) {
    const alike = search.wallet[place] as Alike
    if (taken >= alike.most || isBarred(alike, path, taken)) continue
    if (path.chosen.length === couponsPerBasketMax || search.stepsLeft === 0) return
    if (!mayWin(search, path, place, taken)) return
    const after = take(search, alike, path.nets)
    if (!after) continue
    search.stepsLeft -= 1
    explore(search, {
      nets: after.nets,
      chosen: [...path.chosen, alike.coupons[taken] as CouponAtHand],
      saved: path.saved + after.amount,
      hopes: hopesAt(search, path.hopes, after.nets, place),
      place,
      taken: taken + 1,
    })
  }
}

/** Whether another of its stacking group is chosen already. One of its own template before it is no bar by itself. */
function isBarred({ template }: Alike, { chosen }: Combination, taken: number): boolean {
  if (template.stackingGroup === null) return false
  return taken > 0 || chosen.some((other) => !mayStand(template, other.template))
}

/** The lines after one more coupon, or null when it takes nothing. */
function take(
  { pieces }: Search,
  { template, places }: Alike,
  nets: readonly Money[],
): { readonly nets: Money[]; readonly amount: number } | null {
  const shares = benefitShares(template.benefit, places, { nets, pieces })
  const amount = sumMoney(shares)
  if (amount === 0) return null
  const after = [...nets]
  places.forEach((at, index) => {
    after[at] = subtractMoney(after[at] as Money, shares[index] as Money)
  })
  return { nets: after, amount }
}

/** What each template from `place` on may still take off. By pieces it is dear to ask: the hope before stands, being no less. */
function hopesAt(
  { wallet }: Search,
  before: readonly number[],
  nets: readonly Money[],
  place: number,
): readonly number[] {
  return wallet.map(({ template, places }, at) => {
    const hope = before[at] as number
    if (at < place) return 0
    let left = 0
    for (const line of places) left += nets[line] as number
    const most = isByPiece(template.benefit) ? left : amountOff(template.benefit, money(left))
    return Math.min(hope, most)
  })
}

/**
 * Whether a path may still lead to something better than the best: by its saving or, where it can at most be the same, by
 * the ties. `place` and `taken` name the next coupon that may be chosen.
 */
function mayWin(search: Search, path: Path, place: number, taken: number): boolean {
  const { best } = search
  const needed = best.saved - path.saved
  const left = path.nets.reduce((sum, net) => sum + net, 0)
  let hope = 0
  let count = 0
  // The fewest coupons that reach the best saving: the largest hopes first.
  for (const one of hopesOf(search, path, place, taken)) {
    if (hope < needed) count += 1
    hope += one
  }
  hope = Math.min(hope, left)
  if (hope !== needed) return hope > needed
  const size = path.chosen.length + count
  if (count === 0 || size > best.chosen.length) return false
  return size < best.chosen.length || mayTie(search, path, { place, taken, count })
}

/** What coupons from a place on may take off at most, largest first: one of a group, as many as a basket still takes. */
function hopesOf({ wallet }: Search, path: Path, place: number, taken: number): number[] {
  const hopes: number[] = []
  const ofGroups = new Map<string, number>()
  for (let at = place; at < wallet.length; at++) {
    const alike = wallet[at] as Alike
    const used = at === place ? taken : 0
    const hope = path.hopes[at] as number
    if (hope === 0 || isBarred(alike, path, used)) continue
    const group = alike.template.stackingGroup
    if (group === null) for (let more = used; more < alike.most; more++) hopes.push(hope)
    else ofGroups.set(group, Math.max(ofGroups.get(group) ?? 0, hope))
  }
  hopes.push(...ofGroups.values())
  return hopes.sort((a, b) => b - a).slice(0, couponsPerBasketMax - path.chosen.length)
}

/** Whether `count` more coupons may give a combination that goes before the best one with as many. */
function mayTie(
  { wallet, best }: Search,
  { chosen }: Path,
  { place, taken, count }: { readonly place: number; readonly taken: number; readonly count: number },
): boolean {
  const left = wallet.slice(place).flatMap(({ coupons }, at) => (at === 0 ? coupons.slice(taken) : coupons))
  const ends = left.map(({ coupon }) => coupon.validTo).sort(byNumber)
  const end = compareLists(
    [...endsOf(chosen), ...ends.slice(0, count)].sort(byNumber),
    endsOf(best.chosen).sort(byNumber),
  )
  if (end !== 0) return end < 0
  const ids = left.map(({ coupon }) => coupon.couponId).sort()
  return compareLists([...idsOf(chosen), ...ids.slice(0, count)].sort(), idsOf(best.chosen).sort()) < 0
}

/** Keeps a combination when it is better than the best so far. */
function consider(search: Search, { chosen, saved }: Combination): void {
  const { best } = search
  if (saved < best.saved) return
  if (saved > best.saved || isTieWon(chosen, best.chosen)) {
    search.best = { chosen, saved }
  }
}

/** Of combinations that save the same: whether one of no more coupons has those that expire sooner, then the smaller ids. */
function isTieWon(one: readonly CouponAtHand[], other: readonly CouponAtHand[]): boolean {
  if (one.length !== other.length) return one.length < other.length
  const end = compareLists(endsOf(one).sort(byNumber), endsOf(other).sort(byNumber))
  return end < 0 || (end === 0 && compareLists(idsOf(one).sort(), idsOf(other).sort()) < 0)
}

function endsOf(coupons: readonly CouponAtHand[]): number[] {
  return coupons.map(({ coupon }) => coupon.validTo)
}

function idsOf(coupons: readonly CouponAtHand[]): string[] {
  return coupons.map(({ coupon }) => coupon.couponId)
}

/** By the first place where two lists of one length differ. */
function compareLists<T extends number | string>(one: readonly T[], other: readonly T[]): number {
  const place = one.findIndex((item, at) => item !== other[at])
  if (place < 0) return 0
  return (one[place] as T) < (other[place] as T) ? -1 : 1
}

function byNumber(a: number, b: number): number {
  return a - b
}

function byExpiry(a: CouponAtHand, b: CouponAtHand): number {
  return a.coupon.validTo - b.coupon.validTo || (a.coupon.couponId < b.coupon.couponId ? -1 : 1)
}
