import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'

/** Lets scans of devices go to the page that asks for a code, or into the basket again. */
export function routeScans(
  { scanRoute }: Pick<Counter, 'scanRoute'>,
  { to }: CommandInput<'routeScans'>,
): Result<CommandOutput<'routeScans'>> {
  scanRoute.turn(to)
  return ok({})
}
