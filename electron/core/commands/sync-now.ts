import type { CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** A person wants it now: ends a pause, and asks for what is new. */
export function syncNow(counter: Counter): Result<CommandOutput<'syncNow'>> {
  if (!counter.session.identity()) return refuse('not_enrolled')
  counter.sync.hurry()
  return ok({})
}
