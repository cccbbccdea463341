import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import type { Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** Brings a till back whose certificate ran out while it was away, with the one-time code a manager got from head office. */
export async function renewTill(
  counter: Counter,
  { code }: CommandInput<'renewTill'>,
): Promise<Result<CommandOutput<'renewTill'>>> {
  if (!counter.session.identity()) return refuse('not_enrolled')
  return counter.sync.renew(code)
}
