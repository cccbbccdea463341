import type { z } from 'zod'
import type { couponTransferAnswerSchema, couponTransferRequestSchema } from '../../contract/online.ts'
import type { Coupon } from '../../domain/coupon.ts'
import { judgeCouponTransfer } from '../../domain/coupon-transfer.ts'
import type { Uuid } from '../../domain/ids.ts'
import { templateOf } from '../../domain/programme.ts'
import { refuse } from '../../domain/refusal.ts'
import { judgeParties } from '../../domain/transfer.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { newestProgramme } from '../programmes.ts'
import { lockSubjects } from '../risk/subjects.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { memberByIdentifier, survivingMember } from './find-member.ts'
import { refusedBy, unknown } from './refusals.ts'

type Request = z.infer<typeof couponTransferRequestSchema>
type Answer = z.infer<typeof couponTransferAnswerSchema>

const knownSql = 'SELECT "answer" FROM coupon_transfer WHERE "actId" = $1'
const couponSql = `SELECT to_jsonb(c) - 'changeNumber' AS "coupon" FROM coupon c WHERE c."couponId" = $1`
/** What keeps the coupon `$1` between the members `$2` where it is at `$3`. */
const heldSql = `SELECT
  EXISTS (SELECT FROM denial d WHERE d."kind" IN ('coupon', 'member')
    AND d."subject" = ANY($1::uuid || $2::uuid[])) AS "denied",
  EXISTS (SELECT FROM dispute d WHERE d."kind" = 'coupon_use' AND d."outcome" IS NULL
    AND d."subject" LIKE $1::uuid::text || ':%') AS "coupon_disputed",
  EXISTS (SELECT FROM lease l WHERE l."kind" = 'coupon' AND l."subjectId" = $1::uuid) AS "leased_elsewhere",
  EXISTS (SELECT FROM reservation r WHERE r."kind" = 'coupon' AND r."subjectId" = $1::uuid
    AND r."expiresAt" > $3) AS "coupon_reserved"`
const heldCodes = ['denied', 'coupon_disputed', 'leased_elsewhere', 'coupon_reserved'] as const
type Held = Readonly<Record<(typeof heldCodes)[number], boolean>>
const moveSql = 'UPDATE coupon SET "memberId" = $2, "changeNumber" = $3 WHERE "couponId" = $1'
const addSql = `INSERT INTO coupon_transfer ("actId", "couponId", "fromMemberId", "toMemberId", "terminalId", "staffId",
    "madeAt", "answer")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

/**
 * Makes a coupon another member's, by the newest rules (loyalty.md 5); the uses made of it stay made. Asked again with the
 * same `actId` it answers what it did. Refuses as `judgeParties` and `judgeCouponTransfer`, and `coupon_unknown`,
 * `coupon_template_unknown`, `denied`, and what is promised of it: `leased_elsewhere`, `coupon_reserved`.
 */
export function transferCoupon(
  central: { readonly database: Database; readonly clock: Clock },
  { terminalId }: Pick<TerminalRow, 'terminalId'>,
  { actId, couponId, fromMemberId, to: receiver, staffId }: Request,
): Promise<Answer> {
  const now = central.clock()
  return central.database.transaction(async (tx) => {
    await lockChanges(tx)
    const [known] = await tx.query<{ answer: Answer }>(knownSql, [actId])
    if (known) return known.answer
    const from = await survivingMember(tx, fromMemberId)
    const to = await memberByIdentifier(tx, receiver)
    const parties = judgeParties(from, to)
    if (!parties.ok) throw refusedBy(parties.refusal)
    // Whoever decides about the coupon waits, and what was promised of it is not given away.
    await lockSubjects(tx, [couponId])
    const given = await requireGiveable(tx, { couponId, from: from.memberId, to: to.memberId, now })
    const changeNumber = await nextChangeNumber(tx, now)
    const coupon = { ...given, memberId: to.memberId }
    const answer: Answer = { actId, couponId, toMaskedName: to.maskedName, coupon, changeNumber }
    await tx.query(moveSql, [couponId, to.memberId, changeNumber])
    await tx.query(addSql, [
      actId,
      couponId,
      from.memberId,
      to.memberId,
      terminalId,
      staffId,
      now,
      JSON.stringify(answer),
    ])
    return answer
  })
}

async function requireGiveable(
  tx: Transaction,
  { couponId, from, to, now }: { couponId: Uuid; from: Uuid; to: Uuid; now: number },
): Promise<Coupon> {
  const [row] = await tx.query<{ coupon: Coupon }>(couponSql, [couponId])
  if (!row) throw unknown('coupon_unknown')
  const programme = await newestProgramme(tx)
  const template = programme && templateOf(programme, row.coupon.templateId)
  if (!template) throw refusedBy(refuse('coupon_template_unknown').refusal)
  const judged = judgeCouponTransfer({ coupon: row.coupon, template, ownerId: from, now })
  if (!judged.ok) throw refusedBy(judged.refusal)
  const [held] = await tx.query<Held>(heldSql, [couponId, [from, to], now])
  const why = heldCodes.find((code) => held?.[code])
  if (why) throw refusedBy(refuse(why).refusal)
  return row.coupon
}
