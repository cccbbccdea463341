import { assert } from '../../domain/assert.ts'
import { noHash } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Statements, Transaction } from '../database.ts'
import { RequestRefused } from '../problem.ts'

/** A till as the central knows it. */
export interface TerminalRow {
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly number: string
  /** Ed25519, SPKI DER, base64. */
  readonly publicKey: string
  readonly epoch: number
  readonly seq: number
  readonly head: string
  /** Nothing it did after this instant counts, epoch ms; null while it is trusted. */
  readonly revokedAt: number | null
  /** The epoch in which this terminal may spend. */
  readonly admittedEpoch: number
}

const columns =
  '"terminalId", "storeId", "number", "publicKey", "epoch", "seq", "head", "revokedAt", "admittedEpoch"'
const byIdSql = `SELECT ${columns} FROM terminal WHERE "terminalId" = $1`
const nextNumberSql = `SELECT count(*) + 1 AS "next" FROM terminal WHERE "storeId" = $1`
const addSql = `INSERT INTO terminal
    ("terminalId", "storeId", "number", "publicKey", "appVersion", "enrolledAt", "epoch", "seq", "head")
  VALUES ($1, $2, $3, $4, $5, $6, 1, 0, '${noHash}')`
const addMarkSql = `INSERT INTO applied ("terminalId", "epoch", "seq", "storeId", "changeNumber")
  VALUES ($1, 1, 0, $2, $3)`
const moveHeadSql = `UPDATE terminal SET "epoch" = $2, "seq" = $3, "head" = $4, "seenAt" = $5,
    "exposure" = coalesce($6, "exposure")
  WHERE "terminalId" = $1`
const moveMarkSql = `UPDATE applied SET "epoch" = $2, "seq" = $3, "changeNumber" = $4 WHERE "terminalId" = $1`
const revokeSql = 'UPDATE terminal SET "revokedAt" = $2 WHERE "terminalId" = $1'
const admitSql = 'UPDATE terminal SET "admittedEpoch" = $2 WHERE "terminalId" = $1'
const sawSql = 'UPDATE terminal SET "seenAt" = $2 WHERE "terminalId" = $1'

/** A terminal by what a certificate says, or null: a central put back from a backup may not know it yet. */
export async function findTerminal(from: Statements, terminalId: Uuid): Promise<TerminalRow | null> {
  const [row] = await from.query<TerminalRow>(byIdSql, [terminalId])
  return row ?? null
}

/** The terminal a certificate names. Refuses `terminal_unknown` (401). */
export async function knownTerminal(
  from: Statements,
  shown: { readonly terminalId: Uuid; readonly storeId: Uuid },
): Promise<TerminalRow> {
  const terminal = await findTerminal(from, shown.terminalId)
  if (!terminal || terminal.storeId !== shown.storeId) {
    throw new RequestRefused(401, 'terminal_unknown', 'no terminal of this chain')
  }
  return terminal
}

export async function revokeTerminal(tx: Transaction, terminalId: Uuid, revokedAt: number): Promise<void> {
  await tx.query(revokeSql, [terminalId, revokedAt])
}

/** A terminal that is known to be there: terminals are never deleted. */
export async function terminalById(from: Statements, terminalId: Uuid): Promise<TerminalRow> {
  const row = await findTerminal(from, terminalId)
  assert(row, 'terminals are never deleted')
  return row
}

/** Adds a terminal with its mark in the feed: no event of it is in any row yet. Answers its number in the store. */
export async function addTerminal(
  tx: Transaction,
  terminal: {
    readonly terminalId: Uuid
    readonly storeId: Uuid
    readonly publicKey: string
    readonly appVersion: string
    readonly enrolledAt: number
  },
  changeNumber: number,
): Promise<string> {
  const { terminalId, storeId, publicKey, appVersion, enrolledAt } = terminal
  const [row] = await tx.query<{ next: number }>(nextNumberSql, [storeId])
  assert(row, 'an aggregate has one row')
  const number = `T${row.next}`
  await tx.query(addSql, [terminalId, storeId, number, publicKey, appVersion, enrolledAt])
  await tx.query(addMarkSql, [terminalId, storeId, changeNumber])
  return number
}

/** Moves the chain's head and, in the feed, the mark of what the rows contain; `exposure` as the till told it, null = not. */
export async function moveHead(
  tx: Transaction,
  terminalId: Uuid,
  head: { readonly epoch: number; readonly seq: number; readonly hash: string },
  at: { readonly now: number; readonly changeNumber: number; readonly exposure: number | null },
): Promise<void> {
  await tx.query(moveHeadSql, [terminalId, head.epoch, head.seq, head.hash, at.now, at.exposure])
  await tx.query(moveMarkSql, [terminalId, head.epoch, head.seq, at.changeNumber])
}

/** Admitted while nobody knows which till goes by the name: none spends. */
export const noEpoch = 0

/** From now on the terminal may spend in this epoch and in no other. */
export async function admitEpoch(tx: Transaction, terminalId: Uuid, epoch: number): Promise<void> {
  await tx.query(admitSql, [terminalId, epoch])
}

export async function sawTerminal(on: Statements, terminalId: Uuid, now: number): Promise<void> {
  await on.query(sawSql, [terminalId, now])
}
