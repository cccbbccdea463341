import type { KeptTime } from '../../domain/trusted-time.ts'
import { createTrustedClock, type TrustedClock } from '../../electron/core/trusted-clock.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

/** The clocks of one machine: they outlive its till's processes. */
export interface SimMachine {
  /** What its wall clock shows, epoch ms: anybody can set it. */
  readonly wall: () => number
  /** How long it still sleeps, in ms; 0 = awake. */
  readonly sleepLeft: () => number
  readonly setWall: () => void
  readonly sleep: (ms: number) => void
  /** Calls `act` after `delayMs`, or once the machine wakes if that is later. */
  readonly after: (delayMs: number, act: () => void) => () => void
  /** The time that counts, from what its journal kept of it. */
  readonly clockOf: (kept: KeptTime, keep: (time: KeptTime) => void) => TrustedClock
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

/** How far a wall clock is set off the true time, in ms. */
const offs = [0, 2 * minute, -2 * minute, hour, -hour, -8 * hour, 40 * day, -400 * day, 9_000 * day] as const

/** A clock that lost its battery says this. */
const epochStart = 1_000

export function createSimMachine(deps: {
  readonly random: Random
  readonly scheduler: Scheduler
  /** The true time, epoch ms. */
  readonly now: () => number
  /** Put in on purpose: what counts is the clock on the wall. */
  readonly followsWall: boolean
}): SimMachine {
  const { random, scheduler } = deps
  let off = 0
  let awakeAt = 0
  const sleepLeft = () => Math.max(0, awakeAt - scheduler.elapsed())

  function after(delayMs: number, act: () => void): () => void {
    let callOff = scheduler.after(delayMs, function due() {
      const left = sleepLeft()
      if (left > 0) callOff = scheduler.after(left, due)
      else act()
    })
    return () => callOff()
  }

  return {
    wall: () => deps.now() + off,
    sleepLeft,
    setWall: () => {
      off = random.chance(0.1) ? epochStart - deps.now() : random.pick(offs)
    },
    sleep: (ms) => {
      awakeAt = Math.max(awakeAt, scheduler.elapsed() + ms)
    },
    after,
    clockOf: (kept, keep) => {
      const clock = createTrustedClock({
        clock: {
          now: () => deps.now() + off,
          elapsed: scheduler.elapsed,
          uptime: scheduler.elapsed,
          // Looking whether people must be told of a skew tells nobody here.
          after: () => () => undefined,
        },
        kept,
        keep,
        onChanged: () => undefined,
      })
      return deps.followsWall ? { ...clock, now: () => deps.now() + off } : clock
    },
  }
}
