import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

export function clearBasket(counter: Counter): Result<CommandOutput<'clearBasket'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  counter.basket.clear()
  return ok({})
}
