import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { addRecount, openShift } from '../../../db/journal/shift-table.ts'
import { noMoney } from '../../../domain/money.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { isFarOff, type OpenShift, type ShiftClosed, settleShift } from '../../../domain/shift.ts'
import { layoutShiftClosed } from '../../../domain/shift-slip.ts'
import { mayDo } from '../../../domain/staff.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, type Selling } from '../gate.ts'
import { type ProofOfAct, requireApproval, subjectOf } from '../second-proof.ts'
import { closedShiftOf, shopFrame } from '../shifts.ts'

/**
 * Ends the drawer's shift with what was found in it, by whoever may sell. Asked again with the same id it answers what is
 * recorded.
 */
export function closeShift(
  counter: Counter,
  { actId, ...count }: CommandInput<'closeShift'>,
): Result<CommandOutput<'closeShift'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, actId, 'shift.closed')
  if (recorded) return ok(closedShiftOf(recorded))
  const shift = openShift(counter.books.read())
  if (!shift) return refuse('shift_missing')
  const now = counter.clock.now()
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const { storeId } = selling.value.rules.store
  const settled = settleShift(shift, count, { storeId, slipNumber })
  if (!settled.ok) return settled
  const closed = settled.value
  const allowed = allowedBy(counter, selling.value, { actId, shift, closed })
  if (!allowed.ok) return allowed
  const event = recordAct(counter, selling.value, {
    actId,
    type: 'shift.closed',
    now,
    data: closed,
    head,
    ...allowed.value,
    receipt: () => layoutShiftClosed(shopFrame(counter, selling.value, { at: now, copy: 0 }), closed),
  })
  counter.notices.touch('shift_changed')
  return ok(closedShiftOf(event))
}

/**
 * A difference within the programme's limit is whoever closes' own affair; a greater one a supervisor's. Refuses
 * `approval_needed` {actId, amount}, which counts as a count that did not fit, and `approval_stale`.
 */
function allowedBy(
  counter: Counter,
  { rules, staff }: Selling,
  of: {
    readonly actId: CommandInput<'closeShift'>['actId']
    readonly shift: OpenShift
    readonly closed: ShiftClosed
  },
): Result<ProofOfAct> {
  const { actId, closed, shift } = of
  const { counted, difference, left } = closed
  const mayAlone = mayDo(staff.role, 'accept_difference')
  if (mayAlone || !isFarOff(difference, rules.programme.cash)) return ok({ proof: 'none', approver: null })
  // Whoever counts blind is not told by how much they are off; the word is bound to it all the same.
  const amount = noMoney
  const subject = subjectOf({ memberId: null, of: [shift.shiftId, counted, left, difference] })
  const approved = requireApproval(counter, { actId, amount, subject })
  if (!approved.ok && approved.refusal.code === 'approval_needed') noteRecount(counter, shift)
  return approved
}

/** How often somebody counted until it fitted is told with the shift. */
function noteRecount({ books }: Counter, { recounts }: OpenShift): void {
  books.write(addRecount, (db) => openShift(db)?.recounts === recounts + 1)
}
