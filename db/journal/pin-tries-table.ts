import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import type { PinTries } from '../../domain/staff.ts'
import type { ReadDb, Tx } from '../handle.ts'

const readSql = `SELECT failures, lockedUntil FROM pin_tries WHERE staffId = ?`
const saveSql = `
INSERT INTO pin_tries (staffId, failures, lockedUntil) VALUES (?, ?, ?)
ON CONFLICT (staffId) DO UPDATE SET failures = excluded.failures, lockedUntil = excluded.lockedUntil`

/** Failed tries of a staff member's PIN; none when nothing was saved. */
export function pinTries(db: ReadDb, staffId: Uuid): PinTries {
  return db.prepare(readSql).get<PinTries>(uuidToBytes(staffId)) ?? { failures: 0, lockedUntil: 0 }
}

export function savePinTries(tx: Tx, staffId: Uuid, tries: PinTries): void {
  tx.prepare(saveSql).run(uuidToBytes(staffId), tries.failures, tries.lockedUntil)
}
