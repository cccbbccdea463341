import fc from 'fast-check'

/** Draws one value after another, all decided by the seed they began with. */
export type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T

export function drawFrom(seed: number): Draw {
  const [generate] = fc.sample(fc.gen(), { seed, numRuns: 1 })
  if (!generate) throw new Error('nothing to draw from')
  return (arbitrary) => generate(() => arbitrary)
}

/** True in so many of a hundred cases. */
export function perhaps(draw: Draw, percent: number): boolean {
  return draw(fc.integer({ min: 0, max: 99 })) < percent
}
