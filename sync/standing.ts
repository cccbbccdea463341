import { standingPauseMs } from '../domain/limits.ts'
import { CentralFault } from './central-fault.ts'
import type { StepFault } from './plan.ts'

/** How the central stands to this till: `expired`, it may come back with a code; `revoked`, it hears no more of it. */
export type Standing = 'good' | 'expired' | 'revoked'

/** What a fault says of it; null = nothing. */
export function standingOf(fault: CentralFault): Exclude<Standing, 'good'> | null {
  if (fault.code === 'certificate_expired') return 'expired'
  return fault.code === 'terminal_revoked' ? 'revoked' : null
}

/** What made a step fail, as the plan counts it. A till that is not let in asks again, but in no hurry. */
export function stepFaultOf(thrown: unknown): StepFault {
  if (!(thrown instanceof CentralFault)) return { kind: 'local', retryAfterMs: null }
  return standingOf(thrown) === null ? thrown : { kind: thrown.kind, retryAfterMs: standingPauseMs }
}
