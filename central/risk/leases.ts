import type { LeaseAnswer, LeaseRequest, LeaseReturned } from '../../contract/risk.ts'
import { assert } from '../../domain/assert.ts'
import { freeOf, usesLeft } from '../../domain/authority.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lease } from '../../domain/risk.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { leaseMs, leasesPerTerminalMax } from '../limits.ts'
import { RequestRefused } from '../problem.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { bury } from '../tables/tombstone.ts'
import { readStanding } from './standing.ts'
import { lockSubjects, survivorsOf } from './subjects.ts'

const grantedSql = 'SELECT "terminalId", "endedAt" FROM lease_grant WHERE "leaseId" = $1'
const leaseSql = `SELECT to_jsonb(l) - 'changeNumber' AS "lease" FROM lease l WHERE l."leaseId" = $1`
const fenceSql = `SELECT coalesce(max("fence"), 0) + 1 AS "next", (SELECT count(*) FROM lease WHERE "terminalId" = $2) AS "held"
  FROM lease_grant WHERE "subjectId" = $1`
const grantSql = `INSERT INTO lease_grant ("leaseId", "terminalId", "kind", "subjectId", "fence", "grantedAt")
  VALUES ($1, $2, $3, $4, $5, $6)`
const overSql = 'SELECT "leaseId" FROM lease WHERE "terminalId" = $1 AND "expiresAt" <= $2'
const endGrantsSql = `UPDATE lease_grant SET "endedAt" = $2, "ending" = $3
  WHERE "leaseId" = ANY($1::uuid[]) AND "endedAt" IS NULL RETURNING "leaseId"`
const endLeasesSql = 'DELETE FROM lease WHERE "leaseId" = ANY($1::uuid[])'

/**
 * Hands a part of a coupon, of a member's points or of an account to a till to decide about alone (sync.md 7). A coupon
 * goes whole: nobody else gives its numbers out. Points count that outlive the lease, which lasts as long as was asked and
 * at most `leaseMs`. The same id is the same lease.
 * Refuses `lease_refused`, `lease_taken`, `till_restricted`.
 */
export async function grantLease(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { terminalId, storeId }: Pick<TerminalRow, 'terminalId' | 'storeId'>,
  { leaseId, kind, subjectId: asked, amount, ms = leaseMs }: LeaseRequest,
): Promise<LeaseAnswer> {
  const now = clock()
  const lease = await database.transaction(async (tx) => {
    await lockChanges(tx)
    const before = await grantedBefore(tx, leaseId, terminalId)
    if (before) return before
    const subjectId = kind === 'coupon' ? asked : (await survivorsOf(tx, [asked]))(asked)
    await lockSubjects(tx, [subjectId])
    const expiresAt = now + Math.min(ms, leaseMs)
    const granted = await grantable(tx, { kind, subjectId, amount }, { terminalId, now, expiresAt })
    const [fence] = await tx.query<{ next: number; held: number }>(fenceSql, [subjectId, terminalId])
    assert(fence, 'an aggregate has one row')
    if (fence.held >= leasesPerTerminalMax) throw refused('lease_refused', 'this till holds leases enough')
    const row: Lease = {
      leaseId,
      storeId,
      terminalId,
      kind,
      subjectId,
      granted,
      used: 0,
      fence: fence.next,
      grantedAt: now,
      expiresAt,
    }
    await tx.query(grantSql, [leaseId, terminalId, kind, subjectId, row.fence, now])
    const table = chainTable('lease')
    assert(table, 'a collection of the feed')
    await tx.query(upsertSql(table), [JSON.stringify([row]), await nextChangeNumber(tx, now)])
    return row
  })
  return { lease, serverTime: now }
}

/** Takes a lease back from its holder, who has pushed all it spent of it. Without one it says the same. */
export async function returnLease(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { terminalId }: Pick<TerminalRow, 'terminalId'>,
  leaseId: Uuid,
): Promise<LeaseReturned> {
  const now = clock()
  await database.transaction(async (tx) => {
    await lockChanges(tx)
    const [grant] = await tx.query<{ terminalId: Uuid; endedAt: number | null }>(grantedSql, [leaseId])
    if (grant?.terminalId !== terminalId || grant.endedAt !== null) return
    await endLeases(tx, [leaseId], 'returned', { now, changeNumber: await nextChangeNumber(tx, now) })
  })
  return { leaseId, returned: true }
}

/**
 * Takes back leases of a till whose end has come: only now, as an event of after it shows that all before it are here
 * (`lastTime`, the till's clock). A till that says nothing keeps its leases until it returns them or head office revokes.
 */
export async function expireLeases(
  tx: Transaction,
  { terminalId, now }: { readonly terminalId: Uuid; readonly now: number },
  { lastTime, changeNumber }: { readonly lastTime: number; readonly changeNumber: number },
): Promise<void> {
  const over = await tx.query<{ leaseId: Uuid }>(overSql, [terminalId, Math.min(now, lastTime)])
  if (over.length === 0) return
  await endLeases(
    tx,
    over.map(({ leaseId }) => leaseId),
    'expired',
    { now, changeNumber },
  )
}

/** Takes a lease back unheard: what its holder spends of it after this is a dispute. Refuses `lease_unknown` (404). */
export async function revokeLease(database: Database, leaseId: Uuid, now: number): Promise<number> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const [grant] = await tx.query<{ endedAt: number | null }>(grantedSql, [leaseId])
    if (!grant || grant.endedAt !== null) throw new RequestRefused(404, 'lease_unknown', 'no such lease')
    const changeNumber = await nextChangeNumber(tx, now)
    await endLeases(tx, [leaseId], 'revoked', { now, changeNumber })
    return changeNumber
  })
}

/** Ends leases: what is left of them is free again, and the store's tills hear of it. After `lockChanges`. */
export async function endLeases(
  tx: Transaction,
  leaseIds: readonly Uuid[],
  ending: 'returned' | 'expired' | 'revoked',
  { now, changeNumber }: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  const ended = await tx.query<{ leaseId: Uuid }>(endGrantsSql, [leaseIds, now, ending])
  if (ended.length === 0) return
  const ids = ended.map(({ leaseId }) => leaseId)
  await tx.query(endLeasesSql, [ids])
  await bury(tx, 'lease', ids, changeNumber)
}

async function grantedBefore(tx: Transaction, leaseId: Uuid, terminalId: Uuid): Promise<Lease | null> {
  const [grant] = await tx.query<{ terminalId: Uuid; endedAt: number | null }>(grantedSql, [leaseId])
  if (!grant) return null
  if (grant.terminalId !== terminalId || grant.endedAt !== null) {
    throw refused('lease_taken', 'this id was a lease before')
  }
  const [row] = await tx.query<{ lease: Lease }>(leaseSql, [leaseId])
  assert(row, 'a lease that has not ended has a row')
  return row.lease
}

/** How much of the subject the lease gets: what was asked for, or all that is left of a coupon. */
async function grantable(
  tx: Transaction,
  { kind, subjectId, amount }: Omit<LeaseRequest, 'leaseId'>,
  {
    terminalId,
    now,
    expiresAt,
  }: { readonly terminalId: Uuid; readonly now: number; readonly expiresAt: number },
): Promise<number> {
  const of = (is: LeaseRequest['kind']) => (kind === is ? [subjectId] : [])
  const standing = await readStanding(
    tx,
    { coupons: of('coupon'), members: of('points'), accounts: of('value') },
    { terminalId, eventId: subjectId, now, lotsEndAfter: expiresAt },
  )
  if (standing.isTillDenied) throw refused('till_restricted', 'this till sells and earns only', 403)
  if (standing.isDenied || standing.isMemberFrozen) throw refused('lease_refused', 'nobody honours it')
  if (kind === 'coupon') {
    const coupon = standing.coupon(subjectId)
    if (!coupon || coupon.status === 'revoked') throw refused('lease_refused', 'no such coupon')
    // Its holder could not know which number was promised, and would give it out again.
    if (coupon.isLeased || coupon.isSetAside) throw refused('lease_taken', 'it is promised to somebody')
    const left = usesLeft(coupon)
    if (left < amount) throw refused('lease_refused', 'not so many uses are left')
    return left
  }
  const amounts = kind === 'points' ? standing.points(subjectId) : standing.value(subjectId)
  if (amounts.debt > 0) throw refused('lease_refused', 'points are owed')
  if (amount <= freeOf(amounts)) return amount
  if (amount <= freeOf({ ...amounts, leased: 0 })) throw refused('lease_taken', 'it is leased to somebody')
  throw refused('lease_refused', 'not so much is free')
}

function refused(code: 'lease_refused' | 'lease_taken' | 'till_restricted', message: string, status = 409) {
  return new RequestRefused(status, code, message)
}
