import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** The basket stays as it is for whoever signs in next. */
export function signOut(counter: Counter): Result<CommandOutput<'signOut'>> {
  counter.session.signOut()
  return ok({})
}
