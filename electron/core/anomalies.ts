import type { AnomalyFlagged } from '../../domain/anomaly.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'

/** What the rules of anomalies look at. */
export interface ActWatched {
  /** The act at hand; null for a code that was not taken. */
  readonly actId: Uuid | null
  readonly kind: 'redemption' | 'return_without_sale' | 'failed_code'
  readonly memberId: Uuid | null
}

/** What the rules see in an act, this one included, without recording it: for a screen that says it beforehand. */
export declare function anomaliesNow(
  counter: Counter,
  selling: Selling,
  act: ActWatched,
): readonly AnomalyFlagged[]

/**
 * The same, recorded (`anomaly.flagged`, once for each rule and act). Refuses `anomaly_blocked` {kind, count}. An answer with
 * action `supervisor` asks for an approval, one with `warn` only tells.
 */
export declare function judgeAnomaliesNow(
  counter: Counter,
  selling: Selling,
  act: ActWatched,
): Result<readonly AnomalyFlagged[]>
