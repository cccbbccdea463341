import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireCoach } from '../training/seat.ts'

/** A lesson from its first step. */
export function beginLesson(
  { training }: Counter,
  { lessonId }: CommandInput<'beginLesson'>,
): Result<CommandOutput<'beginLesson'>> {
  const coach = requireCoach(training)
  if (!coach.ok) return coach
  coach.value.begin(lessonId)
  return ok({})
}
