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
  { actId, note: typed, ...count }: CommandInput<'closeShift'>,
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
  const note = typed.trim()
  const of = { storeId, slipNumber, ...(note === '' ? {} : { note }) }
  const settled = settleShift(shift, count, of)
  if (!settled.ok) return settled
  const closed = { ...settled.value, recounts: countedAgain(counter, selling.value, shift, settled.value) }
  if (closed.recounts > 0 && note === '') return refuse('count_note_missing')
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
 * How many counts did not fit, with this one: a difference within the programme's limit is whoever closes' own affair, a
 * greater one a supervisor's. How often somebody counted until it fitted is told with the shift.
 */
function countedAgain(
  { books }: Counter,
  selling: Selling,
  { recounts }: OpenShift,
  { counted, difference }: ShiftClosed,
): number {
  if (mayCloseAlone(selling, difference)) return recounts
  books.write(
    (tx) => addRecount(tx, counted),
    (db) => openShift(db)?.lastCount === counted,
  )
  return openShift(books.read())?.recounts ?? recounts
}

function mayCloseAlone({ rules, staff }: Selling, difference: ShiftClosed['difference']): boolean {
  return mayDo(staff.role, 'accept_difference') || !isFarOff(difference, rules.programme.cash)
}

/** Refuses `approval_needed` {actId, amount} and `approval_stale`. */
function allowedBy(
  counter: Counter,
  selling: Selling,
  of: {
    readonly actId: CommandInput<'closeShift'>['actId']
    readonly shift: OpenShift
    readonly closed: ShiftClosed
  },
): Result<ProofOfAct> {
  const { actId, closed, shift } = of
  const { counted, difference, left } = closed
  if (mayCloseAlone(selling, difference)) return ok({ proof: 'none', approver: null })
  // Whoever counts blind is not told by how much they are off; the word is bound to it all the same.
  const subject = subjectOf({ memberId: null, of: [shift.shiftId, counted, left, difference] })
  const count = { counted, difference, expected: closed.expected }
  return requireApproval(counter, { actId, amount: noMoney, subject, count })
}
