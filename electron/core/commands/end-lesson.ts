import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireCoach } from '../training/seat.ts'

/** The lesson, under way or over, is put away. */
export function endLesson({ training }: Counter): Result<CommandOutput<'endLesson'>> {
  const coach = requireCoach(training)
  if (!coach.ok) return coach
  coach.value.end()
  return ok({})
}
