import { minuteMs } from '../domain/time.ts'

const secondMs = 1_000

/**
 * The page's only look at the wall clock, for the time in the corner and what is left of one: every time that counts
 * is the core's.
 */
export interface WallClock {
  /** Epoch ms. */
  readonly now: () => number
  /** Calls `tick` at once and then each time the minute changes. Returns how to stop. */
  readonly onMinute: (tick: (now: number) => void) => () => void
  /** The same each second, for a time that runs out. */
  readonly onSecond: (tick: (now: number) => void) => () => void
}

export function createWallClock(): WallClock {
  return {
    now: () => Date.now(),
    onMinute: (tick) => tickEvery(minuteMs, tick),
    onSecond: (tick) => tickEvery(secondMs, tick),
  }
}

/** At once and then at each full `everyMs` of the clock. */
function tickEvery(everyMs: number, tick: (now: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = () => {
    const now = Date.now()
    tick(now)
    timer = setTimeout(next, everyMs - (now % everyMs))
  }
  next()
  return () => clearTimeout(timer)
}
