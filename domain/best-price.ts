import { benefitsOf } from './benefits.ts'
import {
  type Hopes,
  hopesAfter,
  hopesAt,
  jointHope,
  largestHopes,
  type Standpoint,
  scopesHeld,
} from './best-price-bound.ts'
import {
  type Alike,
  byNumber,
  byText,
  type Combination,
  comesFirst,
  endsOf,
  idsOf,
  isBetter,
  walletOf,
} from './best-price-wallet.ts'
import { byTurn, type CouponAtHand } from './coupon.ts'
import { benefitShares, isByPiece } from './coupon-benefit.ts'
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
  /** False when the search ended at `bestPriceStepsMax`: then it is the best combination found until there. */
  readonly isProven: boolean
}

/**
 * The cheapest legal combination of the candidates for a basket, its own coupons put aside (loyalty.md 5). Among equal ones
 * the fewest coupons, then those that expire sooner, then the smaller ids: one answer, whatever the order of candidates.
 * Branch and bound in the coupons' turn.
 */
export function bestCoupons(input: PriceInput, candidates: readonly CouponAtHand[]): BestCoupons {
  const benefits = benefitsOf(input)
  const lines = input.basket.lines.map((line) => discountLine(line, benefits, input.programme))
  const all = walletOf(candidates, lines, couponContext(input, benefits))
  const wallet = all.filter(({ template }) => !template.exclusive)
  const search: Search = {
    wallet,
    holds: scopesHeld(wallet),
    pieces: lines.map(({ pieces }) => pieces),
    best: { chosen: [], saved: 0 },
    stepsLeft: bestPriceStepsMax,
  }
  for (const alike of all) {
    if (alike.template.exclusive) consider(search, { chosen: alike.coupons.slice(0, 1), saved: alike.alone })
  }
  const nets = lines.map(({ net }) => net)
  const alone = wallet.map((alike) => alike.alone)
  consider(search, likely(search, nets))
  const start = {
    nets,
    chosen: [],
    saved: 0,
    hopes: hopesAt(wallet, alone, nets, search.pieces),
    groups: [],
  }
  explore(search, { ...start, place: 0, taken: 0 })
  const { chosen, saved } = search.best
  const couponIds = [...chosen].sort(byTurn).map(({ coupon }) => coupon.couponId)
  return { couponIds, saved: money(saved), isProven: search.stepsLeft > 0 }
}

interface Search {
  /** What may stand beside others, in its turn. */
  readonly wallet: readonly Alike[]
  readonly pieces: readonly number[]
  /** `scopesHeld` of the wallet. */
  readonly holds: readonly (readonly boolean[])[]
  best: Combination
  stepsLeft: number
}

/** A combination on the way, decided for the templates before `place` and for `taken` coupons of that one. */
interface Outlook extends Combination {
  readonly hopes: Hopes
  /** Stacking groups that have theirs. */
  readonly groups: readonly number[]
  readonly place: number
  readonly taken: number
}

interface Path extends Outlook {
  readonly nets: readonly Money[]
}

/** A good combination to begin with: of each group the one that gives most alone, and the others by what they give alone. */
function likely(search: Search, start: readonly Money[]): Combination {
  const picked = new Map<Alike, number>()
  const groups: number[] = []
  const ofTemplates = new Map<Uuid, number>()
  let room = couponsPerBasketMax
  for (const alike of [...search.wallet].sort(byPromise)) {
    const { group, template, ofTemplate } = alike
    if (group !== null && groups.includes(group)) continue
    if (group !== null) groups.push(group)
    const before = ofTemplates.get(template.templateId) ?? 0
    const count = Math.min(alike.most, ofTemplate - before, room)
    picked.set(alike, count)
    ofTemplates.set(template.templateId, before + count)
    room -= count
  }
  return bettered(search, start, picked)
}

/** The combination of what is picked, after one try for each other of a group whether it does better than the one picked. */
function bettered(search: Search, start: readonly Money[], picked: Map<Alike, number>): Combination {
  let best = combined(search, start, picked)
  for (const other of search.wallet) {
    if (other.group === null || picked.has(other)) continue
    const rival = [...picked.keys()].find(({ group }) => group === other.group)
    // One that found no room leaves none either.
    if (!rival || picked.get(rival) === 0) continue
    const swapped = new Map([...picked].filter(([alike]) => alike !== rival)).set(other, 1)
    const found = combined(search, start, swapped)
    if (!isBetter(found, best)) continue
    best = found
    picked.delete(rival)
    picked.set(other, 1)
  }
  return best
}

/** What so many coupons of each template come to together, in their turn. */
function combined(search: Search, start: readonly Money[], picked: ReadonlyMap<Alike, number>): Combination {
  const chosen: CouponAtHand[] = []
  let saved = 0
  let nets = start
  for (const alike of search.wallet) {
    for (const coupon of alike.coupons.slice(0, picked.get(alike) ?? 0)) {
      const after = take(search, alike, nets)
      if (!after) break
      nets = after.nets
      saved += after.amount
      chosen.push(coupon)
    }
  }
  return { chosen, saved }
}

function byPromise(a: Alike, b: Alike): number {
  const [first, other] = [a.coupons[0] as CouponAtHand, b.coupons[0] as CouponAtHand]
  return (
    b.alone - a.alone ||
    first.coupon.validTo - other.coupon.validTo ||
    byText(first.coupon.couponId, other.coupon.couponId)
  )
}

/** Looks at every way on from a path that may still be better than the best one found. */
function explore(search: Search, path: Path): void {
  consider(search, path)
  const { wallet } = search
  let { taken } = path
  for (let { place } = path; place < wallet.length; place++, taken = 0) {
    const alike = wallet[place] as Alike
    if (taken >= alike.most || isBarred(alike, path)) continue
    if (search.stepsLeft === 0 || !mayWin(search, { ...path, place, taken })) return
    search.stepsLeft -= 1
    const next = stepOf(search, path, place, taken)
    if (next) explore(search, next)
  }
}

/** Whether its stacking group has its coupon already, or its template as many as count. */
function isBarred({ group, template, ofTemplate }: Alike, { chosen, groups }: Outlook): boolean {
  if (group !== null && groups.includes(group)) return true
  return chosen.filter((other) => other.template.templateId === template.templateId).length >= ofTemplate
}

/** The path with one more coupon; null when that takes nothing or, as far as can be told before it is worked out, leads nowhere. */
function stepOf(search: Search, path: Path, place: number, taken: number): Path | null {
  const { wallet, holds } = search
  const alike = wallet[place] as Alike
  const { group, template } = alike
  const chosen = [...path.chosen, alike.coupons[taken] as CouponAtHand]
  const groups = group === null ? path.groups : [...path.groups, group]
  const common = { chosen, groups, place, taken: taken + 1 }
  if (!isByPiece(template.benefit)) {
    const amount = path.hopes.each[place] as number
    if (amount === 0) return null
    const saved = path.saved + amount
    const hopes = hopesAfter(wallet, holds, path.hopes, place, amount)
    consider(search, { chosen, saved })
    if (!mayWin(search, { ...common, saved, hopes })) return null
  }
  const after = take(search, alike, path.nets)
  if (!after) return null
  const hopes = hopesAt(wallet, path.hopes.each, after.nets, search.pieces)
  return { ...common, nets: after.nets, saved: path.saved + after.amount, hopes }
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

/** Whether a path may still lead to something better than the best: by its saving or, where it can at most be the same, by the ties. */
function mayWin({ wallet, best }: Search, path: Outlook): boolean {
  const { chosen, hopes } = path
  const from = { ...path, room: couponsPerBasketMax - chosen.length }
  const needed = best.saved - path.saved
  if (from.room === 0 || hopes.all < needed || jointHope(wallet, hopes, from) < needed) return false
  let sum = 0
  let count = 0
  // The fewest coupons that reach the best saving: the largest hopes first.
  for (const hope of largestHopes(wallet, hopes, from)) {
    if (sum < needed) count += 1
    sum += hope
  }
  const most = Math.min(sum, hopes.all)
  if (most < needed) return false
  if (most > needed) return true
  const size = chosen.length + count
  if (count === 0 || size > best.chosen.length) return false
  return size < best.chosen.length || mayTie({ wallet, best }, chosen, from, count)
}

/** Whether `count` more coupons may give a combination that goes before the best one with as many. */
function mayTie(
  { wallet, best }: Pick<Search, 'wallet' | 'best'>,
  chosen: readonly CouponAtHand[],
  from: Standpoint,
  count: number,
): boolean {
  const left = wallet
    .slice(from.place)
    .flatMap(({ coupons }, at) => (at === 0 ? coupons.slice(from.taken) : coupons))
  const ends = endsOf(left).sort(byNumber).slice(0, count)
  const ids = idsOf(left).sort(byText).slice(0, count)
  return comesFirst([...endsOf(chosen), ...ends], [...idsOf(chosen), ...ids], best.chosen)
}

/** Keeps a combination when it is better than the best so far. */
function consider(search: Search, { chosen, saved }: Combination): void {
  if (isBetter({ chosen, saved }, search.best)) search.best = { chosen, saved }
}
