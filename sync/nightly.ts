import { reconcileFromHour, reconcileUntilHour } from '../domain/limits.ts'
import { dayStart, dayStartAfter } from '../domain/time.ts'

const hourMs = 3_600_000

/**
 * The next instant, epoch ms, at which this till compares its copy with the chain: between two and five at night at the
 * store, `fraction` of the way, so that a chain's tills do not come at once.
 */
export function nightAfter(wallMs: number, timeZone: string, fraction: number): number {
  const into = Math.floor((reconcileFromHour + (reconcileUntilHour - reconcileFromHour) * fraction) * hourMs)
  const tonight = dayStart(wallMs, timeZone) + into
  return tonight > wallMs ? tonight : dayStartAfter(wallMs, 1, timeZone) + into
}
