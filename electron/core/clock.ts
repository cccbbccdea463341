import { uptime } from 'node:os'

/** Time as the till is given it: nothing else in the core asks for the hour, so a simulation can own it. */
export interface Clock {
  /** Wall clock, epoch ms. */
  readonly now: () => number
  /** Whole milliseconds since some fixed moment of this process; never jumps. */
  readonly elapsed: () => number
  /** Whole milliseconds since the machine started, time asleep included; never jumps. */
  readonly uptime: () => number
  /** Calls `act` once after `delayMs`; the answer calls it off. */
  readonly after: (delayMs: number, act: () => void) => () => void
}

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => Math.floor(performance.now()),
    uptime: () => Math.floor(uptime() * 1_000),
    after: (delayMs, act) => {
      const timer = setTimeout(act, delayMs)
      return () => clearTimeout(timer)
    },
  }
}
