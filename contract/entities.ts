import { z } from 'zod'
import type { Budget, Pair } from '../domain/chain-figures.ts'
import type { Coupon } from '../domain/coupon.ts'
import type { GiftStock } from '../domain/gift.ts'
import { badgesMax, usesMaxMax } from '../domain/limits.ts'
import type { Lot } from '../domain/lot.ts'
import type { LotteryPool } from '../domain/lottery.ts'
import type { Consent, Identifier, Member, Subscription } from '../domain/member.ts'
import type { Category, Product } from '../domain/product.ts'
import type { Store } from '../domain/store.ts'
import { isTimeZone } from '../domain/time.ts'
import type { ValueAccount } from '../domain/value-account.ts'
import {
  amountPart,
  bpsPart,
  countPart,
  hashPart,
  instantPart,
  localTextPart,
  pointsPart,
  uuidPart,
  valuePart,
} from './parts.ts'

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
  tags: z.array(z.string().max(40)).max(20),
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

const wordPart = z.string().max(40)

export const consentSchema: z.ZodType<Consent> = z.object({
  purpose: z.enum(['service', 'marketing', 'profiling']),
  given: z.boolean(),
  version: wordPart,
  at: instantPart,
})

export const subscriptionSchema: z.ZodType<Subscription> = z.object({ planId: wordPart, until: instantPart })

export const memberSchema: z.ZodType<Member> = z.object({
  memberId: uuidPart,
  code: z.string().max(20),
  maskedName: z.string().max(40),
  maskedPhone: z.string().max(20).nullable(),
  initials: z.string().regex(/^[a-z]{0,12}$/),
  sealed: z.base64().max(1_024).nullable(),
  tierId: wordPart,
  growth: countPart,
  status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
  statusReason: localTextPart.nullable(),
  mergedInto: uuidPart.nullable(),
  birthday: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .nullable(),
  joinedAt: instantPart,
  debt: pointsPart,
  subscription: subscriptionSchema.nullable(),
  family: z
    .object({
      ownerId: uuidPart,
      monthCap: pointsPart,
      month: z.string().regex(/^\d{4}-\d\d$/),
      spent: pointsPart,
    })
    .nullable(),
  tags: z.array(wordPart).max(50),
  lifecycle: z.enum(['new', 'active', 'dormant', 'churn_risk']),
  valueClass: z.enum(['top', 'loyal', 'promising', 'at_risk', 'low']).nullable(),
  visits: z.array(z.object({ at: instantPart, storeNumber: z.string().max(8) })).max(10),
  graceUntil: instantPart.nullable(),
  protectionCards: countPart,
  badges: z
    .array(z.object({ badgeId: wordPart.nullable().default(null), name: localTextPart, until: instantPart }))
    .max(badgesMax),
  challenge: z
    .object({
      challengeId: wordPart,
      tierId: wordPart,
      spend: amountPart,
      spent: amountPart,
      until: instantPart,
    })
    .nullable(),
  repeatCategoryIds: z.array(wordPart).max(50),
  staffId: uuidPart.nullable(),
  lastRedemption: z.object({ at: instantPart, terminalId: uuidPart }).nullable(),
  referrerId: uuidPart.nullable(),
  hasBought: z.boolean(),
  consents: z.array(consentSchema).max(10),
})

/** A member's own PIN, in the same form as a staff member's; the till seals `pinHash` before keeping it. */
export const memberPinSchema = z.object({
  memberId: uuidPart,
  pinSalt: z.base64().max(64),
  pinHash: z.base64().max(64),
})
export type MemberPinRow = z.infer<typeof memberPinSchema>

export const identifierSchema: z.ZodType<Identifier> = z.object({
  kind: z.enum(['member_code', 'phone_hash', 'card_number', 'nfc_uid']),
  value: z.string().min(1).max(128),
  memberId: uuidPart,
})

export const lotSchema: z.ZodType<Lot> = z.object({
  lotId: uuidPart,
  memberId: uuidPart,
  earnedAt: instantPart,
  spendableFrom: instantPart,
  expiresAt: instantPart,
  points: pointsPart,
})

export const couponSchema: z.ZodType<Coupon> = z.object({
  couponId: uuidPart,
  code: z.string().max(20),
  templateId: uuidPart,
  memberId: uuidPart.nullable(),
  status: z.enum(['issued', 'reserved', 'disputed', 'revoked']),
  validFrom: instantPart,
  validTo: instantPart,
  usesMax: z.int().min(1).max(usesMaxMax),
  usesDone: countPart,
  usesRestored: countPart,
  issuedAt: instantPart,
})

export const valueAccountSchema: z.ZodType<ValueAccount> = z.object({
  accountId: uuidPart,
  code: z
    .string()
    .regex(/^G\d{13}$/)
    .nullable(),
  memberId: uuidPart.nullable(),
  status: z.enum(['active', 'frozen']),
  principal: valuePart,
  gift: valuePart,
})

export const giftStockSchema: z.ZodType<GiftStock> = z.object({
  storeId: uuidPart,
  giftId: wordPart,
  left: countPart,
})

const prizeTicketsMax = 20_000

export const lotteryPoolSchema: z.ZodType<LotteryPool> = z.object({
  poolId: uuidPart,
  terminalId: uuidPart,
  storeId: uuidPart,
  lotteryId: wordPart,
  root: hashPart,
  seed: hashPart,
  tickets: z.array(wordPart).max(prizeTicketsMax),
  drawn: countPart,
})

/** What the chain has given with a template that has a budget. */
export const budgetSchema: z.ZodType<Budget> = z.object({ templateId: uuidPart, spent: amountPart })

/** If the basket has `sku`, suggest `suggest`: it is bought `liftBps` as often as without. */
export const pairSchema: z.ZodType<Pair> = z.object({
  sku: wordPart,
  suggest: wordPart,
  liftBps: bpsPart,
})
