import type { CommandOutput } from '../../../contract/command.ts'
import { closedShifts } from '../../../db/journal/shift-table.ts'
import { shiftsListedMax } from '../../../domain/limits.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { stillSelling } from '../gate.ts'
import { closedShiftOf } from '../shifts.ts'

/** The shifts closed at this till, newest first. */
export function recentShifts(counter: Counter): Result<CommandOutput<'recentShifts'>> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  return ok({ shifts: closedShifts(counter.books.read(), shiftsListedMax).map(closedShiftOf) })
}
