import type { z } from 'zod'
import type { couponFoundSchema, couponHistorySchema } from '../../contract/online.ts'
import { type Coupon, usesLeft } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Statements } from '../database.ts'
import { couponStepsMax } from '../limits.ts'
import { storable } from '../text.ts'
import { unknown } from './refusals.ts'

type History = z.infer<typeof couponHistorySchema>
type Step = History['steps'][number]

const byCodeSql = `SELECT to_jsonb(c) - 'changeNumber' AS "coupon", c."changeNumber" FROM coupon c WHERE c."code" = $1
  ORDER BY c."couponId" LIMIT 1`
const byIdSql = `SELECT to_jsonb(c) - 'changeNumber' AS "coupon", c."changeNumber" FROM coupon c WHERE c."couponId" = $1`
const usesSql = `SELECT u."useNumber", u."usedAt", u."restoredAt", s."number" AS "storeNumber",
    t."number" AS "terminalNumber"
  FROM coupon_use u LEFT JOIN terminal t ON t."terminalId" = u."terminalId"
  LEFT JOIN store s ON s."storeId" = t."storeId"
  WHERE u."couponId" = $1 ORDER BY u."useNumber" DESC LIMIT ${couponStepsMax}`
const transfersSql = `SELECT x."madeAt" AS "at", s."number" AS "storeNumber", t."number" AS "terminalNumber"
  FROM coupon_transfer x LEFT JOIN terminal t ON t."terminalId" = x."terminalId"
  LEFT JOIN store s ON s."storeId" = t."storeId"
  WHERE x."couponId" = $1 ORDER BY x."madeAt" DESC LIMIT ${couponStepsMax}`
const stepsSql = 'SELECT "at", "what" FROM coupon_step WHERE "couponId" = $1'
const disputesSql = `SELECT d."recordedAt" AS "at", split_part(d."subject", ':', 2) AS "useNumber",
    s."number" AS "storeNumber", t."number" AS "terminalNumber"
  FROM dispute d LEFT JOIN terminal t ON t."terminalId" = d."terminalId"
  LEFT JOIN store s ON s."storeId" = t."storeId"
  WHERE d."kind" LIKE 'coupon\\_%' AND d."subject" LIKE $1::text || ':%' ORDER BY d."number" DESC LIMIT ${couponStepsMax}`

interface Told {
  readonly coupon: Coupon
  readonly changeNumber: number
}

/** A coupon by its plain code. Refuses `coupon_unknown`. */
export async function couponByCode(
  from: Statements,
  code: string,
): Promise<z.infer<typeof couponFoundSchema>> {
  const [row] = await from.query<Told>(byCodeSql, [storable(code)])
  if (!row || code === '') throw unknown('coupon_unknown')
  return row
}

/** What happened to a coupon, oldest first; of a very long history the newest steps. Refuses `coupon_unknown`. */
export async function couponHistory(from: Statements, couponId: Uuid, now: number): Promise<History> {
  const [row] = await from.query<Told>(byIdSql, [couponId])
  if (!row) throw unknown('coupon_unknown')
  const { coupon, changeNumber } = row
  const steps: Step[] = [{ ...nowhere, at: coupon.issuedAt, what: 'issued' }]
  for (const use of await from.query<{
    useNumber: number
    usedAt: number
    restoredAt: number | null
    storeNumber: string | null
    terminalNumber: string | null
  }>(usesSql, [couponId])) {
    const { useNumber, storeNumber, terminalNumber } = use
    const at = { useNumber, storeNumber, terminalNumber }
    steps.push({ ...at, at: use.usedAt, what: 'redeemed' })
    if (use.restoredAt !== null) steps.push({ ...at, at: use.restoredAt, what: 'restored' })
  }
  for (const { useNumber, ...dispute } of await from.query<
    Omit<Step, 'what' | 'useNumber'> & { readonly useNumber: string }
  >(disputesSql, [couponId])) {
    steps.push({ ...dispute, useNumber: Number(useNumber), what: 'disputed' })
  }
  for (const { at, what } of await from.query<{ at: number; what: 'revoked' }>(stepsSql, [couponId])) {
    steps.push({ ...nowhere, at, what })
  }
  if (coupon.validTo <= now && usesLeft(coupon) > 0) {
    steps.push({ ...nowhere, at: coupon.validTo, what: 'expired' })
  }
  const transfers = await from.query<NonNullable<History['transfers']>[number]>(transfersSql, [couponId])
  return {
    coupon,
    changeNumber,
    steps: steps.toSorted((a, b) => a.at - b.at).slice(-couponStepsMax),
    transfers: transfers.toReversed(),
  }
}

const nowhere = { useNumber: null, storeNumber: null, terminalNumber: null } as const
