import type { ReadDb } from '../../db/handle.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { type Restriction, restrictionOf } from '../../domain/trust.ts'

/** Why a till may spend nothing: another epoch is due, or the one it writes is not the one admitted. */
export function restrictionIn(db: ReadDb): Restriction | null {
  const due = readSetting(db, 'epochDue')
  if (due) return due.cause
  const epoch = readSetting(db, 'epoch') ?? 1
  const admittedEpoch = readSetting(db, 'admittedEpoch') ?? epoch
  return restrictionOf({ epoch, admittedEpoch, cause: readSetting(db, 'epochCause'), isRevoked: false })
}
