import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { openShift } from '../../../db/journal/shift-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { type CashMoved, judgeCashMove } from '../../../domain/shift.ts'
import { layoutCashMove } from '../../../domain/shift-slip.ts'
import { mayDo } from '../../../domain/staff.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, type Selling } from '../gate.ts'
import { type ProofOfAct, requireApproval, subjectOf } from '../second-proof.ts'
import { shopFrame } from '../shifts.ts'

/** Cash into the drawer or out of it that is no sale's. Asked again with the same id it answers what is recorded. */
export function moveCash(
  counter: Counter,
  { actId, amount, kind, note, reason }: CommandInput<'moveCash'>,
): Result<CommandOutput<'moveCash'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, actId, 'cash.moved')
  if (recorded) return ok({ slipNumber: recorded.data.slipNumber })
  const shift = openShift(counter.books.read())
  if (!shift) return refuse('shift_missing')
  const said = { amount, kind, note: note.trim(), reason }
  const judged = judgeCashMove(said)
  if (!judged.ok) return judged
  const allowed = allowedBy(counter, selling.value, { actId, ...said })
  if (!allowed.ok) return allowed
  const now = counter.clock.now()
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const { storeId } = selling.value.rules.store
  const moved: CashMoved = { ...said, moveId: actId, slipNumber, storeId, shiftId: shift.shiftId }
  recordAct(counter, selling.value, {
    actId,
    type: 'cash.moved',
    now,
    data: moved,
    head,
    ...allowed.value,
    receipt: () => layoutCashMove(shopFrame(counter, selling.value, { at: now, copy: 0 }), moved),
  })
  return ok({ slipNumber })
}

/** What corrects the drawer would hide what is missing in it: a supervisor's word. Refuses `approval_needed`, `approval_stale`. */
function allowedBy(
  counter: Counter,
  { staff }: Selling,
  { actId, amount, kind, note, reason }: CommandInput<'moveCash'>,
): Result<ProofOfAct> {
  if (reason !== 'correction' || mayDo(staff.role, 'correct_cash'))
    return ok({ proof: 'none', approver: null })
  const subject = subjectOf({ memberId: null, of: ['cash', kind, amount, note] })
  return requireApproval(counter, { actId, amount, subject })
}
