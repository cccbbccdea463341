import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withoutLine } from '../../../domain/basket.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

export function removeLine(
  counter: Counter,
  { lineId }: CommandInput<'removeLine'>,
): Result<CommandOutput<'removeLine'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const removed = withoutLine(counter.basket.openOrNew(counter.clock.now()), lineId)
  if (!removed.ok) return removed
  counter.basket.put(removed.value)
  return ok({})
}
