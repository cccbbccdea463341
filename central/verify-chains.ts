import type { KeyObject } from 'node:crypto'
import type { Verdict } from '../contract/wire.ts'
import { type ChainedRecord, type ChainHead, firstHead, noHash } from '../domain/event.ts'
import { canonicalTextsOf, chainFindings, type Finding, type FindingKind } from '../domain/finding.ts'
import type { Uuid } from '../domain/ids.ts'
import { verifyFindingsMax } from '../domain/limits.ts'
import { standardPolicy } from '../domain/risk.ts'
import type { Statements } from './database.ts'
import type { ParkCode } from './push/examine.ts'
import { sha256Hex, signatureHolds, terminalKey } from './signing.ts'
import { storable } from './text.ts'

/* The central's books checked from end to end: every till's chain, the ledgers, the coupons (sync.md 10). */

const terminalsSql = `SELECT "terminalId", "publicKey", "epoch", "seq", "head" FROM terminal ORDER BY "terminalId"`
const eventsSql = `SELECT "epoch", "seq", "id", "type", "hash", "body", "verdict" FROM event
  WHERE "terminalId" = $1 AND ("epoch", "seq") > ($2, $3) ORDER BY "epoch", "seq" LIMIT $4`
const exposureMaxSql = 'SELECT coalesce(max("tillExposureMax"), 0) AS "max" FROM policy'
const entriesSql = `
  SELECT 'points' AS "book", "number" FROM points_entry WHERE "debit" = "credit" OR "points" <= 0
  UNION ALL SELECT 'value', "number" FROM value_entry WHERE "debit" = "credit" OR "amount" <= 0
  UNION ALL SELECT 'coupons', "number" FROM coupon_loss WHERE "debit" = "credit" OR "amount" <= 0
  ORDER BY 1, 2 LIMIT $1`
const lotsSql = `SELECT l."lotId" AS "id", l."points" AS "kept", coalesce(e."points", 0) AS "booked" FROM lot l
  LEFT JOIN (
    SELECT "lotId", sum(CASE WHEN "credit" = 'points' THEN "points" ELSE 0 END
      - CASE WHEN "debit" = 'points' THEN "points" ELSE 0 END) AS "points"
    FROM points_entry WHERE "lotId" IS NOT NULL GROUP BY "lotId") e ON e."lotId" = l."lotId"
  WHERE l."points" <> coalesce(e."points", 0) ORDER BY 1 LIMIT $1`
const accountsSql = `SELECT a."accountId" AS "id", a."principal" || '+' || a."gift" AS "kept",
    coalesce(e."principal", 0) || '+' || coalesce(e."gift", 0) AS "booked" FROM account a
  LEFT JOIN (
    SELECT "accountId", sum(CASE WHEN "part" = 'principal' THEN "moved" ELSE 0 END) AS "principal",
      sum(CASE WHEN "part" = 'gift' THEN "moved" ELSE 0 END) AS "gift"
    FROM (SELECT "accountId", "part", CASE WHEN "credit" = 'value' THEN "amount"
      WHEN "debit" = 'value' THEN -"amount" ELSE 0 END AS "moved" FROM value_entry) moves
    GROUP BY "accountId") e ON e."accountId" = a."accountId"
  WHERE a."principal" <> coalesce(e."principal", 0) OR a."gift" <> coalesce(e."gift", 0) ORDER BY 1 LIMIT $1`
const usesSql = `SELECT u."couponId" AS "id", min(u."useNumber") AS "useNumber", count(*) AS "times" FROM coupon_use u
  GROUP BY u."couponId", u."useNumber" HAVING count(*) > 1
  UNION ALL SELECT u."couponId", u."useNumber", 0 FROM coupon_use u
  WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e."id" = u."eventId" AND NOT e."idTaken")
  ORDER BY 1, 2 LIMIT $1`

/** Events read at once. */
const pageEvents = 500

/** A finding with whose it is, where it is about a till's chain. */
export interface CentralFinding extends Finding {
  readonly terminalId: Uuid | null
}

export interface CentralReport {
  readonly terminals: number
  readonly events: number
  /** At most `verifyFindingsMax`. */
  readonly findings: readonly CentralFinding[]
}

interface Terminal {
  readonly terminalId: Uuid
  readonly publicKey: string
  readonly epoch: number
  readonly seq: number
  readonly head: string
}

interface Row {
  readonly epoch: number
  readonly seq: number
  readonly id: Uuid
  readonly type: string
  readonly hash: string
  readonly body: string
  readonly verdict: string
}

/**
 * Checks every terminal's chain (place, hash, the hash before, signature, the columns beside, the head), that lots and
 * accounts are what the double entry books come to, and that each use of a coupon took effect once by an event that is
 * there, and that no till ever said more exposure than it may have. Give it a transaction that reads one moment.
 */
export async function verifyChains(from: Statements): Promise<CentralReport> {
  const terminals = await from.query<Terminal>(terminalsSql)
  const findings: CentralFinding[] = []
  const [exposure] = await from.query<{ max: number }>(exposureMaxSql)
  const exposureMax = Math.max(standardPolicy.tillExposureMax, exposure?.max ?? 0)
  let events = 0
  for (const terminal of terminals) {
    const chain = await verifyChain(from, terminal, exposureMax)
    events += chain.events
    const { terminalId } = terminal
    findings.push(...chain.findings.map((finding) => ({ ...finding, terminalId })))
  }
  const books = [
    ...(await from.query<{ book: string; number: number }>(entriesSql, [verifyFindingsMax])).map(
      ({ book, number }) => ofNoChain('books_unbalanced', `${book} ${number}`),
    ),
    ...(await differing(from, 'lot_differs', lotsSql)),
    ...(await differing(from, 'account_differs', accountsSql)),
    ...(await from.query<{ id: Uuid; useNumber: number; times: number }>(usesSql, [verifyFindingsMax])).map(
      ({ id, useNumber, times }) =>
        ofNoChain('use_differs', `${id} ${useNumber}: ${times === 0 ? 'by no event' : `${times} times`}`),
    ),
  ]
  findings.push(...books)
  return { terminals: terminals.length, events, findings: findings.slice(0, verifyFindingsMax) }
}

async function differing(from: Statements, what: FindingKind, sql: string): Promise<CentralFinding[]> {
  const rows = await from.query<{ id: Uuid; kept: number | string; booked: number | string }>(sql, [
    verifyFindingsMax,
  ])
  return rows.map(({ id, kept, booked }) => ofNoChain(what, `${id}: ${kept}, booked ${booked}`))
}

function ofNoChain(what: FindingKind, detail: string): CentralFinding {
  return { what, terminalId: null, epoch: 0, seq: 0, detail }
}

async function verifyChain(
  from: Statements,
  terminal: Terminal,
  exposureMax: number,
): Promise<{ readonly events: number; readonly findings: readonly Finding[] }> {
  const { terminalId, publicKey } = terminal
  const key = terminalKey(publicKey)
  const findings: Finding[] = []
  let events = 0
  let head: ChainHead = firstHead(terminalId, 0)
  for (;;) {
    const rows = await from.query<Row>(eventsSql, [terminalId, head.epoch, head.seq, pageEvents])
    for (const row of rows) {
      events += 1
      const before = headBefore(head, row, findings)
      for (const { what, detail } of await judge(row, before, { key, exposureMax })) {
        findings.push({ what, epoch: row.epoch, seq: row.seq, detail })
      }
      head = { source: terminalId, epoch: row.epoch, seq: row.seq, hash: row.hash }
    }
    if (rows.length < pageEvents || findings.length >= verifyFindingsMax) break
  }
  const { epoch, seq } = terminal
  const isHead =
    events === 0 ? seq === 0 : epoch === head.epoch && seq === head.seq && terminal.head === head.hash
  if (!isHead && findings.length < verifyFindingsMax) {
    findings.push({ what: 'head_differs', epoch, seq, detail: `the chain ends at ${head.epoch}:${head.seq}` })
  }
  return { events, findings }
}

/** Names what is missing before a row, and gives the head the row has to follow. */
function headBefore(head: ChainHead, row: Row, findings: Finding[]): ChainHead {
  const { epoch, seq } = row
  if (epoch === head.epoch && seq === head.seq + 1) return head
  if (epoch === head.epoch + 1 && seq === 1) return firstHead(head.source, epoch)
  const from = epoch === head.epoch ? head.seq + 1 : 1
  const detail = epoch > head.epoch + 1 ? `epochs ${head.epoch + 1} to ${epoch - 1}` : `${from} to ${seq - 1}`
  findings.push({ what: 'missing', epoch, seq: epoch > head.epoch + 1 ? 0 : from, detail })
  const prev = (parse(row.body) as { readonly prev?: unknown } | null)?.prev
  return { source: head.source, epoch, seq: seq - 1, hash: seq === 1 ? noHash : String(prev ?? '') }
}

type Judged = { readonly what: FindingKind; readonly detail: string }

/** What a parked event was parked for is known of it and no finding. */
const knownOf: Partial<Record<ParkCode, readonly FindingKind[]>> = {
  hash_wrong: ['hash_wrong', 'signature_wrong'],
  signature_wrong: ['signature_wrong'],
  envelope_invalid: ['signature_wrong'],
  prev_wrong: ['prev_wrong'],
}

async function judge(
  row: Row,
  head: ChainHead,
  { key, exposureMax }: { readonly key: KeyObject | null; readonly exposureMax: number },
): Promise<Judged[]> {
  const value = parse(row.body) as
    | (ChainedRecord & { id?: unknown; type?: unknown; sig?: unknown; exposure?: unknown })
    | null
  if (!value) return [{ what: 'body_unreadable', detail: '' }]
  const parked = (parse(row.verdict) as Verdict | null)?.code as ParkCode | undefined
  const known = parked ? (knownOf[parked] ?? []) : []
  const found: Judged[] = chainFindings(head, value, canonicalTextsOf(value, sha256Hex), sha256Hex)
    .filter((what) => !known.includes(what))
    .map((what) => ({ what, detail: '' }))
  const signed =
    key !== null && typeof value.sig === 'string' && (await signatureHolds(key, value.hash, value.sig))
  if (!signed && !known.includes('signature_wrong')) found.push({ what: 'signature_wrong', detail: '' })
  if (typeof value.exposure === 'number' && value.exposure > exposureMax) {
    found.push({ what: 'exposure_over', detail: `${value.exposure} of ${exposureMax}` })
  }
  const type = typeof value.type === 'string' ? storable(value.type).slice(0, 60) : ''
  const columns = [
    ...(row.id === value.id ? [] : ['id']),
    ...(row.type === type ? [] : ['type']),
    ...(row.hash === value.hash ? [] : ['hash']),
  ]
  return columns.length > 0 ? [...found, { what: 'columns_differ', detail: columns.join(', ') }] : found
}

/** A JSON object, or null. */
function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
