import type { Approval } from '../../domain/approval.ts'
import type { Uuid } from '../../domain/ids.ts'
import { actsRememberedMax } from '../../domain/limits.ts'
import type { Money } from '../../domain/money.ts'
import type { AnomalyKind } from '../../domain/programme.ts'
import type { Proof } from '../../domain/proof.ts'
import type { CountSeen } from '../../domain/shift.ts'

/** What a member proved for one act. */
export interface MemberProven {
  readonly actId: Uuid
  readonly memberId: Uuid
  readonly proof: Proof
  /** What it was worth as it was shown then; null = the member came with it, before there was anything to show. */
  readonly amount: Money | null
  /** Epoch ms. */
  readonly at: number
}

/** An act that was refused for want of a second proof: whose it is and what it is worth. */
export interface ActWaiting {
  readonly actId: Uuid
  readonly memberId: Uuid | null
  readonly amount: Money
  /** As in `ActBound`. */
  readonly subject: string
  /** As in `ActBound`. */
  readonly count?: CountSeen
  /** It is the sale of the basket that was open. */
  readonly isSale: boolean
  /** When it was refused, epoch ms. */
  readonly at: number
}

/**
 * Second proofs at hand, each for one act. In memory only: a till that starts anew asks again, and what counted stands
 * in the events. The oldest acts go first when there are more than `actsRememberedMax`.
 */
export interface ProofMemory {
  readonly prove: (proven: MemberProven) => void
  readonly approve: (approved: Approval) => void
  readonly provenOf: (actId: Uuid) => MemberProven | null
  readonly approvalOf: (actId: Uuid) => Approval | null
  /** An approval is good once: the act it was for is recorded, or it was too old. */
  readonly forgetApproval: (actId: Uuid) => void
  /** The act refused last for want of a second proof: a dynamic code of its member then proves it. */
  readonly waiting: () => ActWaiting | null
  readonly waitFor: (act: ActWaiting | null) => void
  /** Whether this rule was already flagged for the act: the first time notes it. */
  readonly flagOnce: (actId: Uuid, kind: AnomalyKind) => boolean
}

interface OfAct {
  readonly proven: MemberProven | null
  readonly approved: Approval | null
  readonly flagged: readonly AnomalyKind[]
}

const nothingYet: OfAct = { proven: null, approved: null, flagged: [] }

export function createProofMemory(): ProofMemory {
  const acts = new Map<Uuid, OfAct>()
  let waiting: ActWaiting | null = null

  const of = (actId: Uuid): OfAct => acts.get(actId) ?? nothingYet

  function keep(actId: Uuid, changed: Partial<OfAct>): void {
    const next = { ...of(actId), ...changed }
    acts.delete(actId)
    acts.set(actId, next)
    const [oldest] = acts.keys()
    if (acts.size > actsRememberedMax && oldest) acts.delete(oldest)
  }

  return {
    prove: (proven) => keep(proven.actId, { proven }),
    approve: (approved) => keep(approved.actId, { approved }),
    provenOf: (actId) => of(actId).proven,
    approvalOf: (actId) => of(actId).approved,
    forgetApproval: (actId) => {
      if (of(actId).approved) keep(actId, { approved: null })
    },
    waiting: () => waiting,
    waitFor: (act) => {
      waiting = act
    },
    flagOnce: (actId, kind) => {
      const { flagged } = of(actId)
      if (flagged.includes(kind)) return false
      keep(actId, { flagged: [...flagged, kind] })
      return true
    },
  }
}
