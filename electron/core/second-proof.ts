import { judgeApproval } from '../../domain/approval.ts'
import type { Uuid } from '../../domain/ids.ts'
import { memberProofMs } from '../../domain/limits.ts'
import type { Money } from '../../domain/money.ts'
import type { Proof } from '../../domain/proof.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { CountSeen } from '../../domain/shift.ts'
import type { Counter } from './counter.ts'

/** An act as a second proof is bound to it. */
export interface ActBound {
  /** The id the event will have. */
  readonly actId: Uuid
  /** What it is worth, as it was shown. */
  readonly amount: Money
  /** What of it is for (`subjectOf`): an approval holds for nothing else of the same worth. */
  readonly subject: string
  /** Whose points or coupons; null = nobody's (a bearer coupon). */
  readonly memberId: Uuid | null
  /** Of a count that did not fit: what whoever approves it has to see, and who counted has not. */
  readonly count?: CountSeen
}

/** What an event says of how it was proven. */
export interface ProofOfAct {
  readonly proof: Proof
  readonly approver: Uuid | null
}

/** Whose and what of an act is for, in one text to compare. */
export function subjectOf(act: {
  readonly memberId: Uuid | null
  readonly points?: number
  readonly couponIds?: readonly Uuid[]
  /** What else makes it this act: the gift, the project, the goods that come back. */
  readonly of?: unknown
}): string {
  const { memberId, points = 0, couponIds = [], of = null } = act
  return JSON.stringify([memberId, points, couponIds.toSorted(), of])
}

type AskedOf = Pick<Counter, 'chain' | 'clock' | 'proofs' | 'session'>

/**
 * The second proof an act has now, or null: an approval for this very act and amount that is still young, else what
 * the member proved for it.
 */
export function secondProofOf(counter: AskedOf, act: ActBound): ProofOfAct | null {
  const approved = approvalOf(counter, act)
  if (approved.ok) return { proof: 'supervisor', approver: approved.value }
  const proof = memberProofOf(counter, act)
  return proof && { proof, approver: null }
}

/** What the member proved for this very act and at least what it is worth now, while it holds; null = nothing. */
export function memberProofOf(
  counter: AskedOf,
  { actId, amount, memberId }: Omit<ActBound, 'subject'>,
): Proof | null {
  const proven = counter.proofs.provenOf(actId)
  if (!proven || proven.memberId !== memberId) return null
  if (proven.amount !== null && amount > proven.amount) return null
  // A clock that was set back makes nothing hold for longer.
  const age = counter.clock.now() - proven.at
  return age >= 0 && age < memberProofMs ? proven.proof : null
}

/**
 * Who approved the act. Refuses `approval_needed` {actId, amount}, and `approval_stale` for one that is too old. The
 * person who acts never counts as the second one.
 */
export function approvalOf(
  { chain, clock, proofs, session }: AskedOf,
  { actId, amount, subject }: Omit<ActBound, 'memberId'>,
): Result<Uuid> {
  const approval = proofs.approvalOf(actId)
  const rules = chain.rules()?.programme.stepUp
  const actorId = session.staff()?.staffId
  if (!approval || !rules || !actorId) return refuse('approval_needed', { actId, amount })
  const judged = judgeApproval({ approval, actId, amount, subject, actorId, now: clock.now(), rules })
  if (judged.ok) return ok(approval.approverId)
  return judged.refusal.code === 'approval_self' ? refuse('approval_needed', { actId, amount }) : judged
}

/** The same for an act that nobody's own proof would do for; refused, it waits for a second person's word. */
export function requireApproval(counter: AskedOf, act: Omit<ActBound, 'memberId'>): Result<ProofOfAct> {
  const approved = approvalOf(counter, act)
  if (approved.ok) return ok({ proof: 'supervisor', approver: approved.value })
  counter.proofs.waitFor({ ...act, memberId: null, isSale: false, at: counter.clock.now() })
  return approved
}
