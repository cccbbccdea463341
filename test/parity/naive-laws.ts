/*
 * The independent oracle, first part: sums. Written from docs/RULES.md alone; nothing of the rules' code is used here or in
 * the other `naive-` files, types and limits aside. Slow and plain on purpose.
 */

/** What the oracle does where a rule can be got wrong by little: a mutation swaps one of them and must be noticed. */
export interface Laws {
  /** Whole part of n ÷ d. */
  readonly down: (n: bigint, d: bigint) => bigint
  /** n ÷ d, one half going up. */
  readonly half: (n: bigint, d: bigint) => bigint
  /** Which of two remainders gets a unit first; negative = the one at `a`. */
  readonly remainderFirst: (a: Remainder, b: Remainder) => number
  /** Whether the campaign's price stands instead of the tier's. */
  readonly campaignWins: (byCampaign: number, byTier: number) => boolean
  readonly couponFirst: (a: CouponTurn, b: CouponTurn) => number
  readonly pieceFirst: (a: Piece, b: Piece) => number
  readonly lotFirst: (a: LotTurn, b: LotTurn) => number
  /** The lot a return takes points from first. */
  readonly takenFirst: (a: LotTurn, b: LotTurn) => number
  /** The coupon's minimum judged on these: nets before all coupons, or as they are in its turn. */
  readonly minimumOn: 'before' | 'turn'
  /** Units of a place that counts for the next: weight ÷ (step × units + 1). */
  readonly divisorStep: number
  /** The most of the payable that points may pay, in basis points. */
  readonly shareLimit: number
  /** Months from the end of this month to the end of a lot. */
  readonly lotMonths: (months: number) => number
  /** From when a frozen member's points count: `otherwise` is what it were for an active one. */
  readonly heldUntil: (expiresAt: number, otherwise: number) => number
  /** Days from today to the end of a lot that had expired. */
  readonly restoredDays: (days: number) => number
  readonly bonusOn: 'all_earning' | 'each_line'
  readonly capOfDay: (cap: number, before: number) => number
  /** Whether birthdays on 29 February are kept on the 28th. */
  readonly leapBirthday: 'february' | 'never'
}
export interface Remainder {
  readonly left: bigint
  readonly place: number
}
export interface CouponTurn {
  readonly priority: number
  readonly templateId: string
  readonly couponId: string
}
export interface Piece {
  readonly place: number
  readonly price: number
}
export interface LotTurn {
  readonly lotId: string
  readonly earnedAt: number
  readonly expiresAt: number
}

/** Smaller first, texts by code units. */
export function smaller<T extends number | string>(a: T, b: T): number {
  if (a < b) return -1
  return a > b ? 1 : 0
}

/** The rules as RULES.md has them. */
export const trueLaws: Laws = {
  down: (n, d) => {
    const whole = n / d
    return n % d < 0n ? whole - 1n : whole
  },
  half: (n, d) => trueLaws.down(2n * n + d, 2n * d),
  remainderFirst: (a, b) => (a.left > b.left ? -1 : a.left < b.left ? 1 : a.place - b.place),
  campaignWins: (byCampaign, byTier) => byCampaign > byTier,
  couponFirst: (a, b) =>
    smaller(a.priority, b.priority) || smaller(a.templateId, b.templateId) || smaller(a.couponId, b.couponId),
  pieceFirst: (a, b) => smaller(b.price, a.price) || smaller(a.place, b.place),
  lotFirst: (a, b) =>
    smaller(a.expiresAt, b.expiresAt) || smaller(a.earnedAt, b.earnedAt) || smaller(a.lotId, b.lotId),
  takenFirst: (a, b) => smaller(b.earnedAt, a.earnedAt) || smaller(b.lotId, a.lotId),
  minimumOn: 'before',
  divisorStep: 2,
  shareLimit: 10_000,
  lotMonths: (months) => months,
  heldUntil: (expiresAt) => expiresAt,
  restoredDays: (days) => days,
  bonusOn: 'all_earning',
  capOfDay: (cap, before) => Math.max(0, cap - before),
  leapBirthday: 'february',
}

export function sum(numbers: readonly number[]): number {
  let all = 0
  for (const each of numbers) all += each
  return all
}

/** down or half of amount × rate ÷ 10 000. */
export function share(laws: Laws, amount: number, rate: number, rounding: 'down' | 'half'): number {
  return Number(laws[rounding](BigInt(amount) * BigInt(rate), 10_000n))
}

export function off(payBps: number): number {
  return payBps < 10_000 ? 10_000 - payBps : 0
}

/** The largest remainder method. */
export function split(laws: Laws, total: number, weights: readonly (number | bigint)[]): number[] {
  if (total === 0) return weights.map(() => 0)
  let big = weights.map((weight) => BigInt(weight))
  if (big.every((weight) => weight === 0n)) big = big.map(() => 1n)
  let whole = 0n
  for (const weight of big) whole += weight
  const parts: bigint[] = []
  const remainders: Remainder[] = []
  let given = 0n
  for (const [place, weight] of big.entries()) {
    const part = (BigInt(total) * weight) / whole
    const left = (BigInt(total) * weight) % whole
    parts.push(part)
    given += part
    if (left > 0n) remainders.push({ left, place })
  }
  remainders.sort(laws.remainderFirst)
  for (const { place } of remainders) {
    if (given === BigInt(total)) break
    parts[place] = (parts[place] as bigint) + 1n
    given += 1n
  }
  return parts.map(Number)
}

/** Units one by one to the greatest weight ÷ (2 × units it has + 1); the earlier place of equal ones. */
export function apportion(laws: Laws, units: number, weights: readonly number[]): number[] {
  const has = startOf(units, weights)
  for (let given = sum(has); given < units; given++) {
    let best = -1
    for (const [place, weight] of weights.entries()) {
      if (weight === 0) continue
      const mine = laws.divisorStep * (has[place] as number) + 1
      const theirs = best < 0 ? 1 : laws.divisorStep * (has[best] as number) + 1
      if (best < 0 || BigInt(weight) * BigInt(theirs) > BigInt(weights[best] as number) * BigInt(mine))
        best = place
    }
    has[best] = (has[best] as number) + 1
  }
  return has
}

/**
 * Where many units are given out the first need not go one by one: whoever's next unit weighs more than a bar gets it before
 * all that weigh less, and the bar is set so that not all units are gone.
 */
function startOf(units: number, weights: readonly number[]): number[] {
  const spare = 2 * weights.length
  const all = sum(weights)
  if (units < 200 || all === 0) return weights.map(() => 0)
  // Unit k+1 of a weight w stands above the bar all ÷ (2 × reach) when (2k + 1) × all < 2 × reach × w.
  const reach = BigInt(units - spare)
  return weights.map((weight) => {
    const above = (2n * reach * BigInt(weight)) / BigInt(all)
    return Number((above > 0n ? above - 1n : 0n) / 2n)
  })
}
