import type { z } from 'zod'
import type { transferAnswerSchema, transferRequestSchema } from '../../contract/online.ts'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Lot, spendablePoints } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { type Points, points, subtractPoints } from '../../domain/points.ts'
import { monthKey } from '../../domain/time.ts'
import { settleTransfer, type Transferred } from '../../domain/transfer.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { newId } from '../ids.ts'
import { newestProgramme } from '../programmes.ts'
import { readStanding } from '../risk/standing.ts'
import { lockSubjects } from '../risk/subjects.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { memberByIdentifier, survivingMember } from './find-member.ts'
import { refusedBy } from './refusals.ts'

type TransferRequest = z.infer<typeof transferRequestSchema>
type TransferAnswer = z.infer<typeof transferAnswerSchema>

const knownSql = 'SELECT "answer" FROM transfer WHERE "actId" = $1'
const sentSql = `SELECT coalesce(sum("points"), 0) AS "points" FROM transfer
  WHERE "fromMemberId" = $1 AND "month" = $2`
const lotsSql = `SELECT to_jsonb(l) - 'changeNumber' AS "lot" FROM lot l WHERE l."memberId" = $1`
const zoneSql = 'SELECT "timeZone" FROM store WHERE "storeId" = $1'
const addSql = `INSERT INTO transfer ("actId", "fromMemberId", "toMemberId", "terminalId", "staffId", "month",
    "points", "fee", "received", "madeAt", "answer")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
const addEntriesSql = `INSERT INTO points_entry ("eventId", "memberId", "lotId", "debit", "credit", "points")
  SELECT r."eventId", r."memberId", r."lotId", r."debit", r."credit", r."points"
  FROM jsonb_populate_recordset(NULL::points_entry, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`

/**
 * Moves points from member to member by the newest rules, in double entry: out of the sender's lots, the fee apart, the
 * rest into lots of the receiver that end when the sender's would have. Asked again with the same `actId` it answers
 * what it did. Refuses as `judgeTransfer`.
 */
export function transferPoints(
  central: { readonly database: Database; readonly clock: Clock },
  terminal: TerminalRow,
  request: TransferRequest,
): Promise<TransferAnswer> {
  const now = central.clock()
  return central.database.transaction(async (tx) => {
    await lockChanges(tx)
    const [known] = await tx.query<{ answer: TransferAnswer }>(knownSql, [request.actId])
    if (known) return known.answer
    const from = await survivingMember(tx, request.fromMemberId)
    const to = await memberByIdentifier(tx, request.to)
    const [store] = await tx.query<{ timeZone: string }>(zoneSql, [terminal.storeId])
    assert(store, 'a terminal has its store')
    const month = monthKey(now, store.timeZone)
    const [sent] = await tx.query<{ points: Points }>(sentSql, [from.memberId, month])
    // Whoever decides about the sender's points waits, and what was promised of them is not sent away.
    await lockSubjects(tx, [from.memberId])
    const { reserved, leased } = await promisedPoints(tx, from.memberId, terminal.terminalId, now)
    const lots = (await tx.query<{ lot: Lot }>(lotsSql, [from.memberId])).map(({ lot }) => lot)
    const settled = settleTransfer(
      {
        from,
        fromLots: lots,
        to,
        wish: request.points,
        sentThisMonth: points(sent?.points ?? 0),
        promised: points(reserved + leased),
        rules: (await newestProgramme(tx))?.transfer ?? null,
        now,
      },
      lots.map(() => newId(now)),
    )
    if (!settled.ok) throw refusedBy(settled.refusal)
    const { value } = settled
    const answer: TransferAnswer = {
      actId: request.actId,
      points: value.points,
      fee: value.fee,
      received: value.received,
      toMaskedName: to.maskedName,
      balance: subtractPoints(spendablePoints(lots, now), value.points),
    }
    await writeLots(tx, lots, value, await nextChangeNumber(tx, now))
    await tx.query(addEntriesSql, [JSON.stringify(entriesOf(request.actId, from, to, value))])
    await tx.query(addSql, [
      request.actId,
      from.memberId,
      to.memberId,
      terminal.terminalId,
      request.staffId,
      month,
      value.points,
      value.fee,
      value.received,
      now,
      JSON.stringify(answer),
    ])
    return answer
  })
}

async function promisedPoints(tx: Transaction, memberId: Uuid, terminalId: Uuid, now: number) {
  const subjects = { coupons: [], members: [memberId], accounts: [] }
  const standing = await readStanding(tx, subjects, { terminalId, eventId: memberId, now, lotsEndAfter: now })
  return standing.points(memberId)
}

async function writeLots(
  tx: Transaction,
  lots: readonly Lot[],
  { burned, lots: received }: Transferred,
  changeNumber: number,
): Promise<void> {
  const taken = burned.map((burn) => {
    const lot = lots.find(({ lotId }) => lotId === burn.lotId)
    assert(lot, `lot ${burn.lotId} was taken from those at hand`)
    return { ...lot, points: subtractPoints(lot.points, burn.points) }
  })
  const table = chainTable('lot')
  assert(table, 'a collection of the feed')
  await tx.query(upsertSql(table), [JSON.stringify([...taken, ...received]), changeNumber])
}

/** What leaves the sender's lots is what reaches the receiver's and the fee: the account `transfer` comes to nothing. */
function entriesOf(eventId: Uuid, from: Member, to: Member, { burned, lots, fee }: Transferred): object[] {
  const entries: object[] = burned.map(({ lotId, points: taken }) => ({
    eventId,
    memberId: from.memberId,
    lotId,
    debit: 'points',
    credit: 'transfer',
    points: taken,
  }))
  for (const { lotId, points: received } of lots) {
    const entry = { eventId, memberId: to.memberId, lotId, debit: 'transfer', credit: 'points' }
    entries.push({ ...entry, points: received })
  }
  if (fee > 0) {
    const entry = { eventId, memberId: from.memberId, lotId: null, debit: 'transfer', credit: 'fee' }
    entries.push({ ...entry, points: fee })
  }
  return entries
}
