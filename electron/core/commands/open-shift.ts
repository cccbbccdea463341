import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { betweenShifts, openShift as shiftAtHand } from '../../../db/journal/shift-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { hasHappened } from '../../../domain/shift.ts'
import { recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

/** Opens the drawer's shift with the float that was counted, and tells what was sold without one before. It goes on whoever signs out and in, until it is closed. */
export function openShift(
  counter: Counter,
  { actId, float }: CommandInput<'openShift'>,
): Result<CommandOutput<'openShift'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (recordedAct(counter, actId, 'shift.opened')) return ok({})
  if (shiftAtHand(counter.books.read())) return refuse('shift_open')
  const between = betweenShifts(counter.books.read())
  recordAct(counter, selling.value, {
    actId,
    type: 'shift.opened',
    now: counter.clock.now(),
    data: {
      shiftId: actId,
      storeId: selling.value.rules.store.storeId,
      float,
      ...(hasHappened(between) ? { between } : {}),
    },
  })
  counter.notices.touch('shift_changed')
  return ok({})
}
