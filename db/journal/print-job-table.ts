import { assert } from '../../domain/assert.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** `unknown`: bytes went out and nobody knows whether paper came; a person decides, it is never printed again by itself. */
export type PrintState = 'waiting' | 'printing' | 'printed' | 'unknown' | 'failed'

/** The till's two printers: receipts come out of `main`, and out of `backup` when somebody says so. */
export type PrintPlace = 'main' | 'backup'

/** `later`: waits until somebody asks for it. `sent`: went whole to a printer that confirms nothing. */
export type PrintNote = 'later' | 'sent'

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
  readonly place: PrintPlace
  readonly note: PrintNote | null
  /** Epoch ms. */
  readonly createdAt: number
  readonly changedAt: number
}

const columns = `jobId, actId, copy, receipt, state, attempts, place, note, createdAt, changedAt`
const addSql = `
INSERT INTO print_job (actId, copy, receipt, state, attempts, createdAt, changedAt) VALUES (?, ?, ?, 'waiting', 0, ?, ?)`
const nextSql = `
SELECT ${columns} FROM print_job
WHERE state = 'waiting' AND state <> 'printed' AND place = ? AND note IS NULL ORDER BY jobId LIMIT 1`
const isDoubtful = `state = 'unknown' AND note IS NULL AND NOT EXISTS (
  SELECT 1 FROM print_job AS newer WHERE newer.actId = print_job.actId AND newer.copy > print_job.copy)`
const listSql = `
SELECT ${columns} FROM print_job
WHERE state IN ('waiting', 'printing', 'failed') OR (${isDoubtful})
  OR jobId IN (SELECT jobId FROM print_job ORDER BY jobId DESC LIMIT ?)
ORDER BY jobId DESC LIMIT ?`
const findSql = `SELECT ${columns} FROM print_job WHERE jobId = ?`
const ofActSql = `SELECT ${columns} FROM print_job WHERE actId = ? ORDER BY copy`
const newestOfActSql = `SELECT state, copy FROM print_job WHERE actId = ? ORDER BY copy DESC LIMIT 1`
const markSql = `UPDATE print_job SET state = ?, note = ?, attempts = attempts + ?, changedAt = ? WHERE jobId = ?`
/** Whoever is sent elsewhere or kept for later has long since paid: the drawer stays shut. */
const routeSql = `
UPDATE print_job SET place = ?, note = ?, changedAt = ?, receipt = json_set(receipt, '$.openDrawer', json('false')) WHERE state IN ('waiting', 'printing') AND state <> 'printed'`
/** Where it is to wait was said meanwhile, perhaps. */
const waitSql = `UPDATE print_job SET state = 'waiting', changedAt = ? WHERE jobId = ?`
const leaveBackupSql = `UPDATE print_job SET place = 'main' WHERE place = 'backup' AND state = 'waiting' AND state <> 'printed'`
/** At the first printer: the one it went to may be gone. */
const againSql = `UPDATE print_job SET state = 'waiting', place = 'main', note = NULL, receipt = ?, changedAt = ? WHERE jobId = ?`
const leftPrintingSql = `UPDATE print_job SET state = 'unknown', note = NULL, changedAt = ? WHERE state = 'printing' AND state <> 'printed'`
const countOpenSql = `
SELECT count(*) FILTER (WHERE state IN ('waiting', 'printing') AND note IS NULL) AS waiting,
  count(*) FILTER (WHERE state = 'waiting' AND note = 'later') AS later,
  count(*) FILTER (WHERE ${isDoubtful}) AS doubtful
FROM print_job WHERE state <> 'printed'`
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

/** The oldest job that waits for this printer, or null. */
export function nextPrintJob(db: ReadDb, place: PrintPlace = 'main'): PrintJob | null {
  const row = db.prepare(nextSql).get<Row>(place)
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

/** What is not on paper, failed or in doubt, and the `newest` jobs whatever became of them; newest first. */
export function listPrintJobs(db: ReadDb, newest: number, most: number): PrintJob[] {
  return db.prepare(listSql).all<Row>(newest, most).map(jobOf)
}

function mark(
  tx: Tx,
  jobId: number,
  state: PrintState,
  at: number,
  { attempts = 0, note = null }: { readonly attempts?: number; readonly note?: PrintNote | null } = {},
): void {
  const { changes } = tx.prepare(markSql).run(state, note, attempts, at, jobId)
  assert(changes === 1, `print job ${jobId} is there`)
}

/** Before the first byte goes out; counts an attempt. */
export function markPrinting(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'printing', at, { attempts: 1 })
}

export function markPrinted(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'printed', at)
}

/** Bytes went out and the printer did not confirm. */
export function markPrintUnknown(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'unknown', at)
}

/** Everything went out to a printer that never confirms: nothing to ask a person about. */
export function markPrintSent(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'unknown', at, { note: 'sent' })
}

/** No byte went out and no further try is made by itself. */
export function markPrintFailed(tx: Tx, jobId: number, at: number): void {
  mark(tx, jobId, 'failed', at)
}

/** Back into the queue, at the printer it is to wait for: nothing came on paper. */
export function markPrintWaiting(tx: Tx, jobId: number, at: number): void {
  const { changes } = tx.prepare(waitSql).run(at, jobId)
  assert(changes === 1, `print job ${jobId} is there`)
}

/** At start: whatever was at a printer when the till died has an unknown outcome. Answers how many. */
export function settlePrintingJobs(tx: Tx, at: number): number {
  return tx.prepare(leftPrintingSql).run(at).changes
}

/** Sends everything that waits to this printer, what a printer just tries and gives back too; `later`: only when somebody asks. Answers how many. */
export function routeWaitingPrints(
  tx: Tx,
  { place, note, at }: { readonly place: PrintPlace; readonly note: 'later' | null; readonly at: number },
): number {
  return tx.prepare(routeSql).run(place, note, at).changes
}

/** There is no second printer any more: what waits for it waits for the first. */
export function leaveBackupPrints(tx: Tx): void {
  tx.prepare(leaveBackupSql).run()
}

/** A person said that it is not on paper: it waits again, as `receipt`. */
export function printAgain(tx: Tx, jobId: number, receipt: Receipt, at: number): void {
  const { changes } = tx.prepare(againSql).run(JSON.stringify(receipt), at, jobId)
  assert(changes === 1, `print job ${jobId} is there`)
}

export interface PrintCounts {
  /** Not yet on paper. */
  readonly waiting: number
  /** Waits until somebody asks for it. */
  readonly later: number
  /** Nobody knows whether it is on paper, and no copy was made of it. */
  readonly doubtful: number
}

export function countPrintJobs(db: ReadDb): PrintCounts {
  return db.prepare(countOpenSql).get<PrintCounts>() ?? { waiting: 0, later: 0, doubtful: 0 }
}

/** Drops the oldest settled jobs above `keep`; what waits or failed stays, and the newest, so that no id is used again. */
export function dropSettledPrintJobs(tx: Tx, keep: number): void {
  const over = (tx.prepare(countSql).get<{ jobs: number }>()?.jobs ?? 0) - keep
  if (over > 0) tx.prepare(dropSql).run(over)
}
