import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import type { Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** Makes this a till of a chain, with the one-time code store IT was given. */
export async function enrolTill(
  counter: Counter,
  { centralUrl, code }: CommandInput<'enrolTill'>,
): Promise<Result<CommandOutput<'enrolTill'>>> {
  if (counter.session.identity()) return refuse('already_enrolled')
  return counter.sync.enrol(centralUrl, code)
}
