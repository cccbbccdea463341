import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Staff } from '../../domain/staff.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** A staff member with the means to check a PIN. */
export interface SealedStaff extends Staff {
  readonly pinSalt: Uint8Array
  /** HMAC-SHA256 of the PIN's Argon2id hash by the till's pepper; in a snapshot the hash itself, sealed when imported. */
  readonly pinSeal: Uint8Array
}

const columns = `staffId, code, name, role, storeId, pinSalt, pinSeal`
const putSql = `
INSERT INTO staff (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (staffId) DO UPDATE SET code = excluded.code, name = excluded.name, role = excluded.role,
  storeId = excluded.storeId, pinSalt = excluded.pinSalt, pinSeal = excluded.pinSeal`
const removeSql = `DELETE FROM staff WHERE staffId = ?`
const findSql = `SELECT ${columns} FROM staff WHERE staffId = ?`
const byCodeSql = `SELECT ${columns} FROM staff WHERE storeId = ? AND code = ? LIMIT 1`
const allSql = `SELECT ${columns} FROM staff ORDER BY staffId`

type Row = Omit<SealedStaff, 'staffId' | 'storeId'> & { readonly staffId: Buffer; readonly storeId: Buffer }

function staffOf(row: Row): SealedStaff {
  return { ...row, staffId: uuidFromBytes(row.staffId), storeId: uuidFromBytes(row.storeId) }
}

export function putStaff(tx: Tx, staff: SealedStaff): void {
  const { staffId, code, name, role, storeId, pinSalt, pinSeal } = staff
  tx.prepare(putSql).run(uuidToBytes(staffId), code, name, role, uuidToBytes(storeId), pinSalt, pinSeal)
}

/** `key` is the staff member's id. */
export function removeStaff(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

export function findStaff(db: ReadDb, staffId: Uuid): SealedStaff | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(staffId))
  return row ? staffOf(row) : null
}

/** The staff member of a store who types `code`. */
export function findStaffByCode(db: ReadDb, storeId: Uuid, code: string): SealedStaff | null {
  const row = db.prepare(byCodeSql).get<Row>(uuidToBytes(storeId), code)
  return row ? staffOf(row) : null
}

export function allStaff(db: ReadDb): SealedStaff[] {
  return db.prepare(allSql).all<Row>().map(staffOf)
}
