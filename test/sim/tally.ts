/** Counts what happened in simulations, so that a workload that did nothing is found out. */
export interface Tally {
  readonly count: (what: string) => void
  readonly of: (what: string) => number
  readonly add: (other: Tally) => void
  readonly entries: () => readonly (readonly [string, number])[]
}

export function createTally(): Tally {
  const counts = new Map<string, number>()
  const raise = (what: string, by: number) => counts.set(what, (counts.get(what) ?? 0) + by)
  return {
    count: (what) => void raise(what, 1),
    of: (what) => counts.get(what) ?? 0,
    add: (other) => {
      for (const [what, count] of other.entries()) raise(what, count)
    },
    entries: () => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}
