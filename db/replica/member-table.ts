import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import type { ReadDb, Tx } from '../handle.ts'

const columns = `memberId, code, maskedName, maskedPhone, tierId, growth, status, mergedInto, birthday, joinedAt`
const putSql = `
INSERT INTO member (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (memberId) DO UPDATE SET code = excluded.code, maskedName = excluded.maskedName,
  maskedPhone = excluded.maskedPhone, tierId = excluded.tierId, growth = excluded.growth, status = excluded.status,
  mergedInto = excluded.mergedInto, birthday = excluded.birthday, joinedAt = excluded.joinedAt`
const removeSql = `DELETE FROM member WHERE memberId = ?`
const findSql = `SELECT ${columns} FROM member WHERE memberId = ?`

type Row = Omit<Member, 'memberId' | 'mergedInto'> & {
  readonly memberId: Buffer
  readonly mergedInto: Buffer | null
}

export function putMember(tx: Tx, member: Member): void {
  tx.prepare(putSql).run(
    uuidToBytes(member.memberId),
    member.code,
    member.maskedName,
    member.maskedPhone,
    member.tierId,
    member.growth,
    member.status,
    member.mergedInto ? uuidToBytes(member.mergedInto) : null,
    member.birthday,
    member.joinedAt,
  )
}

/** `key` is the member's id. */
export function removeMember(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The chain's row as it stands, without this till's own effects: the counter reads through the overlay instead. */
export function findMember(db: ReadDb, memberId: Uuid): Member | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(memberId))
  return row ? { ...row, memberId, mergedInto: row.mergedInto ? uuidFromBytes(row.mergedInto) : null } : null
}
