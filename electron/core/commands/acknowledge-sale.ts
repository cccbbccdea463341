import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** The cashier has seen what became of the last sale. */
export function acknowledgeSale(counter: Counter): Result<CommandOutput<'acknowledgeSale'>> {
  counter.lastSale.acknowledge()
  return ok({})
}
