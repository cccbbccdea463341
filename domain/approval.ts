import type { Uuid } from './ids.ts'
import { reasonCharactersMax } from './limits.ts'
import type { Money } from './money.ts'
import type { StepUpRules } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import { mayDo, type Staff } from './staff.ts'

/** The data of `approval.given`: a second person's word for one act and amount, for a short time (quality.md 4). */
export interface ApprovalGiven {
  readonly approverId: Uuid
  /** Id of the act it is for: the event that follows has this id. */
  readonly actId: Uuid
  /** What it is worth, as it was shown. */
  readonly amount: Money
  readonly reason: string
}

/** A given approval with its time and what stood on the screen, as the till keeps it until it is used. */
export interface Approval extends ApprovalGiven {
  /** Whose and what of the act was for, as the till writes it; null = nothing that was shown: it holds for nothing. */
  readonly subject: string | null
  /** Epoch ms. */
  readonly at: number
}

/** Whether this is a second person who may approve. Refuses `approval_self`, `approver_not_allowed`. */
export function judgeSecondPerson({
  actorId,
  approver,
}: {
  /** Who does the act. */
  readonly actorId: Uuid
  readonly approver: Pick<Staff, 'staffId' | 'role'>
}): Result<true> {
  if (approver.staffId === actorId) return refuse('approval_self')
  return mayDo(approver.role, 'approve') ? ok(true) : refuse('approver_not_allowed')
}

/**
 * Whether a second person may approve at all, before their PIN counts. Refuses, in this order: `approval_self`,
 * `approver_not_allowed`, `reason_missing` (blank, or over `reasonCharactersMax`).
 */
export function judgeApprover({
  actorId,
  approver,
  reason,
}: {
  /** Who does the act. */
  readonly actorId: Uuid
  readonly approver: Pick<Staff, 'staffId' | 'role'>
  readonly reason: string
}): Result<true> {
  const person = judgeSecondPerson({ actorId, approver })
  if (!person.ok) return person
  if (reason.trim() === '' || reason.length > reasonCharactersMax) return refuse('reason_missing')
  return ok(true)
}

/**
 * Whether an approval holds for this act: for its id, amount and subject, by somebody else, younger than `approvalMs`. Refuses
 * `approval_needed` (none, or for another act, amount or subject), `approval_self`, `approval_stale`.
 */
export function judgeApproval({
  approval,
  actId,
  amount,
  subject,
  actorId,
  now,
  rules,
}: {
  readonly approval: Approval | null
  readonly actId: Uuid
  readonly amount: Money
  readonly subject: string
  readonly actorId: Uuid
  readonly now: number
  readonly rules: StepUpRules
}): Result<true> {
  const isOfAct = approval?.actId === actId && approval.amount === amount && approval.subject === subject
  if (!approval || !isOfAct) {
    return refuse('approval_needed', { actId, amount })
  }
  if (approval.approverId === actorId) return refuse('approval_self')
  // A clock set back must not make an approval hold for longer.
  const age = now - approval.at
  if (age < 0 || age > rules.approvalMs) return refuse('approval_stale')
  return ok(true)
}
