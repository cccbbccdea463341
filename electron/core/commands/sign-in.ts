import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { Tx } from '../../../db/handle.ts'
import { pinTries, savePinTries } from '../../../db/journal/pin-tries-table.ts'
import { saveSetting } from '../../../db/journal/setting-table.ts'
import type { SealedStaff } from '../../../db/replica/staff-table.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { noTries, type Staff } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { noteDenial, noteEvent } from '../note-event.ts'
import type { Identity } from '../session.ts'
import { tryPin } from '../try-pin.ts'

/** Signs a staff member in. A right PIN forgives; a supervisor's opens everybody's lock. */
export async function signIn(
  counter: Counter,
  { code, pin }: CommandInput<'signIn'>,
): Promise<Result<CommandOutput<'signIn'>>> {
  const { chain, session } = counter
  const identity = session.identity()
  if (!identity) return refuse('not_enrolled')
  if (!chain.isLoaded()) return refuse('replica_loading')
  const known = await provenStaff(counter, identity, { code, pin })
  if (!known.ok) return known
  const staff = known.value
  noteEvent(counter, identity, {
    type: 'staff.signed_in',
    actor: staff.staffId,
    data: { staffId: staff.staffId },
    beside: (tx) => {
      saveSetting(tx, 'signedIn', staff)
      forgive(counter, tx, staff)
    },
  })
  session.signedIn(staff)
  counter.log.write('info', 'staff_signed_in', { staffId: staff.staffId })
  return ok({ staffId: staff.staffId, name: staff.name })
}

/**
 * Who typed this code and PIN. Refuses `staff_unknown`, `pin_wrong`, `pin_locked` {until} and `replica_loading`; what was
 * wrong is recorded. The caller forgives the tries (`savePinTries`) in the transaction of what the PIN was for.
 */
export async function provenStaff(
  counter: Counter,
  identity: Identity,
  { code, pin }: { readonly code: string; readonly pin: string },
): Promise<Result<Staff>> {
  const { chain } = counter
  const found = chain.staffByCode(code)
  if (!found) {
    // The very question may have shown that the replica is broken.
    if (!chain.isLoaded()) return refuse('replica_loading')
    noteDenial(counter, identity, { staffId: null, what: 'staff_unknown' })
    return refuse('staff_unknown')
  }
  const { staffId } = found
  const tried = await tryPin(counter, {
    id: staffId,
    pin,
    sealed: found,
    onWrong: () => noteDenial(counter, identity, { staffId, what: 'pin_wrong' }),
  })
  return tried.ok ? ok(staffOf(found)) : tried
}

function forgive(counter: Counter, tx: Tx, staff: Staff): void {
  savePinTries(tx, staff.staffId, noTries)
  if (staff.role === 'cashier') return
  for (const other of counter.chain.allStaff()) {
    if (pinTries(tx, other.staffId).failures > 0) savePinTries(tx, other.staffId, noTries)
  }
}

function staffOf({ staffId, code, name, role, storeId }: SealedStaff): Staff {
  return { staffId, code, name, role, storeId }
}
