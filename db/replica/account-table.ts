import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import type { ReadDb, Tx } from '../handle.ts'

const columns = `accountId, code, memberId, status, principal, gift`
const putSql = `
INSERT INTO account (${columns}) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (accountId) DO UPDATE SET code = excluded.code, memberId = excluded.memberId, status = excluded.status,
  principal = excluded.principal, gift = excluded.gift`
const removeSql = `DELETE FROM account WHERE accountId = ?`
const findSql = `SELECT ${columns} FROM account WHERE accountId = ?`
const byCodeSql = `SELECT ${columns} FROM account WHERE code = ? AND code IS NOT NULL ORDER BY accountId LIMIT 1`

type Row = Omit<ValueAccount, 'accountId' | 'memberId'> & {
  readonly accountId: Buffer
  readonly memberId: Buffer | null
}

function accountOf({ accountId, memberId, ...row }: Row): ValueAccount {
  return { ...row, accountId: uuidFromBytes(accountId), memberId: memberId && uuidFromBytes(memberId) }
}

export function putAccount(tx: Tx, account: ValueAccount): void {
  const { accountId, code, memberId, status, principal, gift } = account
  tx.prepare(putSql).run(
    uuidToBytes(accountId),
    code,
    memberId && uuidToBytes(memberId),
    status,
    principal,
    gift,
  )
}

/** `key` is the account's id. */
export function removeAccount(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The chain's row, without what this till spent since: the counter reads through the overlay instead. */
export function findAccountRow(db: ReadDb, accountId: Uuid): ValueAccount | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(accountId))
  return row ? accountOf(row) : null
}

export function findAccountRowByCode(db: ReadDb, code: string): ValueAccount | null {
  const row = db.prepare(byCodeSql).get<Row>(code)
  return row ? accountOf(row) : null
}
