import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

export function setLanguage(
  counter: Counter,
  { language }: CommandInput<'setLanguage'>,
): Result<CommandOutput<'setLanguage'>> {
  counter.session.setLanguage(language)
  return ok({})
}
