import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireCoach } from '../training/seat.ts'

/** Somebody looked at the hint of the step at hand. */
export function takeHint({ training }: Counter): Result<CommandOutput<'takeHint'>> {
  const coach = requireCoach(training)
  if (!coach.ok) return coach
  coach.value.hint()
  return ok({})
}
