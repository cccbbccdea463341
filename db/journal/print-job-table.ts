import { assert } from '../../domain/assert.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** `unknown`: bytes went out and nobody knows whether paper came; a person decides, it is never printed again by itself. */
export type PrintState = 'waiting' | 'printing' | 'printed' | 'unknown' | 'failed'

export interface PrintJob {
  readonly jobId: number
  /** The sale, or whatever act the slip belongs to. */
  readonly actId: Uuid
  /** 0 is the receipt itself, 1 … its marked copies. */
  readonly copy: number
  readonly receipt: Receipt
  readonly state: PrintState
  /** How often it went to a printer. */
  readonly attempts: number
  /** Epoch ms. */
  readonly createdAt: number
  readonly changedAt: number
}

const columns = `jobId, actId, copy, receipt, state, attempts, createdAt, changedAt`
const addSql = `
INSERT INTO print_job (actId, copy, receipt, state, attempts, createdAt, changedAt) VALUES (?, ?, ?, 'waiting', 0, ?, ?)`
const nextSql = `SELECT ${columns} FROM print_job WHERE state = 'waiting' AND state <> 'printed' ORDER BY jobId LIMIT 1`
const findSql = `SELECT ${columns} FROM print_job WHERE jobId = ?`
const ofActSql = `SELECT ${columns} FROM print_job WHERE actId = ? ORDER BY copy`
const newestOfActSql = `SELECT state, copy FROM print_job WHERE actId = ? ORDER BY copy DESC LIMIT 1`
const markSql = `UPDATE print_job SET state = ?, attempts = attempts + ?, changedAt = ? WHERE jobId = ?`
const leftPrintingSql = `UPDATE print_job SET state = 'unknown', changedAt = ? WHERE state = 'printing' AND state <> 'printed'`
const countOpenSql = `SELECT count(*) AS jobs FROM print_job WHERE state IN ('waiting', 'printing') AND state <> 'printed'`
const countSql = `SELECT count(*) AS jobs FROM print_job`
const dropSql = `
DELETE FROM print_job WHERE jobId IN (
  SELECT jobId FROM print_job
  WHERE state IN ('printed', 'unknown') AND jobId < (SELECT max(jobId) FROM print_job) ORDER BY jobId LIMIT ?)`

type Row = Omit<PrintJob, 'actId' | 'receipt'> & { readonly actId: Buffer; readonly receipt: string }

function jobOf(row: Row): PrintJob {
  return { ...row, actId: uuidFromBytes(row.actId), receipt: JSON.parse(row.receipt) as Receipt }
}

/** Queues a receipt, state `waiting`. Answers its job id. */
export function addPrintJob(
  tx: Tx,
  job: {
    readonly actId: Uuid
    readonly copy: number
    readonly receipt: Receipt
    readonly createdAt: number
  },
): number {
  const { actId, copy, receipt, createdAt } = job
  const { lastInsertRowid } = tx
    .prepare(addSql)
    .run(uuidToBytes(actId), copy, JSON.stringify(receipt), createdAt, createdAt)
  return Number(lastInsertRowid)
}

/** The oldest job that waits for a printer, or null. */
export function nextPrintJob(db: ReadDb): PrintJob | null {
  const row = db.prepare(nextSql).get<Row>()
  return row ? jobOf(row) : null
}

export function findPrintJob(db: ReadDb, jobId: number): PrintJob | null {
  const row = db.prepare(findSql).get<Row>(jobId)
  return row ? jobOf(row) : null
}

/** An act's receipt and its copies, in order. */
export function printJobsOf(db: ReadDb, actId: Uuid): PrintJob[] {
  return db.prepare(ofActSql).all<Row>(uuidToBytes(actId)).map(jobOf)
}

/** What became of the newest print of an act's receipt, or null when it has none. */
export function newestPrintOf(db: ReadDb, actId: Uuid): Pick<PrintJob, 'state' | 'copy'> | null {
  return db.prepare(newestOfActSql).get<Pick<PrintJob, 'state' | 'copy'>>(uuidToBytes(actId)) ?? null
}

function mark(tx: Tx, jobId: number, state: PrintState, at: number, attempts = 0): void {
  const { changes } = tx.prepare(markSql).run(state, attempts, at, jobId)
  assert(changes === 1, `print job ${jobId} is there`)
}

/** Before the first byte goes out; counts an attempt. */
export function markPrinting(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'printing', at, 1)
}

export function markPrinted(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'printed', at)
}

/** Bytes went out and the printer did not confirm. */
export function markPrintUnknown(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'unknown', at)
}

/** No byte went out and no further try is made by itself. */
export function markPrintFailed(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'failed', at)
}

/** Back into the queue: nothing came on paper. */
export function markPrintWaiting(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'waiting', at)
}

/** At start: whatever was at a printer when the till died has an unknown outcome. Answers how many. */
export function settlePrintingJobs(tx: Tx, at: number): number {
  return tx.prepare(leftPrintingSql).run(at).changes
}

/** Jobs not yet on paper. */
export function countPrintJobsWaiting(db: ReadDb): number {
  return db.prepare(countOpenSql).get<{ jobs: number }>()?.jobs ?? 0
}

/** Drops the oldest settled jobs above `keep`; what waits or failed stays, and the newest, so that no id is used again. */
export function dropSettledPrintJobs(tx: Tx, keep: number): void {
  const over = (tx.prepare(countSql).get<{ jobs: number }>()?.jobs ?? 0) - keep
  if (over > 0) tx.prepare(dropSql).run(over)
}
