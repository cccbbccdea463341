import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { Tx } from '../../../db/handle.ts'
import { pinTries, savePinTries } from '../../../db/journal/pin-tries-table.ts'
import { saveSetting } from '../../../db/journal/setting-table.ts'
import type { SealedStaff } from '../../../db/replica/staff-table.ts'
import type { EventDraft, EventType } from '../../../domain/event.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { afterFailure, noTries, pinOpen, type Staff } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { pinMatches } from '../pin.ts'
import { recordEvent } from '../record-event.ts'
import type { Identity } from '../session.ts'

/**
 * Signs a staff member in. Every try counts as failed, durably, before the PIN is looked at: neither a kill nor
 * tries side by side buy another guess. A right PIN forgives; a supervisor's opens everybody's lock.
 */
export async function signIn(
  counter: Counter,
  { code, pin }: CommandInput<'signIn'>,
): Promise<Result<CommandOutput<'signIn'>>> {
  const { books, chain, clock, session } = counter
  const identity = session.identity()
  if (!identity) return refuse('not_enrolled')
  if (!chain.isLoaded()) return refuse('replica_loading')
  const found = chain.staffByCode(code)
  if (!found) {
    // The very question may have shown that the replica is broken.
    if (!chain.isLoaded()) return refuse('replica_loading')
    deny(counter, identity, { staffId: null, what: 'staff_unknown' })
    return refuse('staff_unknown')
  }
  const tries = pinTries(books.read(), found.staffId)
  const open = pinOpen(tries, clock.now())
  if (!open.ok) return open
  const failed = afterFailure(tries, clock.now())
  books.write(
    (tx) => savePinTries(tx, found.staffId, failed),
    (db) => pinTries(db, found.staffId).failures >= failed.failures,
  )
  if (!(await pinMatches(pin, found, counter.pepper))) {
    deny(counter, identity, { staffId: found.staffId, what: 'pin_wrong' })
    return pinOpen(failed, clock.now()).ok
      ? refuse('pin_wrong')
      : refuse('pin_locked', { until: failed.lockedUntil })
  }
  const staff = staffOf(found)
  recordEvent(books, {
    identity,
    draft: draftOf(counter, 'staff.signed_in', staff.staffId, { staffId: staff.staffId }),
    beside: (tx) => {
      saveSetting(tx, 'signedIn', staff)
      forgive(counter, tx, staff)
    },
  })
  session.signedIn(staff)
  counter.notices.touch('sync_changed')
  counter.sync.nudge()
  counter.log.write('info', 'staff_signed_in', { staffId: staff.staffId })
  return ok({ staffId: staff.staffId, name: staff.name })
}

function forgive(counter: Counter, tx: Tx, staff: Staff): void {
  savePinTries(tx, staff.staffId, noTries)
  if (staff.role === 'cashier') return
  for (const other of counter.chain.allStaff()) {
    if (pinTries(tx, other.staffId).failures > 0) savePinTries(tx, other.staffId, noTries)
  }
}

function deny(
  counter: Counter,
  identity: Identity,
  denied: { readonly staffId: Uuid | null; readonly what: string },
): void {
  recordEvent(counter.books, { identity, draft: draftOf(counter, 'access.denied', null, denied) })
  counter.log.write('info', 'access_denied', {
    reason: denied.what,
    ...(denied.staffId ? { staffId: denied.staffId } : {}),
  })
  counter.notices.touch('sync_changed')
  counter.sync.nudge()
}

function draftOf<T extends EventType>(
  counter: Counter,
  type: T,
  actor: Uuid | null,
  data: EventDraft<T>['data'],
): EventDraft<T> {
  const time = counter.clock.now()
  const rules = counter.chain.rules()?.programme.version ?? 0
  return { id: counter.chance.newId(time), type, time, actor, rules, mode: 'isolated', data }
}

function staffOf({ staffId, code, name, role, storeId }: SealedStaff): Staff {
  return { staffId, code, name, role, storeId }
}
