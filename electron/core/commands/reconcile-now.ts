import type { CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** A person wants to know whether the copy here is what the chain has: compares and repairs it now, in the background. */
export function reconcileNow(counter: Counter): Result<CommandOutput<'reconcileNow'>> {
  if (!counter.session.identity()) return refuse('not_enrolled')
  counter.sync.reconcile()
  return ok({})
}
