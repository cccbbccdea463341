import type { CoreStart } from '../../../contract/control.ts'
import { refuse } from '../../../domain/refusal.ts'
import type { Result } from '../../../domain/result.ts'
import type { Coach } from './coach.ts'

/** What going to training and back needs of a till. */
export interface TrainingSeat {
  /** At the training till; null at one that sells. */
  readonly coach: Coach | null
  /** Asks main for the other till on the page. */
  readonly change: () => void
  /** Gives the scanners free for the training till, and takes them back. */
  readonly rest: () => Promise<void>
  readonly wake: () => void
}

/** The coach of the training till. Refuses `training_off` at one that sells. */
export function requireCoach(seat: TrainingSeat): Result<Coach> {
  return seat.coach ? { ok: true, value: seat.coach } : refuse('training_off')
}

/** Whether this core may look after what training tills left: not while one may be at work. */
export function ownsTraining({ resting, training }: Omit<CoreStart, 'kind'>): boolean {
  return training === undefined && resting !== true
}
