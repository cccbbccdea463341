import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withAmount } from '../../../domain/basket.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

export function setQuantity(
  counter: Counter,
  { lineId, amount }: CommandInput<'setQuantity'>,
): Result<CommandOutput<'setQuantity'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const changed = withAmount(counter.basket.openOrNew(counter.clock.now()), lineId, amount)
  if (!changed.ok) return changed
  counter.basket.put(changed.value, lineId)
  return ok({})
}
