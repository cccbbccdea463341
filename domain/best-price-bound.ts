import type { Alike } from './best-price-wallet.ts'
import { amountOff, isByPiece, pieceMost } from './coupon-benefit.ts'
import { money } from './money.ts'

/** What a wallet may still take off a basket at most, as things stand. */
export interface Hopes {
  /** For each template the most one more of its coupons may take off; not by pieces it is exactly that. */
  readonly each: readonly number[]
  /** What is left of the lines of each scope that still has hopes. */
  readonly left: readonly number[]
  /** What is left in all. */
  readonly all: number
}

/** The hopes once the lines cost `nets`. By pieces it is dear to ask: as many of the dearest as the benefit is for, at most. */
export function hopesAt(
  wallet: readonly Alike[],
  before: readonly number[],
  nets: readonly number[],
  pieces: readonly number[],
): Hopes {
  const left: number[] = []
  const dearest: number[] = []
  const each = wallet.map(({ template: { benefit }, places, scope }, at) => {
    const hope = before[at] as number
    if (hope === 0) return 0
    if (left[scope] === undefined) {
      let sum = 0
      let most = 0
      for (const line of places) {
        const net = nets[line] as number
        const count = pieces[line] as number
        sum += net
        if (count > 0 && net > most * count) most = Math.ceil(net / count)
      }
      left[scope] = sum
      dearest[scope] = most
    }
    const inScope = money(left[scope] as number)
    const most = isByPiece(benefit)
      ? pieceMost(benefit, inScope, money(dearest[scope] as number))
      : amountOff(benefit, inScope)
    return Math.min(hope, most)
  })
  let all = 0
  for (const net of nets) all += net
  return { each, left, all }
}

/**
 * The hopes once the template at `place` took `amount`, before it is worked out from which lines: goods of a scope that
 * holds all of its own cost just that much less, of others at most what they did.
 */
export function hopesAfter(
  wallet: readonly Alike[],
  holds: readonly (readonly boolean[])[],
  { each, left, all }: Hopes,
  place: number,
  amount: number,
): Hopes {
  const { scope } = wallet[place] as Alike
  const lower = left.map((cost, at) => (holds[at]?.[scope] ? cost - amount : cost))
  const lowered = wallet.map(({ template: { benefit }, scope: of }, at) => {
    const hope = each[at] as number
    if (at < place || hope === 0 || !holds[of]?.[scope]) return hope
    const cost = money(lower[of] as number)
    return Math.min(hope, isByPiece(benefit) ? cost : amountOff(benefit, cost))
  })
  return { each: lowered, left: lower, all: all - amount }
}

/** Whether the first scope of each pair holds all lines of the second. */
export function scopesHeld(wallet: readonly Alike[]): boolean[][] {
  const places: (readonly number[])[] = []
  for (const alike of wallet) places[alike.scope] = alike.places
  return places.map((outer) => {
    const held = new Set(outer)
    return places.map((inner) => inner.every((place) => held.has(place)))
  })
}

/** Where a search stands: the next coupon it may choose is number `taken` of the template at `place`. */
export interface Standpoint {
  readonly place: number
  readonly taken: number
  /** How many more coupons the basket takes. */
  readonly room: number
  /** Stacking groups that have theirs. */
  readonly groups: readonly number[]
}

/**
 * The largest hopes from a standpoint on: one of a group, as many as there is room for, largest first. Their sum is a bound
 * of what can still be saved: a coupon never takes more when others went before it.
 */
export function largestHopes(wallet: readonly Alike[], { each }: Hopes, from: Standpoint): number[] {
  const hopes: number[] = []
  const ofGroups: (number | undefined)[] = []
  for (let at = from.place; at < wallet.length; at++) {
    const hope = each[at] as number
    if (hope === 0) continue
    const { group, most } = wallet[at] as Alike
    if (group !== null) {
      if (!from.groups.includes(group) && hope > (ofGroups[group] ?? 0)) ofGroups[group] = hope
      continue
    }
    for (let more = at === from.place ? from.taken : 0; more < most; more++) hopes.push(hope)
  }
  for (const hope of ofGroups) if (hope) hopes.push(hope)
  hopes.sort((a, b) => b - a)
  if (hopes.length > from.room) hopes.length = from.room
  return hopes
}

/**
 * A second bound, closer where many coupons act on the same goods: those of one scope are taken all, one after the other
 * in their turn, so that each has only what the ones before leave. Coupons of groups and by pieces are hoped for as before.
 */
export function jointHope(wallet: readonly Alike[], { each, left }: Hopes, from: Standpoint): number {
  const rest: number[] = []
  const ofGroups: (number | undefined)[] = []
  let sum = 0
  for (let at = from.place; at < wallet.length; at++) {
    const hope = each[at] as number
    if (hope === 0) continue
    const { template, most, scope, group } = wallet[at] as Alike
    const { benefit } = template
    const first = at === from.place ? from.taken : 0
    if (group !== null) {
      if (!from.groups.includes(group) && hope > (ofGroups[group] ?? 0)) ofGroups[group] = hope
    } else if (isByPiece(benefit)) {
      sum += hope * (most - first)
    } else {
      let cost = rest[scope] ?? (left[scope] as number)
      for (let more = first; more < most; more++) {
        const taken = amountOff(benefit, money(cost))
        sum += taken
        cost -= taken
      }
      rest[scope] = cost
    }
  }
  for (const hope of ofGroups) sum += hope ?? 0
  return sum
}
