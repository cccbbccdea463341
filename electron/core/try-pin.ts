import { pinTries, savePinTries } from '../../db/journal/pin-tries-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { afterFailure, pinOpen } from '../../domain/staff.ts'
import type { Counter } from './counter.ts'
import { pinMatches } from './pin.ts'

/**
 * Tries a PIN of a staff member or a member. Every try counts as failed, durably, before the PIN is looked at: neither
 * a kill nor tries side by side buy another guess. A right one is forgiven by whoever records what it was for
 * (`savePinTries`). Refuses `pin_wrong` and `pin_locked` {until}.
 */
export async function tryPin(
  counter: Pick<Counter, 'books' | 'clock' | 'pepper'>,
  of: {
    readonly id: Uuid
    readonly pin: string
    readonly sealed: { readonly pinSalt: Uint8Array; readonly pinSeal: Uint8Array }
    /** Before a wrong PIN is answered: it is recorded. */
    readonly onWrong: () => void
  },
): Promise<Result<true>> {
  const { books, clock, pepper } = counter
  const { id, pin, sealed } = of
  const tries = pinTries(books.read(), id)
  const open = pinOpen(tries, clock.now())
  if (!open.ok) return open
  const failed = afterFailure(tries, clock.now())
  books.write(
    (tx) => savePinTries(tx, id, failed),
    (db) => pinTries(db, id).failures >= failed.failures,
  )
  if (await pinMatches(pin, sealed, pepper)) return ok(true)
  of.onWrong()
  return pinOpen(failed, clock.now()).ok
    ? refuse('pin_wrong')
    : refuse('pin_locked', { until: failed.lockedUntil })
}
