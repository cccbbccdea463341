import type { CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

/** The basket as it was before its last change, a cleared one included. */
export function undoChange(counter: Counter): Result<CommandOutput<'undoChange'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  return counter.basket.undo() ? ok({}) : refuse('nothing_to_undo')
}
