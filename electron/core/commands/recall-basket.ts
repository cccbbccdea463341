import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { labelOf } from './hold-basket.ts'

/** Opens a held basket; one with goods that is open goes on hold in its place, so nothing is ever lost. */
export function recallBasket(
  counter: Counter,
  { saleId }: CommandInput<'recallBasket'>,
): Result<CommandOutput<'recallBasket'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const open = counter.basket.open()
  const swapped = open && open.lines.length > 0 ? labelOf(counter, open, selling.value.rules) : null
  return counter.basket.recall(saleId, swapped) ? ok({}) : refuse('held_none')
}
