import type { z } from 'zod'
import type {
  couponAnswerSchema,
  eventAnswerSchema,
  eventsAnswerSchema,
  forksAnswerSchema,
  memberAnswerSchema,
  parkedAnswerSchema,
  terminalsAnswerSchema,
} from '../../contract/head-office.ts'
import type { disputesAnswerSchema } from '../../contract/risk.ts'
import type { Verdict } from '../../contract/wire.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Lot, spendablePoints } from '../../domain/lot.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import type { Statements } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { type MaybeArchived, withBodies } from '../tables/archive-segment.ts'
import type { KeptHistory } from '../tables/member-history.ts'

type Answer<S extends z.ZodType> = z.infer<S>

/** A page of a list by a number that counts up. */
export interface Page {
  readonly after: number
  readonly limit: number
}

const terminalsSql = `SELECT t."terminalId", t."number", t."storeId", s."number" AS "storeNumber", t."appVersion",
    t."enrolledAt", t."seenAt", t."epoch", t."seq", t."head", t."revokedAt", t."admittedEpoch"
  FROM terminal t JOIN store s ON s."storeId" = t."storeId" ORDER BY s."number", t."enrolledAt", t."terminalId"`
const eventsSql = `SELECT "id", "type", "epoch", "seq", "hash", "verdict" FROM event
  WHERE "terminalId" = $1 AND ("epoch", "seq") > ($2, $3) ORDER BY "epoch", "seq" LIMIT $4`
const eventSql = `SELECT "terminalId", "epoch", "seq", "receivedAt", "verdict", "body" FROM event
  WHERE "id" = $1 AND NOT "idTaken"`
const memberSql = 'SELECT * FROM member WHERE "memberId" = $1'
const monthsSql = 'SELECT "months" FROM member_history WHERE "memberId" = $1'
const identifiersSql = 'SELECT * FROM identifier WHERE "memberId" = $1 ORDER BY "kind", "value"'
const lotsSql = 'SELECT * FROM lot WHERE "memberId" = $1 ORDER BY "expiresAt", "earnedAt", "lotId"'
const ledgerSql = `SELECT coalesce(sum(CASE WHEN p."credit" = 'points' THEN p."points"
      WHEN p."debit" = 'points' THEN -p."points" ELSE 0 END), 0) AS "points"
  FROM lot l JOIN points_entry p ON p."lotId" = l."lotId" WHERE l."memberId" = $1`
const couponSql = 'SELECT * FROM coupon WHERE "couponId" = $1'
const usesSql = `SELECT "useNumber", "eventId", "terminalId", "memberId", "usedAt", "amount", "restoredBy" FROM coupon_use
  WHERE "couponId" = $1 ORDER BY "useNumber"`
const disputesSql = 'SELECT * FROM dispute WHERE "number" > $1 ORDER BY "number" LIMIT $2'
const parkedSql = 'SELECT * FROM parked WHERE "number" > $1 ORDER BY "number" LIMIT $2'
const forksSql = 'SELECT * FROM fork WHERE "number" > $1 ORDER BY "number" LIMIT $2'

interface Numbered {
  readonly changeNumber: number
}

export async function terminalsReport(from: Statements): Promise<Answer<typeof terminalsAnswerSchema>> {
  const terminals = await from.query<Answer<typeof terminalsAnswerSchema>['terminals'][number]>(terminalsSql)
  return { terminals: [...terminals] }
}

/** Events of a terminal after a place of its chain. */
export async function eventsReport(
  from: Statements,
  terminalId: Uuid,
  after: { readonly epoch: number; readonly seq: number; readonly limit: number },
): Promise<Answer<typeof eventsAnswerSchema>> {
  const rows = await from.query<{
    id: Uuid
    type: string
    epoch: number
    seq: number
    hash: string
    verdict: string
  }>(eventsSql, [terminalId, after.epoch, after.seq, after.limit + 1])
  const events = rows.slice(0, after.limit).map(({ verdict, ...event }) => {
    const { outcome, code } = JSON.parse(verdict) as Verdict
    return { ...event, outcome, code: code ?? null }
  })
  return { events, more: rows.length > after.limit }
}

/** One event by its id, whole. Refuses `event_unknown`. */
export async function eventReport(from: Statements, id: Uuid): Promise<Answer<typeof eventAnswerSchema>> {
  const rows = await from.query<MaybeArchived & { receivedAt: number; verdict: string }>(eventSql, [id])
  const [row] = await withBodies(from, rows)
  if (!row) throw new RequestRefused(404, 'event_unknown', 'no event has this id')
  const { terminalId, receivedAt } = row
  const verdict = JSON.parse(row.verdict) as Verdict
  return { terminalId, receivedAt, verdict, event: JSON.parse(row.body) as Record<string, unknown> }
}

/** A member with identifiers, lots, and what the ledger says the lots should hold. Refuses `member_unknown`. */
export async function memberReport(
  from: Statements,
  memberId: Uuid,
  now: number,
): Promise<Answer<typeof memberAnswerSchema>> {
  const [member] = await from.query<Member & Numbered>(memberSql, [memberId])
  if (!member) throw new RequestRefused(404, 'member_unknown', 'no member has this id')
  const identifiers = await from.query<Identifier>(identifiersSql, [memberId])
  const lots = await from.query<Lot & Numbered>(lotsSql, [memberId])
  const [history] = await from.query<Pick<KeptHistory, 'months'>>(monthsSql, [memberId])
  const [ledger] = await from.query<{ points: number }>(ledgerSql, [memberId])
  return {
    member,
    identifiers: [...identifiers],
    lots: [...lots],
    versions: [
      { c: 'member', k: memberId, v: member.changeNumber },
      ...lots.map(({ lotId, changeNumber }) => ({ c: 'lot', k: lotId, v: changeNumber })),
    ],
    balance: spendablePoints(lots, now),
    ledger: ledger?.points ?? 0,
    months: history?.months ?? {},
  }
}

/** A coupon with its uses. Refuses `coupon_unknown`. */
export async function couponReport(
  from: Statements,
  couponId: Uuid,
): Promise<Answer<typeof couponAnswerSchema>> {
  const [coupon] = await from.query<Coupon>(couponSql, [couponId])
  if (!coupon) throw new RequestRefused(404, 'coupon_unknown', 'no coupon has this id')
  const uses = await from.query<Answer<typeof couponAnswerSchema>['uses'][number]>(usesSql, [couponId])
  return { coupon, uses: [...uses] }
}

export async function disputesReport(
  from: Statements,
  page: Page,
): Promise<Answer<typeof disputesAnswerSchema>> {
  const { rows, more } = await listed<Answer<typeof disputesAnswerSchema>['disputes'][number]>(
    from,
    disputesSql,
    page,
  )
  return { disputes: rows, more }
}

export async function parkedReport(from: Statements, page: Page): Promise<Answer<typeof parkedAnswerSchema>> {
  const { rows, more } = await listed<Answer<typeof parkedAnswerSchema>['parked'][number]>(
    from,
    parkedSql,
    page,
  )
  return { parked: rows, more }
}

export async function forksReport(from: Statements, page: Page): Promise<Answer<typeof forksAnswerSchema>> {
  const { rows, more } = await listed<Answer<typeof forksAnswerSchema>['forks'][number]>(from, forksSql, page)
  return { forks: rows, more }
}

export async function listed<Row>(
  from: Statements,
  sql: string,
  { after, limit }: Page,
): Promise<{ rows: Row[]; more: boolean }> {
  const rows = await from.query<Row>(sql, [after, limit + 1])
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
