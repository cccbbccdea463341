import type { Money } from '../../domain/money.ts'
import type { Points } from '../../domain/points.ts'
import type { Proof } from '../../domain/proof.ts'
import type { Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'
import type { ActBound, ProofOfAct } from './second-proof.ts'

/** An act with all that may ask for a second proof. */
export interface ActToProve extends ActBound {
  /** How the member was recognised (the basket's `memberProof`): what the event says when nothing more is needed. */
  readonly recognised: Proof
  /** Points it burns, 0 = none. */
  readonly burned: Points
  /** Coupons it uses, with what each is worth here. */
  readonly coupons: readonly { readonly faceValue: Money; readonly highValue: boolean }[]
}

export type StepUpReason = 'many_points' | 'dear_coupon' | 'many_redemptions' | 'anomaly'

/** Why the act will be asked for a second proof, whether or not it has one: nothing is recorded. For the basket's slice. */
export declare function stepUpReasonsNow(
  counter: Counter,
  selling: Selling,
  act: ActToProve,
): readonly StepUpReason[]

/**
 * The proof an act goes down with. To be asked once all else is judged, right before recording: anomalies are flagged
 * here. An act that burns nothing and uses no coupon passes. Refuses `anomaly_blocked` {kind, count}, `approval_stale`, and
 * `step_up_needed` {reasons: comma list, amount, actId}.
 */
export declare function requireStepUp(counter: Counter, selling: Selling, act: ActToProve): Result<ProofOfAct>
