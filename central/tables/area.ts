import type { CollectionName } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import { areaOfStore, type PrivacyRules } from '../../domain/privacy.ts'
import { dayMs } from '../../domain/time.ts'
import type { Database, Statements, Transaction } from '../database.ts'
import { leaversAtOnce } from '../limits.ts'
import { lockChanges, nextChangeNumber, raiseHorizon } from './change-counter.ts'

/*
 * Whose rows the stores of an area copy (loyalty.md 7). Who was seen where is always noted; who is copied where only
 * while the rules of the chain ask for it.
 */

/** Collections that say something of one member, under "memberId"; a row without one is everybody's. */
const ofMembers: ReadonlySet<string> = new Set<CollectionName>([
  'member',
  'member_pin',
  'identifier',
  'lot',
  'coupon',
  'account',
])

export function isOfMembers(collection: string): boolean {
  return ofMembers.has(collection)
}

/** Whether the row `t` of a collection is copied in the area `area` (SQL, NULL = everything is). `since`: a condition on `a`. */
export function copiedSql(collection: string, area: string, since = ''): string {
  return ofMembers.has(collection) ? memberCopiedSql('t."memberId"', area, since) : 'true'
}

/** The same for a former version of a row, whose image is `t."image"`. */
export function formerCopiedSql(area: string, since = ''): string {
  return memberCopiedSql(`(t."image"->>'memberId')::uuid`, area, since)
}

/** Whether a row left the area by the move `m` of `row_moved`: whom it was of was copied there, whose it became was not. */
export function movedAwaySql(area: string): string {
  return `(${area}::text IS NOT NULL AND (m."memberId" IS NULL OR EXISTS (SELECT FROM area_member a
    WHERE a."area" = ${area} AND a."memberId" = m."memberId"))
    AND NOT ${memberCopiedSql('m."toMemberId"', area, ' AND a."changeNumber" <= m."changeNumber"')})`
}

function memberCopiedSql(member: string, area: string, since: string): string {
  return `(${area}::text IS NULL OR ${member} IS NULL OR EXISTS (SELECT FROM area_member a
    WHERE a."area" = ${area} AND a."memberId" = ${member} AND NOT a."gone"${since}))`
}

const areaSql = `SELECT coalesce("areas"->>$1::text, $1::text) AS "area" FROM area_rule`
const ruleSql = 'SELECT "body"->\'privacy\' AS "privacy" FROM programme ORDER BY "version" DESC LIMIT 1'
const keptRuleSql = 'SELECT "privacy" FROM area_rule'
const dropRuleSql = 'DELETE FROM area_rule'
const dropMembersSql = 'DELETE FROM area_member'
const putRuleSql = 'INSERT INTO area_rule ("days", "areas", "privacy") VALUES ($1, $2::jsonb, $3::jsonb)'
/** Visits from before it was noted who is seen where. */
const noteVisitsSql = `INSERT INTO member_seen ("storeId", "memberId", "seenAt")
  SELECT s."storeId", m."memberId", max(v."at") FROM member m
    CROSS JOIN LATERAL jsonb_to_recordset(m."visits") v("at" bigint, "storeNumber" text)
    JOIN store s ON s."number" = v."storeNumber"
  GROUP BY s."storeId", m."memberId"
  ON CONFLICT ("storeId", "memberId") DO UPDATE SET "seenAt" = greatest(member_seen."seenAt", excluded."seenAt")`
/** Who was seen in which area since `$2`, with who owns the points of their family: those are spent too. `$1`: areas by store. */
const presentSql = `SELECT DISTINCT coalesce($1::jsonb->>s."storeId"::text, s."storeId"::text) AS "area", x."id"
  FROM member_seen s JOIN member m ON m."memberId" = s."memberId"
    CROSS JOIN LATERAL (VALUES (m."memberId"), (m."mergedInto"), ((m."family"->>'ownerId')::uuid)) AS x("id")
  WHERE s."seenAt" >= $2 AND x."id" IS NOT NULL`
const fillSql = `INSERT INTO area_member ("area", "memberId", "gone", "changeNumber")
  SELECT p."area", p."id", false, $3::bigint FROM (${presentSql}) p`
const shownSql = 'SELECT "memberId" FROM area_member WHERE "area" = $1 AND "memberId" = $2 AND NOT "gone"'
const noteSeenSql = `INSERT INTO member_seen ("storeId", "memberId", "seenAt")
  SELECT $1, id, $3 FROM unnest($2::uuid[]) AS ids(id)
  ON CONFLICT ("storeId", "memberId") DO UPDATE SET "seenAt" = greatest(member_seen."seenAt", excluded."seenAt")`
const showSql = `INSERT INTO area_member ("area", "memberId", "gone", "changeNumber")
  SELECT coalesce(r."areas"->>$1::text, $1::text), id, false, $3::bigint FROM area_rule r, unnest($2::uuid[]) AS ids(id)
  ON CONFLICT ("area", "memberId") DO UPDATE SET "gone" = false, "changeNumber" = excluded."changeNumber"
    WHERE area_member."gone"`
/** Whoever was shown in an area of the one that goes is shown there as the survivor. */
const showSurvivorSql = `INSERT INTO area_member ("area", "memberId", "gone", "changeNumber")
  SELECT "area", $2, false, $3::bigint FROM area_member WHERE "memberId" = $1 AND NOT "gone"
  ON CONFLICT ("area", "memberId") DO UPDATE SET "gone" = false, "changeNumber" = excluded."changeNumber"
    WHERE area_member."gone"`
const seeSurvivorSql = `INSERT INTO member_seen ("storeId", "memberId", "seenAt")
  SELECT "storeId", $2, "seenAt" FROM member_seen WHERE "memberId" = $1
  ON CONFLICT ("storeId", "memberId") DO UPDATE SET "seenAt" = greatest(member_seen."seenAt", excluded."seenAt")`
const ruleNowSql = 'SELECT "days", "areas" FROM area_rule'
const longUnseenSql = `SELECT a."area", a."memberId" FROM area_member a WHERE NOT a."gone" AND NOT EXISTS (
    SELECT FROM (${presentSql}) p WHERE p."area" = a."area" AND p."id" = a."memberId")`
/** `$4`, `$5`: areas by store and since when; whoever came in since the list was made stays, and so does who belongs to them. */
const hideSql = `UPDATE area_member a SET "gone" = true, "changeNumber" = $3
  FROM unnest($1::text[], $2::uuid[]) AS l("area", "memberId")
  WHERE a."area" = l."area" AND a."memberId" = l."memberId" AND NOT EXISTS (SELECT FROM member m
      JOIN member_seen s ON s."memberId" = m."memberId"
    WHERE (m."memberId" = a."memberId" OR m."mergedInto" = a."memberId"
        OR (m."family"->>'ownerId')::uuid = a."memberId")
      AND s."seenAt" >= $5 AND coalesce($4::jsonb->>s."storeId"::text, s."storeId"::text) = a."area")
  RETURNING a."memberId"`
/** Whose points the members `$1` spend is shown where they are. */
const showOwnersSql = `INSERT INTO area_member ("area", "memberId", "gone", "changeNumber")
  SELECT DISTINCT a."area", o."memberId", false, $2::bigint FROM area_member a
    JOIN member m ON m."memberId" = a."memberId"
    JOIN member o ON o."memberId" = (m."family"->>'ownerId')::uuid
  WHERE a."memberId" = ANY($1::uuid[]) AND NOT a."gone"
  ON CONFLICT ("area", "memberId") DO UPDATE SET "gone" = false, "changeNumber" = excluded."changeNumber"
    WHERE area_member."gone"`
const forgetSeenSql = 'DELETE FROM member_seen WHERE "memberId" = ANY($1::uuid[])'
/** What was theirs and went to others before leaves every area that may not have it; what came to them is gone by itself. */
const forgetGivenSql = 'UPDATE row_moved SET "memberId" = NULL WHERE "memberId" = ANY($1::uuid[])'
const forgetReceivedSql = 'DELETE FROM row_moved WHERE "toMemberId" = ANY($1::uuid[])'
const forgetShownSql = 'DELETE FROM area_member WHERE "memberId" = ANY($1::uuid[])'

/** The area a store copies the members of; null = everybody's. */
export async function copiedArea(from: Statements, storeId: Uuid): Promise<string | null> {
  const [row] = await from.query<{ area: string }>(areaSql, [storeId])
  return row?.area ?? null
}

/** Whether the tills of an area copy a member. */
export async function isCopied(from: Statements, area: string, memberId: Uuid): Promise<boolean> {
  return (await from.query(shownSql, [area, memberId])).length > 0
}

/** Notes that members were at a store; where areas count, their rows go there from this change number on. */
export async function noteSeen(
  tx: Transaction,
  { storeId, memberIds }: { readonly storeId: Uuid; readonly memberIds: readonly Uuid[] },
  at: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  if (memberIds.length === 0) return
  await tx.query(noteSeenSql, [storeId, memberIds, at.now])
  await tx.query(showSql, [storeId, memberIds, at.changeNumber])
}

/** Members' rows were written: who owns the points of their family comes to the areas they are in. */
export async function showOwners(
  tx: Transaction,
  memberIds: readonly string[],
  changeNumber: number,
): Promise<void> {
  if (memberIds.length > 0) await tx.query(showOwnersSql, [memberIds, changeNumber])
}

/** What was seen of a member who was merged was seen of the survivor, and of whose points they spend. */
export async function followSeen(
  tx: Transaction,
  { from, into }: { readonly from: Uuid; readonly into: Uuid },
  changeNumber: number,
): Promise<void> {
  await tx.query(seeSurvivorSql, [from, into])
  await tx.query(showSurvivorSql, [from, into, changeNumber])
  await showOwners(tx, [into], changeNumber)
}

/** Nothing of where an erased member was is left. */
export async function forgetSeen(tx: Transaction, memberIds: readonly string[]): Promise<void> {
  await tx.query(forgetSeenSql, [memberIds])
  await tx.query(forgetShownSql, [memberIds])
  await tx.query(forgetReceivedSql, [memberIds])
  await tx.query(forgetGivenSql, [memberIds])
}

/**
 * Goes by the newest rules: when what they say of areas is new, everybody's place is worked out anew, and every till is
 * led to a snapshot of what its store may copy now. Called where a version of the rules was written.
 */
export async function keepAreas(
  tx: Transaction,
  at: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  const [newest] = await tx.query<{ privacy: PrivacyRules | null }>(ruleSql)
  const [kept] = await tx.query<{ privacy: PrivacyRules }>(keptRuleSql)
  const privacy = newest?.privacy ?? null
  if (same(privacy, kept?.privacy ?? null)) return
  await tx.query(dropRuleSql)
  await tx.query(dropMembersSql)
  if (privacy) {
    const named = privacy.areas.flatMap(({ storeIds }) => storeIds)
    const areas = JSON.stringify(
      Object.fromEntries(named.map((storeId) => [storeId, areaOfStore(privacy, storeId)])),
    )
    await tx.query(putRuleSql, [privacy.days, areas, JSON.stringify(privacy)])
    await tx.query(noteVisitsSql)
    await tx.query(fillSql, [areas, at.now - privacy.days * dayMs, at.changeNumber])
  }
  await raiseHorizon(tx, at.changeNumber)
}

function same(one: PrivacyRules | null, other: PrivacyRules | null): boolean {
  const plain = (rules: PrivacyRules | null) =>
    rules && [rules.days, rules.areas.map((a) => [a.areaId, a.storeIds])]
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

/**
 * Takes members nobody of their area has seen for the days of the rules out of it, a portion a transaction. Answers how
 * many went.
 */
export async function leaveAreas(database: Database, now: number): Promise<number> {
  const [rule] = await database.query<{ days: number; areas: object }>(ruleNowSql)
  if (!rule) return 0
  const since = now - rule.days * dayMs
  const areas = JSON.stringify(rule.areas)
  const unseen = await database.query<{ area: string; memberId: Uuid }>(longUnseenSql, [areas, since])
  let left = 0
  for (let from = 0; from < unseen.length; from += leaversAtOnce) {
    const some = unseen.slice(from, from + leaversAtOnce)
    left += await database.transaction(async (tx) => {
      await lockChanges(tx)
      const changeNumber = await nextChangeNumber(tx, now)
      const [names, ids] = [some.map(({ area }) => area), some.map(({ memberId }) => memberId)]
      return (await tx.query(hideSql, [names, ids, changeNumber, areas, since])).length
    })
  }
  return left
}
