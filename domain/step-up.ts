import type { Approval } from './approval.ts'
import { judgeApproval } from './approval.ts'
import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { StepUpRules } from './programme.ts'
import { isSecondProof, type Proof } from './proof.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** Why an act needs a second proof (loyalty.md 4); `offline_limit`: the member used all a till alone allows a day (sync.md 7). */
export type StepUpReason = 'many_points' | 'dear_coupon' | 'many_redemptions' | 'anomaly' | 'offline_limit'

export interface StepUpFacts {
  /** Points the act burns. */
  readonly burned: Points
  /** Coupons it redeems: the worth of all uses of each, and whether its template asks for a proof always. */
  readonly coupons: readonly { readonly worth: Money; readonly highValue: boolean }[]
  /** Redemptions of this member on the store-local day before this one. */
  readonly redemptionsToday: number
  /** A rule against anomalies asks for a supervisor. */
  readonly anomaly: boolean
}

/** The reasons an act needs a second proof, in a fixed order; empty = none is needed. An act that redeems nothing needs none but for an anomaly. */
export function stepUpFor(facts: StepUpFacts, rules: StepUpRules): StepUpReason[] {
  const { burned, coupons, redemptionsToday, anomaly } = facts
  const redeems = burned > 0 || coupons.length > 0
  const reasons: StepUpReason[] = []
  if (burned > 0 && burned >= rules.burnFrom) reasons.push('many_points')
  if (coupons.some(({ worth, highValue }) => highValue || worth >= rules.couponFrom))
    reasons.push('dear_coupon')
  if (redeems && redemptionsToday + 1 >= rules.redemptionOfDay) reasons.push('many_redemptions')
  if (anomaly) reasons.push('anomaly')
  return reasons
}

/** What an act has to show for itself, as its event will say. */
export interface StepUpShown {
  readonly proof: Proof
  readonly approverId: Uuid | null
}

/**
 * Whether what was shown is enough. A second proof bound to this very act satisfies every reason but `anomaly`, which asks
 * for a second person; an approval satisfies all. Refuses `step_up_needed` {reasons, amount, actId} when nothing was
 * shown, `approval_needed` {reasons, amount, actId} when only a person would do, and for an approval shown as
 * `judgeApproval` does (`approval_self`, `approval_stale`).
 */
export function judgeStepUp({
  reasons,
  act,
  proof,
  proofActId,
  approval,
  now,
  rules,
}: {
  readonly reasons: readonly StepUpReason[]
  /** The act at hand: its id, what it is worth as shown, whose and what of it is for, and who does it. */
  readonly act: {
    readonly actId: Uuid
    readonly amount: Money
    readonly subject: string
    readonly actorId: Uuid
  }
  /** How the member was recognised, or the second proof they gave. */
  readonly proof: Proof
  /** The act that second proof was given for; null = none. */
  readonly proofActId: Uuid | null
  readonly approval: Approval | null
  readonly now: number
  readonly rules: StepUpRules
}): Result<StepUpShown> {
  const { actId, amount, subject, actorId } = act
  if (reasons.length === 0) return ok({ proof, approverId: null })
  const figures = { reasons: reasons.join(','), amount, actId }
  const bound = approval?.actId === actId && approval.amount === amount && approval.subject === subject
  if (approval && bound) {
    const judged = judgeApproval({ approval, actId, amount, subject, actorId, now, rules })
    return judged.ok ? ok({ proof: 'supervisor', approverId: approval.approverId }) : judged
  }
  const proven = isSecondProof(proof) && proof !== 'supervisor' && proofActId === actId
  if (proven && !reasons.includes('anomaly')) return ok({ proof, approverId: null })
  return refuse(proven ? 'approval_needed' : 'step_up_needed', figures)
}
