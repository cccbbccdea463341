import type { Uuid } from '../../domain/ids.ts'
import type { Database } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { lockChanges } from '../tables/change-counter.ts'
import { findTerminal, revokeTerminal as revoke } from '../tables/terminal.ts'

/**
 * Ends the trust in a terminal: from its next request on it hears that it is revoked, at every node. What it did up to
 * `since` (epoch ms; now when nothing is said) is still taken when it pushes, what came later is parked. Said again, an
 * earlier instant counts and a later one changes nothing. What was applied before stays. Refuses `terminal_unknown`.
 */
export function revokeTerminal(
  database: Database,
  terminalId: Uuid,
  { now, since = now }: { readonly now: number; readonly since?: number | undefined },
): Promise<{ readonly terminalId: Uuid; readonly revokedAt: number }> {
  return database.transaction(async (tx) => {
    // Pushes hold the same lock: each is before the revocation or after it.
    await lockChanges(tx)
    const terminal = await findTerminal(tx, terminalId)
    if (!terminal) throw new RequestRefused(404, 'terminal_unknown', 'no terminal has this id')
    const revokedAt = Math.min(since, now, terminal.revokedAt ?? now)
    await revoke(tx, terminalId, revokedAt)
    return { terminalId, revokedAt }
  })
}
