import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { addPrintJob, printJobsOf } from '../../../db/journal/print-job-table.ts'
import { closedShiftOf } from '../../../db/journal/shift-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { layoutShiftClosed } from '../../../domain/shift-slip.ts'
import type { Counter } from '../counter.ts'
import { stillSelling } from '../gate.ts'
import { shopFrame } from '../shifts.ts'

/** Prints a marked copy of what a shift was closed with. */
export function reprintShift(
  counter: Counter,
  { shiftId }: CommandInput<'reprintShift'>,
): Result<CommandOutput<'reprintShift'>> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const { books, chain, clock, printing } = counter
  const event = closedShiftOf(books.read(), shiftId)
  if (!event) return refuse('shift_missing')
  if (!printing.hasPrinter()) return refuse('printer_none')
  const printsOf = () => printJobsOf(books.read(), event.id)
  const copy = (printsOf().at(-1)?.copy ?? 0) + 1
  const cashierName = (event.actor && chain.staff(event.actor)?.name) || undefined
  const frame = shopFrame(counter, selling.value, { at: event.time, copy, cashierName })
  const receipt = layoutShiftClosed(frame, event.data)
  books.write(
    (tx) => addPrintJob(tx, { actId: event.id, copy, receipt, createdAt: clock.now() }),
    () => printsOf().at(-1)?.copy === copy,
  )
  counter.notices.touch('devices_changed')
  printing.nudge()
  return ok({})
}
