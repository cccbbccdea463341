import type { z } from 'zod'
import { openPersonal } from '../../codes/personal.ts'
import type {
  oneTimeCheckAnswerSchema,
  oneTimeCheckRequestSchema,
  oneTimeCodeAnswerSchema,
  oneTimeCodeRequestSchema,
} from '../../contract/online.ts'
import type { Uuid } from '../../domain/ids.ts'
import { formatMoney, type Money } from '../../domain/money.ts'
import type { ChainKeys } from '../chain-keys.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { newOneTimeCode, secretHash } from '../ids.ts'
import {
  oneTimeCodeMs,
  oneTimeCodesPerMember,
  oneTimeCodesPerTerminal,
  oneTimeCodesWindowMs,
  oneTimeCodeTries,
} from '../limits.ts'
import type { Messenger } from '../messenger.ts'
import { RequestRefused } from '../problem.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { survivingMember } from './find-member.ts'

interface Sender {
  readonly database: Database
  readonly clock: Clock
  readonly chainKeys: ChainKeys
  readonly messenger: Messenger
}

const countSql = `SELECT
  (SELECT count(*) FROM one_time_code WHERE "memberId" = $1 AND "sentAt" > $3) AS "ofMember",
  (SELECT count(*) FROM one_time_code WHERE "terminalId" = $2 AND "sentAt" > $3) AS "ofTerminal"`
const addSql = `INSERT INTO one_time_code
    ("actId", "memberId", "terminalId", "codeHash", "sentAt", "expiresAt", "tries")
  VALUES ($1, $2, $3, $4, $5, $6, 0)`
const newestSql = `SELECT "number", "memberId", "codeHash", "expiresAt", "tries", "provenAt" FROM one_time_code
  WHERE "actId" = $1 ORDER BY "number" DESC LIMIT 1 FOR UPDATE`
const triedSql = 'UPDATE one_time_code SET "tries" = "tries" + 1, "provenAt" = $2 WHERE "number" = $1'
/** One sender at a time for a member, so that two requests at once do not pass the limit together. */
const lockSql = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 7305119))'

/**
 * Sends the member six digits for one act: three minutes, three tries, a new one puts the one before out of use. Refuses
 * `member_unknown`, `phone_missing`, `rate_limited` (429).
 */
export async function sendOneTimeCode(
  sender: Sender,
  terminal: TerminalRow,
  request: z.infer<typeof oneTimeCodeRequestSchema>,
): Promise<z.infer<typeof oneTimeCodeAnswerSchema>> {
  const now = sender.clock()
  const member = await survivingMember(sender.database, request.memberId)
  const phone =
    member.sealed === null ? null : (openPersonal(member.sealed, sender.chainKeys.personal)?.phone ?? null)
  if (phone === null || member.maskedPhone === null) {
    throw new RequestRefused(409, 'phone_missing', 'no number of this member is known')
  }
  const code = newOneTimeCode()
  const expiresAt = now + oneTimeCodeMs
  await sender.database.transaction(async (tx) => {
    await tx.query(lockSql, [member.memberId])
    await limitRate(tx, member.memberId, terminal.terminalId, now)
    const values = [request.actId, member.memberId, terminal.terminalId, hashOf(request, code)]
    await tx.query(addSql, [...values, now, expiresAt])
  })
  await sender.messenger({
    memberId: member.memberId,
    phone,
    maskedPhone: member.maskedPhone,
    body: `验证码 ${code}，用于本次核销 ¥${formatMoney(request.amount)}，3分钟内有效。Your code is ${code}.`,
    sentAt: now,
  })
  return { sentTo: member.maskedPhone, expiresAt }
}

/** Takes the newest code of an act, once or again when the answer was lost. Refuses `one_time_code_wrong`. */
export async function checkOneTimeCode(
  sender: Pick<Sender, 'database' | 'clock'>,
  request: z.infer<typeof oneTimeCheckRequestSchema>,
): Promise<z.infer<typeof oneTimeCheckAnswerSchema>> {
  const now = sender.clock()
  const member = await survivingMember(sender.database, request.memberId)
  const proven = await sender.database.transaction((tx) => tryCode(tx, member.memberId, request, now))
  if (!proven)
    throw new RequestRefused(403, 'one_time_code_wrong', 'the code is wrong, used up or out of its time')
  return { actId: request.actId, proven: true }
}

/** A wrong try counts, so it must commit: whether it held is answered, not thrown. */
async function tryCode(
  tx: Transaction,
  memberId: Uuid,
  { actId, amount, code }: z.infer<typeof oneTimeCheckRequestSchema>,
  now: number,
): Promise<boolean> {
  const [newest] = await tx.query<{
    number: number
    memberId: Uuid
    codeHash: string
    expiresAt: number
    tries: number
    provenAt: number | null
  }>(newestSql, [actId])
  if (!newest || newest.memberId !== memberId || now >= newest.expiresAt) return false
  if (newest.tries >= oneTimeCodeTries && newest.provenAt === null) return false
  const holds = newest.codeHash === hashOf({ actId, amount }, code)
  if (newest.provenAt === null) await tx.query(triedSql, [newest.number, holds ? now : null])
  return holds
}

async function limitRate(tx: Transaction, memberId: Uuid, terminalId: Uuid, now: number): Promise<void> {
  const since = now - oneTimeCodesWindowMs
  const [sent] = await tx.query<{ ofMember: number; ofTerminal: number }>(countSql, [
    memberId,
    terminalId,
    since,
  ])
  const tooMany =
    (sent?.ofMember ?? 0) >= oneTimeCodesPerMember || (sent?.ofTerminal ?? 0) >= oneTimeCodesPerTerminal
  if (tooMany) {
    throw new RequestRefused(429, 'rate_limited', 'too many codes were sent', oneTimeCodesWindowMs / 1_000)
  }
}

/** A code is for an act and what it is worth: for more it is wrong. */
function hashOf({ actId, amount }: { readonly actId: Uuid; readonly amount: Money }, code: string): string {
  return secretHash(`${actId}:${amount}:${code}`)
}
