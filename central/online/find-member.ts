import type { Uuid } from '../../domain/ids.ts'
import { mergesFollowedMax } from '../../domain/limits.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import { identifierSpellings } from '../../domain/scan.ts'
import type { Statements } from '../database.ts'
import { storable } from '../text.ts'
import { unknown } from './refusals.ts'

const byIdSql = `SELECT to_jsonb(m) - 'changeNumber' AS "member" FROM member m WHERE m."memberId" = $1`
const ownerSql = 'SELECT "memberId" FROM identifier WHERE "kind" = $1 AND "value" = $2'
/** `$1`: the spellings of a card's number, most likely first; of one spelling the printed number counts first. */
const cardSql = `SELECT i."memberId" FROM unnest($1::text[]) WITH ORDINALITY AS s("value", "place")
  JOIN identifier i ON i."kind" IN ('card_number', 'nfc_uid') AND i."value" = s."value"
  ORDER BY s."place", i."kind" LIMIT 1`

/** A member as the row stands. Refuses `member_unknown`. */
export async function memberById(from: Statements, memberId: Uuid): Promise<Member> {
  const [row] = await from.query<{ member: Member }>(byIdSql, [memberId])
  if (!row || row.member.status === 'erased') throw unknown('member_unknown')
  return row.member
}

/** The member an id stands for now, merges followed. Refuses `member_unknown`. */
export async function survivingMember(from: Statements, memberId: Uuid): Promise<Member> {
  let member = await memberById(from, memberId)
  for (let hops = 0; member.mergedInto !== null; hops++) {
    if (hops === mergesFollowedMax) throw unknown('member_unknown')
    member = await memberById(from, member.mergedInto)
  }
  return member
}

/** The member a code or phone hash stands for now. Refuses `member_unknown`. */
export async function memberByIdentifier(
  from: Statements,
  { kind, value }: Pick<Identifier, 'kind' | 'value'>,
): Promise<Member> {
  const [owner] = await from.query<{ memberId: Uuid }>(ownerSql, [kind, storable(value)])
  if (!owner) throw unknown('member_unknown')
  return survivingMember(from, owner.memberId)
}

/** The member a card's number stands for now, in whatever spelling. Refuses `member_unknown`. */
export async function memberByCard(from: Statements, number: string): Promise<Member> {
  const [owner] = await from.query<{ memberId: Uuid }>(cardSql, [identifierSpellings(number)])
  if (!owner) throw unknown('member_unknown')
  return survivingMember(from, owner.memberId)
}
