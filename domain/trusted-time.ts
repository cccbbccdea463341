import { believableGapMs, skewShownMs } from './time-limits.ts'

/*
 * What time it is, for rules that end coupons and points, on a terminal whose clock anybody can set (sync.md 9): the last
 * time head office told and what has passed since, never earlier than what is known to have been.
 */

/** What a till's journal knows of time before it heard anybody in this run. */
export interface KeptTime {
  /** No instant before it is now, epoch ms; 0 = nothing is known. */
  readonly notBefore: number
  /** Head office's time less the wall clock's when they were last compared, ms; 0 = never. */
  readonly offset: number
}

/**
 * - `confirmed`: head office told the time in this run.
 * - `believed`: the wall clock's, corrected by what it was off last time, and nothing speaks against it.
 * - `doubted`: the wall clock says an instant before one that has been, or too far beyond it: time goes on from the last
 *   instant known.
 */
export type TimeTrust = 'confirmed' | 'believed' | 'doubted'

/** What time it is at a start, before head office was heard. Both in epoch ms. */
export function timeAtStart(
  wall: number,
  kept: KeptTime,
): { readonly now: number; readonly trust: TimeTrust } {
  const corrected = wall + kept.offset
  const isPossible = corrected >= kept.notBefore
  const isBelievable = kept.notBefore === 0 || corrected <= kept.notBefore + believableGapMs
  return isPossible && isBelievable
    ? { now: corrected, trust: 'believed' }
    : { now: kept.notBefore, trust: 'doubted' }
}

/** Whether people are told that the terminal's clock is off: over five minutes either way (sync.md 9). */
export function isSkewShown(skewMs: number): boolean {
  return Math.abs(skewMs) > skewShownMs
}
