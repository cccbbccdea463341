import type { Uuid } from '../../domain/ids.ts'
import { memberProofMs } from '../../domain/limits.ts'
import type { Money } from '../../domain/money.ts'
import type { Proof } from '../../domain/proof.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'

/** An act as a second proof is bound to it. */
export interface ActBound {
  /** The id the event will have. */
  readonly actId: Uuid
  /** What it is worth, as it was shown. */
  readonly amount: Money
  /** Whose points or coupons; null = nobody's (a bearer coupon). */
  readonly memberId: Uuid | null
}

/** What an event says of how it was proven. */
export interface ProofOfAct {
  readonly proof: Proof
  readonly approver: Uuid | null
}

type Asked = Pick<Counter, 'chain' | 'clock' | 'proofs' | 'session'>

/**
 * The second proof an act has now, or null: an approval for this very act and amount that is still young, else what
 * the member proved for it.
 */
export function secondProofOf(counter: Asked, act: ActBound): ProofOfAct | null {
  const approved = approvalOf(counter, act)
  if (approved.ok) return { proof: 'supervisor', approver: approved.value }
  const proven = counter.proofs.provenOf(act.actId)
  if (!proven || proven.memberId !== act.memberId) return null
  return isYoung(counter, proven.at, memberProofMs) ? { proof: proven.proof, approver: null } : null
}

/**
 * Who approved the act. Refuses `approval_needed`, and `approval_stale` for one that is too old or was given for
 * another amount. The person who acts never counts as the second one.
 */
export function approvalOf(counter: Asked, act: Pick<ActBound, 'actId' | 'amount'>): Result<Uuid> {
  const approved = counter.proofs.approvalOf(act.actId)
  if (!approved || approved.approverId === counter.session.staff()?.staffId) return refuse('approval_needed')
  const approvalMs = counter.chain.rules()?.programme.stepUp.approvalMs ?? 0
  const holds = approved.amount === act.amount && isYoung(counter, approved.at, approvalMs)
  return holds ? ok(approved.approverId) : refuse('approval_stale')
}

/** A clock that was set back makes nothing young again. */
function isYoung({ clock }: Pick<Counter, 'clock'>, at: number, forMs: number): boolean {
  const age = clock.now() - at
  return age >= 0 && age < forMs
}
