import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { dayReportCsv } from '../../../domain/day-report-csv.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { reportOfDay } from '../day-events.ts'
import { requireStaff } from '../gate.ts'
import { noteEvent } from '../note-event.ts'

/**
 * Writes the day's report as CSV into the till's `exports` folder, in the language of the screen; who took which day out
 * of the till is an event. The report holds figures and no person. A file of the same day is replaced.
 */
export function exportDayReport(
  counter: Counter,
  { day }: CommandInput<'exportDayReport'>,
): Result<CommandOutput<'exportDayReport'>> {
  const at = requireStaff(counter)
  if (!at.ok) return at
  const { identity, rules, staff } = at.value
  if (!mayDo(staff.role, 'export')) return refuse('role_not_allowed')
  const report = reportOfDay(counter, rules, day)
  const folder = join(counter.folder, 'exports')
  const file = join(folder, `${rules.store.number}-${identity.terminal.number}-${report.day}.csv`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, dayReportCsv(report, counter.session.language()), { mode: 0o600 })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown
    counter.log.write('error', 'export_failed', { code: String(thrown.code) })
    return refuse('export_failed')
  }
  noteEvent(counter, identity, {
    type: 'report.exported',
    actor: staff.staffId,
    data: { day: report.day, kind: 'day_report' },
  })
  return ok({ file })
}
