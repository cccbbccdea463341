/** Numbers that look random and are decided by a seed: the same seed gives the same chain everywhere. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  readonly whole: (below: number) => number
  readonly pick: <T>(from: readonly T[]) => T
}

/** Mulberry32 (Tommy Ettinger): 32 bits of state, good enough for names and prices, not for secrets. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const whole = (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  return { whole, pick: <T>(from: readonly T[]) => from[whole(from.length)] as T }
}
