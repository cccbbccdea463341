import type { CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** Back to the till that sells; everything of the training goes. */
export function leaveTraining({ training }: Counter): Result<CommandOutput<'leaveTraining'>> {
  if (!training.coach) return refuse('training_off')
  training.change()
  return ok({})
}
