import type { CommandOutput } from '../../../contract/command.ts'
import { removeSetting } from '../../../db/journal/setting-table.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { noteEvent } from '../note-event.ts'

/** The basket and the drawer's shift stay as they are for whoever signs in next. */
export function signOut(counter: Counter): Result<CommandOutput<'signOut'>> {
  const { log, session } = counter
  const identity = session.identity()
  const staff = session.staff()
  if (identity && staff) {
    const { staffId } = staff
    noteEvent(counter, identity, {
      type: 'staff.signed_out',
      actor: staffId,
      data: { staffId },
      beside: (tx) => removeSetting(tx, 'signedIn'),
    })
    log.write('info', 'staff_signed_out', { staffId })
  }
  session.signedOut()
  return ok({})
}
