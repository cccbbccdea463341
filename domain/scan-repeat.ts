import { scanRepeatMs } from './device-limits.ts'

/** The last reading of one scanner. */
export interface LastReading {
  readonly text: string
  /** Ms, any origin that only runs forward. */
  readonly at: number
}

/**
 * Whether a reading is the last one over again: a scanner that lies on a label, or stammers. Each repeat counts as the
 * last reading, so that a code read fifty times in a row is one scan however long that takes.
 */
export function isRepeat(last: LastReading | null, text: string, at: number): boolean {
  return last !== null && last.text === text && at - last.at < scanRepeatMs
}
