import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { openShift } from '../../../db/journal/shift-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutShiftSoFar } from '../../../domain/shift-slip.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { stillSelling } from '../gate.ts'
import { shiftReportOf, shopFrame } from '../shifts.ts'

/** The shift so far (X). Printed it is a look at the drawer and no act: nothing is recorded. */
export async function shiftReport(
  counter: Counter,
  { print }: CommandInput<'shiftReport'>,
): Promise<Result<CommandOutput<'shiftReport'>>> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const shift = openShift(counter.books.read())
  if (!shift) return refuse('shift_missing')
  const { role } = selling.value.staff
  if (print) {
    if (!counter.printing.hasPrinter()) return refuse('printer_none')
    const frame = shopFrame(counter, selling.value, { at: counter.clock.now(), copy: 0 })
    const paper = layoutShiftSoFar(frame, shift, mayDo(role, 'see_expected_cash'))
    if ((await counter.printing.printAside(paper)) === 'not_ready') return refuse('printer_not_ready')
  }
  return ok(shiftReportOf(shift, role))
}
