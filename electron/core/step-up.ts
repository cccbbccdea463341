import { needsSupervisor } from '../../domain/anomaly.ts'
import type { Money } from '../../domain/money.ts'
import type { Points } from '../../domain/points.ts'
import type { AnomalyKind } from '../../domain/programme.ts'
import type { Proof } from '../../domain/proof.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { judgeStepUp, type StepUpReason, stepUpFor } from '../../domain/step-up.ts'
import { type ActWatched, anomaliesNow, judgeAnomaliesNow } from './anomalies.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'
import { type ActBound, memberProofOf, type ProofOfAct } from './second-proof.ts'

/** An act with all that may ask for a second proof. */
export interface ActToProve extends ActBound {
  /** How the member was recognised (the basket's `memberProof`): what the event says when nothing more is needed. */
  readonly recognised: Proof
  /** Points it burns, 0 = none. */
  readonly burned: Points
  /** Coupons it uses: what all uses of each are worth here. */
  readonly coupons: readonly { readonly worth: Money; readonly highValue: boolean }[]
}

/** What the rules will say of an act, whether or not it has a second proof by now. */
export interface Foreseen {
  readonly reasons: readonly StepUpReason[]
  /** What only warns. */
  readonly warnings: readonly AnomalyKind[]
}

/** Why an act will be asked for a second proof, and what will be warned of: nothing is recorded. For the basket's slice. */
export function foreseen(counter: Counter, selling: Selling, act: ActToProve): Foreseen {
  if (!redeems(act)) return { reasons: [], warnings: [] }
  const flags = anomaliesNow(counter, selling, watchedOf(act))
  const reasons = reasonsOf(counter, selling, act, needsSupervisor(flags))
  return { reasons, warnings: flags.filter(({ action }) => action === 'warn').map(({ kind }) => kind) }
}

/**
 * The proof an act goes down with, once all else is judged. An act that burns nothing and uses no coupon passes as it was
 * recognised. Anomalies are flagged here, which may append events: look up the place of the act's own event
 * (`nextPlace`) after it. Refuses `anomaly_blocked` {kind}, `approval_stale`, and `step_up_needed` {reasons: comma list, amount, actId}.
 */
export function requireStepUp(counter: Counter, selling: Selling, act: ActToProve): Result<ProofOfAct> {
  const { proofs } = counter
  const { actId, amount, subject, memberId, recognised } = act
  if (!redeems(act)) return ok({ proof: recognised, approver: null })
  const flags = judgeAnomaliesNow(counter, selling, watchedOf(act))
  if (!flags.ok) return flags
  const reasons = reasonsOf(counter, selling, act, needsSupervisor(flags.value))
  const proven = memberProofOf(counter, act)
  const judged = judgeStepUp({
    reasons,
    act: { actId, amount, subject, actorId: selling.staff.staffId },
    proof: proven ?? recognised,
    proofActId: proven ? actId : null,
    approval: proofs.approvalOf(actId),
    now: counter.clock.now(),
    rules: selling.rules.programme.stepUp,
  })
  if (judged.ok) {
    if (proofs.waiting()?.actId === actId) proofs.waitFor(null)
    return ok({ proof: judged.value.proof, approver: judged.value.approverId })
  }
  const isSale = counter.basket.open()?.saleId === actId
  proofs.waitFor({ actId, memberId, amount, subject, isSale, at: counter.clock.now() })
  if (judged.refusal.code === 'approval_stale') {
    // Said once: what is asked for next is a new one.
    proofs.forgetApproval(actId)
    return judged
  }
  return refuse('step_up_needed', { reasons: reasons.join(','), amount, actId })
}

function redeems({ burned, coupons }: ActToProve): boolean {
  return burned > 0 || coupons.length > 0
}

function watchedOf({ actId, memberId }: ActToProve): ActWatched {
  return { actId, act: 'redeem', memberId }
}

function reasonsOf(counter: Counter, { rules }: Selling, act: ActToProve, anomaly: boolean): StepUpReason[] {
  const { burned, coupons, memberId } = act
  const standing = memberId === null ? null : counter.chain.standing(memberId, counter.clock.now())
  const redemptionsToday = standing?.day.redemptions ?? 0
  return stepUpFor({ burned, coupons, redemptionsToday, anomaly }, rules.programme.stepUp)
}
