import { z } from 'zod'
import type { Uuid } from '../domain/ids.ts'
import { moneyMax } from '../domain/limits.ts'
import type { Bps, Money } from '../domain/money.ts'
import type { Points } from '../domain/points.ts'

/*
 * The small shapes every crossing uses. The casts give a checked number its domain brand: the schema has just
 * proven what the brand promises.
 */

export const uuidPart = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/) as unknown as z.ZodType<
  Uuid,
  string
>

/** Whole fen, may be negative. */
export const moneyPart = z.int().min(-moneyMax).max(moneyMax) as unknown as z.ZodType<Money, number>

/** Whole fen, zero or more. */
export const amountPart = z.int().min(0).max(moneyMax) as unknown as z.ZodType<Money, number>

/** Whole points, zero or more. */
export const pointsPart = z.int().min(0).max(moneyMax) as unknown as z.ZodType<Points, number>

/** What acts bring to an account: each is within `amountPart`, their sum may pass it. */
export const valuePart = z.int().min(0) as unknown as z.ZodType<Money, number>

/** What lots come to: each is within `pointsPart`, their sum may pass it. */
export const balancePart = z.int().min(0) as unknown as z.ZodType<Points, number>

export const bpsPart = z.int().min(0).max(1_000_000) as unknown as z.ZodType<Bps, number>

/** Epoch ms. */
export const instantPart = z.int().min(0).max(8_640_000_000_000_000)

export const countPart = z.int().min(0)

export const localTextPart = z.object({ zh: z.string().max(200), en: z.string().max(200) })

export const languagePart = z.enum(['zh', 'en'])

/** 64 lower-case hex digits. */
export const hashPart = z.string().regex(/^[0-9a-f]{64}$/)

export const base64Part = z.base64().max(8_192)

/** What a rule against anomalies looks for (domain/programme.ts). */
export const anomalyKindPart = z.enum([
  'member_redemptions',
  'two_tills',
  'failed_codes',
  'staff_self',
  'staff_one_member',
  'returns_without_sale',
])

/** A question that says all in its path. */
export const emptyPart = z.object({})

/** Fen either way: what is missing or too much. */
export const signedPart = z.int() as unknown as z.ZodType<Money, number>
