import type { CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { checkMayBegin } from '../disk-room.ts'
import { requireSelling } from '../gate.ts'

/**
 * An id for an act to come: the event will have it, and asking again for the act does nothing twice.
 * @throws NoRoom before anything is promised or paid when the disk is full.
 */
export function beginAct(counter: Counter): Result<CommandOutput<'beginAct'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  checkMayBegin(counter.room)
  return ok({ actId: counter.chance.newId(counter.clock.now()) })
}
