import type { Uuid } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import type { CountSeen } from '../../domain/shift.ts'
import type { StepUpReason } from '../../domain/step-up.ts'
import type { Panel } from './entry.ts'

/** The four second proofs (loyalty.md 4), in the order a cashier would offer them. */
export const proofWays = ['dynamic_code', 'one_time_code', 'member_pin', 'supervisor'] as const
export type ProofWay = (typeof proofWays)[number]

/** What a second proof is asked for, and what goes on when it is given. */
export interface StepUpAsk {
  /** The act it is bound to: a sale's id, or one of `beginAct`. */
  readonly actId: Uuid
  /** Whose; null = only a supervisor can say yes. */
  readonly memberId: Uuid | null
  /** What the act is worth, as the core said it. */
  readonly amount: Money
  readonly reasons: readonly StepUpReason[]
  /** It is a count that did not fit: whoever approves sees what it came to first. */
  readonly counts?: boolean
  /** What was open before, and is again. */
  readonly back: Panel
  readonly onDone: () => void
}

/** A second proof being typed. */
export interface ProofEntry {
  readonly way: ProofWay
  /** The one-time code, the member's PIN or the supervisor's staff code. */
  readonly code: string
  readonly pin: string
  readonly reason: string
  /** What is asked of the supervisor now. */
  readonly field: 'code' | 'pin' | 'reason'
  /** What the count came to, shown for this code and PIN; null = not looked at. */
  readonly count: CountSeen | null
}

export const noProof: ProofEntry = {
  way: 'dynamic_code',
  code: '',
  pin: '',
  reason: '',
  field: 'code',
  count: null,
}

/** The ways open for an act: an anomaly, a limit without contact, and an act without a member leave only a second person. */
export function waysFor(ask: StepUpAsk): readonly ProofWay[] {
  const person = ask.reasons.includes('anomaly') || ask.reasons.includes('offline_limit')
  return ask.memberId === null || person ? ['supervisor'] : proofWays
}
