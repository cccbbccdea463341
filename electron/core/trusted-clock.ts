import { offsetKeptMs, skewCheckedMs, timeKeptEveryMs } from '../../domain/time-limits.ts'
import { isSkewShown, type KeptTime, type TimeTrust, timeAtStart } from '../../domain/trusted-time.ts'
import type { Clock } from './clock.ts'

/**
 * The time that counts at this till (sync.md 9). It does not follow the wall clock: set forward or back, asleep or not,
 * no coupon ends or comes back by it. `now` never goes back, but once where head office puts right what was only
 * believed since the start.
 */
export interface TrustedClock extends Clock {
  /** Head office told its time, epoch ms. */
  readonly hear: (serverTime: number) => void
  readonly view: () => TimeView
  readonly stop: () => void
}

export interface TimeView {
  readonly trust: TimeTrust
  /** How far the wall clock is ahead of the time that counts, ms; negative = behind. */
  readonly skewMs: number
}

export function createTrustedClock(options: {
  /** The terminal's own clocks. */
  readonly clock: Clock
  readonly kept: KeptTime
  /** Keeps it for the next start. */
  readonly keep: (time: KeptTime) => void
  /** People are told something else than before. */
  readonly onChanged: () => void
}): TrustedClock {
  const { clock } = options
  const start = timeAtStart(clock.now(), options.kept)
  let { trust } = start
  let base = { time: start.now, at: clock.uptime() }
  let latest = start.now
  let { kept } = options
  let shown = isSkewShown(skew())
  let callOff = clock.after(skewCheckedMs, look)

  function now(): number {
    latest = Math.max(latest, base.time + Math.max(0, clock.uptime() - base.at))
    return latest
  }

  function skew(): number {
    return clock.now() - now()
  }

  function tellChange(before: TimeTrust): void {
    const isShown = isSkewShown(skew())
    if (isShown === shown && before === trust) return
    shown = isShown
    options.onChanged()
  }

  function look(): void {
    tellChange(trust)
    callOff = clock.after(skewCheckedMs, look)
  }

  return {
    now,
    elapsed: clock.elapsed,
    uptime: clock.uptime,
    after: clock.after,
    hear: (serverTime) => {
      const before = trust
      trust = 'confirmed'
      const believed = now()
      base = { time: serverTime, at: clock.uptime() }
      // Answers come late by what the line took: back by that much is no correction.
      if (before !== 'confirmed' && believed > serverTime + offsetKeptMs) latest = serverTime
      const time = { notBefore: now(), offset: -skew() }
      const isOff = Math.abs(time.offset - kept.offset) >= offsetKeptMs
      if (isOff || time.notBefore < kept.notBefore || time.notBefore - kept.notBefore >= timeKeptEveryMs) {
        kept = time
        options.keep(time)
      }
      tellChange(before)
    },
    view: () => ({ trust, skewMs: skew() }),
    stop: () => callOff(),
  }
}
