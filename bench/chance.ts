/** Numbers in [0, 1) that look random and repeat exactly for a seed, so that two runs measure the same work. */
export function seededChance(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0
  return () => {
    // Mulberry32: one 32-bit state, a full period, good enough to choose rows.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number in [0, below). */
export function chosenBelow(chance: () => number, below: number): number {
  return Math.floor(chance() * below)
}
