import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import { mergedIdsMax } from '../../domain/limits.ts'
import type { Consent, Member } from '../../domain/member.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'

const columns = `memberId, code, maskedName, maskedPhone, initials, sealed, tierId, growth, status, mergedInto, birthday, joinedAt, debt, lifecycle, valueClass, hasBought, more`
// An upsert that sets an indexed column writes its index anew; after a sale only these few move.
const updateSql = `
UPDATE member SET tierId = ?, growth = ?, status = ?, debt = ?, lifecycle = ?, valueClass = ?, hasBought = ?, more = ?
WHERE memberId = ? AND code = ? AND maskedName = ? AND maskedPhone IS ? AND initials = ? AND sealed IS ?
  AND mergedInto IS ? AND birthday IS ? AND joinedAt = ?`
const putSql = `
INSERT INTO member (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (memberId) DO UPDATE SET code = excluded.code, maskedName = excluded.maskedName,
  maskedPhone = excluded.maskedPhone, initials = excluded.initials, sealed = excluded.sealed,
  tierId = excluded.tierId, growth = excluded.growth, status = excluded.status, mergedInto = excluded.mergedInto,
  birthday = excluded.birthday, joinedAt = excluded.joinedAt, debt = excluded.debt,
  lifecycle = excluded.lifecycle, valueClass = excluded.valueClass, hasBought = excluded.hasBought,
  more = excluded.more`
const removeSql = `DELETE FROM member WHERE memberId = ?`
const findSql = `SELECT ${columns} FROM member WHERE memberId = ?`
const mergedSql = `SELECT memberId FROM member WHERE mergedInto = ? AND mergedInto IS NOT NULL LIMIT ?`
const byLastFourSql = `
SELECT ${columns} FROM member
WHERE substr(maskedPhone, -4) = ? AND maskedPhone IS NOT NULL AND initials >= ? AND initials < ?
  AND status NOT IN ('merged', 'erased')
ORDER BY memberId DESC LIMIT ?`
const byInitialsSql = `
SELECT ${columns} FROM member
WHERE initials >= ? AND initials < ? AND initials <> '' AND status NOT IN ('merged', 'erased')
ORDER BY initials, memberId LIMIT ?`

/**
 * All that few members have; what is missing is as with most. What everybody has is said in few letters: consents and
 * visits as short rows, their instants counted from when the member joined.
 */
interface More
  extends Partial<
    Pick<
      Member,
      | 'statusReason'
      | 'subscription'
      | 'family'
      | 'tags'
      | 'graceUntil'
      | 'protectionCards'
      | 'badges'
      | 'challenge'
      | 'repeatCategoryIds'
      | 'staffId'
      | 'lastRedemption'
      | 'referrerId'
    >
  > {
  readonly v?: readonly (readonly [afterJoining: number, storeNumber: string])[]
  readonly c?: readonly (readonly [purpose: string, given: 0 | 1, version: string, afterJoining: number])[]
}

const purposeLetters: Readonly<Record<Consent['purpose'], string>> = {
  service: 's',
  marketing: 'm',
  profiling: 'p',
}
const purposes = new Map(Object.entries(purposeLetters).map(([purpose, letter]) => [letter, purpose]))

const plain = {
  statusReason: null,
  subscription: null,
  family: null,
  tags: [],
  graceUntil: null,
  protectionCards: 0,
  badges: [],
  challenge: null,
  repeatCategoryIds: [],
  staffId: null,
  lastRedemption: null,
  referrerId: null,
} as const satisfies Partial<Member>

/** A million plain members are a million times what this says of them: what is as with most is left out. */
function moreOf(member: Member): string | null {
  const { joinedAt } = member
  const said = Object.keys(plain).flatMap((name) => {
    const value = member[name as keyof typeof plain]
    const isPlain = value === null || value === 0 || (Array.isArray(value) && value.length === 0)
    return isPlain ? [] : [[name, value] as const]
  })
  const more: More = {
    ...Object.fromEntries(said),
    ...(member.visits.length > 0 && {
      v: member.visits.map(({ at, storeNumber }) => [at - joinedAt, storeNumber] as const),
    }),
    ...(member.consents.length > 0 && {
      c: member.consents.map(
        ({ purpose, given, version, at }) =>
          [purposeLetters[purpose], given ? 1 : 0, version, at - joinedAt] as const,
      ),
    }),
  }
  const text = JSON.stringify(more)
  return text === '{}' ? null : text
}

type Row = Pick<
  Member,
  | 'code'
  | 'maskedName'
  | 'maskedPhone'
  | 'initials'
  | 'tierId'
  | 'growth'
  | 'status'
  | 'birthday'
  | 'joinedAt'
  | 'debt'
  | 'lifecycle'
  | 'valueClass'
> & {
  readonly memberId: Buffer
  readonly sealed: Buffer | null
  readonly mergedInto: Buffer | null
  readonly hasBought: number
  readonly more: string | null
}

/** The member of a row of all columns. */
export function memberOf({ more: text, ...row }: Row): Member {
  const { v = [], c = [], ...more } = text === null ? {} : (JSON.parse(text) as More)
  const { joinedAt } = row
  return {
    ...plain,
    ...row,
    ...more,
    memberId: uuidFromBytes(row.memberId),
    sealed: row.sealed?.toString('base64') ?? null,
    mergedInto: row.mergedInto && uuidFromBytes(row.mergedInto),
    hasBought: row.hasBought === 1,
    visits: v.map(([after, storeNumber]) => ({ at: joinedAt + after, storeNumber })),
    consents: c.map(([letter, given, version, after]) => ({
      purpose: purposes.get(letter) as Consent['purpose'],
      given: given === 1,
      version,
      at: joinedAt + after,
    })),
  }
}

export function putMember(tx: Tx, member: Member): void {
  const { code, maskedName, maskedPhone, initials, tierId, growth, status } = member
  const { birthday, joinedAt, debt, lifecycle, valueClass } = member
  const memberId = uuidToBytes(member.memberId)
  const sealed = member.sealed === null ? null : Buffer.from(member.sealed, 'base64')
  const mergedInto = member.mergedInto && uuidToBytes(member.mergedInto)
  const hasBought = member.hasBought ? 1 : 0
  const more = moreOf(member)
  const moving: readonly SqlValue[] = [tierId, growth, status, debt, lifecycle, valueClass, hasBought, more]
  const { changes } = tx
    .prepare(updateSql)
    .run(...moving, memberId, code, maskedName, maskedPhone, initials, sealed, mergedInto, birthday, joinedAt)
  if (changes > 0) return
  const all: readonly SqlValue[] = [memberId, code, maskedName, maskedPhone, initials, sealed, tierId, growth]
  tx.prepare(putSql).run(
    ...all,
    status,
    mergedInto,
    birthday,
    joinedAt,
    debt,
    lifecycle,
    valueClass,
    hasBought,
    more,
  )
}

/** `key` is the member's id. */
export function removeMember(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The chain's row as it stands, without this till's own effects: the counter reads through the overlay instead. */
export function findMember(db: ReadDb, memberId: Uuid): Member | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(memberId))
  return row ? memberOf(row) : null
}

/** Ids that were merged into a member's, at one remove. */
export function idsMergedInto(db: ReadDb, memberId: Uuid): Uuid[] {
  return db
    .prepare(mergedSql)
    .all<{ memberId: Buffer }>(uuidToBytes(memberId), mergedIdsMax)
    .map((row) => uuidFromBytes(row.memberId))
}

/**
 * Members whose masked phone ends in `lastFour` and whose initials begin with `initials`, at most `limit`; either is
 * empty where it was not asked for, not both. Merged and erased ones are left out.
 */
export function searchMemberRows(
  db: ReadDb,
  asked: { readonly lastFour: string; readonly initials: string; readonly limit: number },
): Member[] {
  const { lastFour, initials, limit } = asked
  const [from, until] = [initials, `${initials}\u{7f}`]
  const found =
    lastFour === ''
      ? db.prepare(byInitialsSql).all<Row>(from, until, limit)
      : db.prepare(byLastFourSql).all<Row>(lastFour, from, until, limit)
  return found.map(memberOf)
}
