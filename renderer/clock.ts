import { minuteMs } from '../domain/time.ts'

/**
 * The page's only look at the wall clock, for the time in the corner and nothing else: every time that counts is
 * the core's.
 */
export interface WallClock {
  /** Epoch ms. */
  readonly now: () => number
  /** Calls `tick` at once and then each time the minute changes. Returns how to stop. */
  readonly onMinute: (tick: (now: number) => void) => () => void
}

export function createWallClock(): WallClock {
  return {
    now: () => Date.now(),
    onMinute: (tick) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const next = () => {
        const now = Date.now()
        tick(now)
        timer = setTimeout(next, minuteMs - (now % minuteMs))
      }
      next()
      return () => clearTimeout(timer)
    },
  }
}
