import { z } from 'zod'
import type { Coupon } from '../domain/coupon.ts'
import type { CouponTemplate } from '../domain/coupon-template.ts'
import type { Lot } from '../domain/lot.ts'
import type { Identifier, Member } from '../domain/member.ts'
import type { Category, Product } from '../domain/product.ts'
import type { Programme } from '../domain/programme.ts'
import type { Store } from '../domain/store.ts'
import { isTimeZone } from '../domain/time.ts'
import { amountPart, bpsPart, countPart, instantPart, localTextPart, pointsPart, uuidPart } from './parts.ts'

/* The chain's facts as they travel to a till. Each schema is pinned to its domain type: one cannot drift. */

export const productSchema: z.ZodType<Product> = z.object({
  sku: z.string().min(1).max(40),
  name: localTextPart,
  gtin: z
    .string()
    .regex(/^\d{14}$/)
    .nullable(),
  plu: z
    .string()
    .regex(/^\d{5}$/)
    .nullable(),
  categoryId: z.string().max(40),
  brandId: z.string().max(40).nullable(),
  unit: z.enum(['piece', 'gram']),
  unitPrice: amountPart,
  favourite: countPart.nullable(),
})

export const categorySchema: z.ZodType<Category> = z.object({
  categoryId: z.string().max(40),
  name: localTextPart,
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  position: countPart,
})

export const storeSchema: z.ZodType<Store> = z.object({
  storeId: uuidPart,
  number: z.string().min(1).max(8),
  name: localTextPart,
  address: localTextPart,
  timeZone: z.string().max(60).refine(isTimeZone),
})

/** A staff row with the means to check a PIN: Argon2id (19 MiB, t=2, p=1) of it. The till seals `pinHash` with its pepper before keeping it. */
export const staffRowSchema = z.object({
  staffId: uuidPart,
  code: z.string().regex(/^\d{3,6}$/),
  name: z.string().max(60),
  role: z.enum(['cashier', 'supervisor', 'store_it']),
  storeId: uuidPart,
  pinSalt: z.base64().max(64),
  pinHash: z.base64().max(64),
})
export type StaffRow = z.infer<typeof staffRowSchema>

export const memberSchema: z.ZodType<Member> = z.object({
  memberId: uuidPart,
  code: z.string().max(20),
  maskedName: z.string().max(40),
  maskedPhone: z.string().max(20).nullable(),
  tierId: z.string().max(40),
  growth: countPart,
  status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
  mergedInto: uuidPart.nullable(),
  birthday: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .nullable(),
  joinedAt: instantPart,
})

export const identifierSchema: z.ZodType<Identifier> = z.object({
  kind: z.enum(['member_code', 'phone_hash', 'card_number', 'nfc_uid']),
  value: z.string().min(1).max(128),
  memberId: uuidPart,
})

export const lotSchema: z.ZodType<Lot> = z.object({
  lotId: uuidPart,
  memberId: uuidPart,
  earnedAt: instantPart,
  expiresAt: instantPart,
  points: pointsPart,
})

const selectionSchema = z.object({
  skus: z.array(z.string().max(40)).max(1_000),
  categoryIds: z.array(z.string().max(40)).max(200),
  brandIds: z.array(z.string().max(40)).max(200),
})

export const templateSchema: z.ZodType<CouponTemplate> = z.object({
  templateId: uuidPart,
  name: localTextPart,
  benefit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('amount_off'), amount: amountPart }),
    z.object({ kind: z.literal('percent_off'), payBps: bpsPart, cap: amountPart.nullable() }),
    z.object({ kind: z.literal('cash_voucher'), amount: amountPart }),
  ]),
  scope: z.object({ include: selectionSchema, exclude: selectionSchema }),
  minimumSpend: amountPart,
  storeIds: z.array(uuidPart).max(10_000),
  tierIds: z.array(z.string().max(40)).max(50),
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  hours: z.object({ from: z.int().min(0).max(1_440), to: z.int().min(0).max(1_440) }).nullable(),
  dayLimit: z.int().min(1).nullable(),
  stackingGroup: z.string().max(40).nullable(),
  exclusive: z.boolean(),
  priority: z.int(),
})

export const couponSchema: z.ZodType<Coupon> = z.object({
  couponId: uuidPart,
  code: z.string().max(20),
  templateId: uuidPart,
  memberId: uuidPart.nullable(),
  status: z.enum(['issued', 'revoked']),
  validFrom: instantPart,
  validTo: instantPart,
  usesMax: z.int().min(1),
  usesDone: countPart,
})

export const programmeSchema: z.ZodType<Programme> = z.object({
  version: z.int().min(1),
  tiers: z
    .array(
      z.object({
        tierId: z.string().max(40),
        name: localTextPart,
        fromGrowth: countPart,
        payBps: bpsPart,
        earnBps: bpsPart,
        tone: z.enum(['bronze', 'silver', 'gold', 'platinum', 'black']),
      }),
    )
    .min(1)
    .max(50),
  earn: z.object({
    rateBps: bpsPart,
    excludedCategoryIds: z.array(z.string().max(40)).max(200),
    categoryBps: z.record(z.string().max(40), bpsPart),
    bonus: z.object({ per: amountPart, points: pointsPart }).nullable(),
    capPerSale: pointsPart.nullable(),
    lotMonths: z.int().min(1).max(120),
  }),
  burn: z.object({ step: pointsPart, stepValue: amountPart, shareBps: bpsPart }),
  undiscountedCategoryIds: z.array(z.string().max(40)).max(200),
  labelPrefixes: z
    .array(z.object({ prefix: z.string().regex(/^2\d$/), figure: z.enum(['price_fen', 'weight_gram']) }))
    .max(10),
})
