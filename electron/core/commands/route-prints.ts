import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireStaff } from '../gate.ts'

/** Sends what waits to the other printer, keeps it for later or prints it now. Refuses as `requireStaff`, `printer_none`. */
export function routePrints(
  counter: Counter,
  { place, later }: CommandInput<'routePrints'>,
): Result<CommandOutput<'routePrints'>> {
  const at = requireStaff(counter)
  if (!at.ok) return at
  if (!later && !counter.printing.hasPrinter(place)) return refuse('printer_none')
  counter.printing.route({ place, later })
  return ok({})
}
