import { z } from 'zod'
import type { Campaign } from '../domain/campaign.ts'
import type { CouponTemplate } from '../domain/coupon-template.ts'
import { earlierRules } from '../domain/earlier-programme.ts'
import { badgesMax, suggestionsMaxMax, usesMaxMax } from '../domain/limits.ts'
import type { BadgeRule, Programme } from '../domain/programme.ts'
import { codeKeysSchema } from './code-keys.ts'
import {
  amountPart,
  anomalyKindPart,
  bpsPart,
  countPart,
  instantPart,
  localTextPart,
  pointsPart,
  uuidPart,
} from './parts.ts'
import { giftSchema, idPart, idsPart, privacySchema, stepUpSchema } from './programme-parts.ts'

/* The programme document: every number of the rules, checked once as it arrives (loyalty.md). */

const weekdaysPart = z.array(z.int().min(1).max(7)).max(7)
const hoursPart = z.object({ from: z.int().min(0).max(1_440), to: z.int().min(0).max(1_440) }).nullable()
const storeIdsPart = z.array(uuidPart).max(10_000)
const piecesPart = z.int().min(1).max(1_000)

const selectionSchema = z.object({
  skus: z.array(z.string().max(40)).max(1_000),
  categoryIds: idsPart,
  brandIds: idsPart,
  tags: idsPart,
})
const scopeSchema = z.object({ include: selectionSchema, exclude: selectionSchema })

export const templateSchema: z.ZodType<CouponTemplate> = z.object({
  templateId: uuidPart,
  name: localTextPart,
  terms: localTextPart,
  benefit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('amount_off'), amount: amountPart }),
    z.object({ kind: z.literal('percent_off'), payBps: bpsPart, cap: amountPart.nullable() }),
    z.object({ kind: z.literal('cash_voucher'), amount: amountPart }),
    z.object({ kind: z.literal('exchange'), pieces: piecesPart }),
    z.object({
      kind: z.literal('buy_get'),
      buy: piecesPart,
      get: piecesPart,
      payBps: bpsPart,
      timesMax: piecesPart.nullable(),
    }),
    z.object({ kind: z.literal('fixed_price'), price: amountPart, pieces: piecesPart.nullable() }),
    z.object({ kind: z.literal('service') }),
    z.object({ kind: z.literal('parking'), minutes: z.int().min(1).max(100_000) }),
  ]),
  faceValue: amountPart,
  scope: scopeSchema,
  minimumSpend: amountPart,
  validity: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('between'), from: instantPart, until: instantPart }),
    z.object({ kind: z.literal('days'), days: z.int().min(1).max(3_660) }),
    z.object({ kind: z.literal('birthday_week') }),
  ]),
  usesMax: z.int().min(1).max(usesMaxMax),
  storeIds: storeIdsPart,
  channels: z.array(z.enum(['store', 'online', 'app'])).max(3),
  tierIds: idsPart,
  memberTags: idsPart,
  weekdays: weekdaysPart,
  hours: hoursPart,
  dayLimit: z.int().min(1).nullable(),
  memberLimit: z.int().min(1).nullable(),
  budget: amountPart.nullable(),
  stackingGroup: idPart.nullable(),
  exclusive: z.boolean(),
  priority: z.int().min(-1_000_000).max(1_000_000),
  transferable: z.boolean(),
  restoredOnReturn: z.boolean(),
  highValue: z.boolean(),
  offlinePolicy: z.enum(['bounded', 'online_only']),
  partner: localTextPart.nullable(),
})

const campaignSchema: z.ZodType<Campaign> = z.object({
  campaignId: idPart,
  name: localTextPart,
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('earn'), earnBps: bpsPart }),
    z.object({ kind: z.literal('burn'), valueBps: bpsPart, dayCap: pointsPart.nullable() }),
    z.object({ kind: z.literal('price'), payBps: bpsPart }),
  ]),
  time: z.object({
    from: instantPart.nullable(),
    until: instantPart.nullable(),
    weekdays: weekdaysPart,
    monthDays: z.array(z.int().min(1).max(31)).max(31),
    hours: hoursPart,
    birthday: z.enum(['day', 'week']).nullable(),
  }),
  scope: scopeSchema,
  storeIds: storeIdsPart,
  tierIds: idsPart,
  membersOnly: z.boolean(),
})

const tierSchema = z.object({
  tierId: idPart,
  name: localTextPart,
  honorific: localTextPart,
  fromGrowth: countPart.nullable(),
  payBps: bpsPart,
  earnBps: bpsPart,
  tone: z.enum(['bronze', 'silver', 'gold', 'platinum', 'black']),
  activity: z.object({ months: z.int().min(1).max(60), each: z.int().min(1) }).nullable(),
  paths: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('steady_months'), months: z.int().min(1).max(60), each: amountPart }),
        z.object({ kind: z.literal('referrals'), count: z.int().min(1) }),
        z.object({
          kind: z.literal('years_in_tier'),
          tierId: idPart,
          years: z.int().min(1).max(50),
          total: amountPart,
        }),
      ]),
    )
    .max(10),
  decayBps: bpsPart,
  lifetime: z.boolean(),
  benefits: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('birthday_coupon'), templateId: uuidPart }),
        z.object({ kind: z.literal('birthday_gift'), giftId: idPart, templateId: uuidPart.optional() }),
        z.object({
          kind: z.literal('free_returns'),
          days: z.int().min(0).max(3_660).default(earlierRules.freeReturns.days),
        }),
        z.object({
          kind: z.literal('presale'),
          hours: z.int().min(0).max(2_160).default(earlierRules.presale.hours),
        }),
      ]),
    )
    .max(20),
})

/** The longest month has 31 days: nothing a badge was earned by is left to look back to when it ends. */
const monthDaysMax = 31

const badgeSchema: z.ZodType<BadgeRule> = z
  .object({
    badgeId: idPart,
    name: localTextPart,
    earnedBy: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('interactions'),
        interaction: idPart,
        count: z.int().min(1).max(10_000),
        days: z.int().min(1).max(366),
      }),
      z.object({ kind: z.literal('spend'), amount: amountPart, months: z.int().min(1).max(12) }),
    ]),
    days: z.int().min(1).max(3_660),
    templateId: uuidPart.nullable(),
  })
  .refine(
    ({ earnedBy, days }) =>
      days >= (earnedBy.kind === 'interactions' ? earnedBy.days : earnedBy.months * monthDaysMax),
  )

const growthSchema = z.object({
  rateBps: bpsPart.default(earlierRules.growth.rateBps),
  categoryBps: z.record(idPart, bpsPart),
  interactions: z.record(idPart, countPart),
  windowMonths: z.int().min(1).max(60).default(earlierRules.growth.windowMonths),
  reviewMonths: z.int().min(1).max(60),
  graceMonths: z.int().min(0).max(60),
  winBackTemplateId: uuidPart.nullable(),
  challenges: z
    .array(
      z.object({
        challengeId: idPart,
        name: localTextPart,
        tierId: idPart,
        spend: amountPart,
        days: z.int().min(1).max(3_660),
      }),
    )
    .max(50),
  badges: z.array(badgeSchema).max(badgesMax).default([]),
  sprintBps: bpsPart,
})

const marksSchema = <T extends z.ZodType<number>>(figure: T) => z.object({ middle: figure, best: figure })

const lifecycleSchema = z
  .object({
    newDays: z.int().min(0).max(3_660),
    newPurchases: countPart,
    dormantDays: z.int().min(1).max(3_660),
    churnRiskDays: z.int().min(1).max(3_660),
  })
  .refine(({ dormantDays, churnRiskDays }) => dormantDays <= churnRiskDays)

const valueClassSchema = z
  .object({
    months: z.int().min(0).max(60),
    silentDays: marksSchema(z.int().min(1).max(3_660)),
    purchases: marksSchema(countPart),
    spent: marksSchema(amountPart),
  })
  .refine(
    ({ silentDays, purchases, spent }) =>
      silentDays.best <= silentDays.middle &&
      purchases.middle <= purchases.best &&
      spent.middle <= spent.best,
  )

const earnSchema = z.object({
  rateBps: bpsPart,
  excludedCategoryIds: idsPart,
  excludedTenders: z.array(z.enum(['cash', 'card', 'mobile', 'stored_value'])).max(4),
  coefficients: z.array(z.object({ categoryId: idPart, earnBps: bpsPart, repeatOnly: z.boolean() })).max(200),
  bonus: z.object({ per: amountPart, points: pointsPart }).nullable(),
  capPerSale: pointsPart.nullable(),
  capPerDay: pointsPart.nullable(),
  lotMonths: z.int().min(1).max(120),
  pendingDays: z.int().min(1).max(366).nullable(),
  expiringSoonDays: z.int().min(0).max(3_660).default(earlierRules.earn.expiringSoonDays),
  referralPoints: pointsPart,
})

const oddsWhole = 1_000_000

const lotterySchema = z.object({
  lotteryId: idPart,
  name: localTextPart,
  points: pointsPart,
  prizes: z
    .array(
      z.object({
        prizeId: idPart,
        name: localTextPart,
        oddsPpm: z.int().min(0).max(oddsWhole),
        gives: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('nothing') }),
          z.object({ kind: z.literal('coupon'), templateId: uuidPart }),
          z.object({ kind: z.literal('goods') }),
        ]),
      }),
    )
    .min(1)
    .max(50)
    .refine((prizes) => prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0) === oddsWhole),
  dayLimit: z.int().min(1).max(1_000),
})

const anomalySchema = z.object({
  kind: anomalyKindPart,
  count: z.int().min(1).max(10_000),
  withinMs: z.int().min(1_000).max(31_622_400_000),
  action: z.enum(['warn', 'supervisor', 'block']),
})

const documentSchema = z.object({
  form: z.literal(2),
  version: z.int().min(1),
  tiers: z.array(tierSchema).min(1).max(50),
  growth: growthSchema,
  lifecycle: lifecycleSchema.default(earlierRules.lifecycle),
  valueClass: valueClassSchema.default(earlierRules.valueClass),
  earn: earnSchema,
  burn: z.object({
    step: pointsPart,
    stepValue: amountPart,
    shareBps: bpsPart,
    capPerDay: pointsPart.nullable(),
    restoredDays: z.int().min(1).max(366),
  }),
  campaigns: z.array(campaignSchema).max(500),
  templates: z.array(templateSchema).max(2_000),
  budgetStopBps: bpsPart,
  gifts: z.array(giftSchema).max(500),
  lottery: lotterySchema.nullable(),
  donation: z
    .object({
      pointsPerYuan: z.int().min(1) as unknown as typeof pointsPart,
      projects: z.array(z.object({ projectId: idPart, name: localTextPart })).max(50),
    })
    .nullable(),
  transfer: z.object({ shareBps: bpsPart, monthMax: pointsPart, feeBps: bpsPart }).nullable(),
  plans: z
    .array(
      z.object({
        planId: idPart,
        sku: idPart,
        name: localTextPart,
        days: z.int().min(1).max(3_660),
        payBps: bpsPart,
        earnBps: bpsPart,
      }),
    )
    .max(50),
  enrolment: z.object({
    tierId: idPart,
    welcomeTemplateIds: z.array(uuidPart).max(20),
    consents: z
      .array(
        z.object({
          purpose: z.enum(['service', 'marketing', 'profiling']),
          version: idPart,
          text: z.object({ zh: z.string().max(2_000), en: z.string().max(2_000) }),
        }),
      )
      .max(10),
  }),
  storedValue: z.object({
    topUpSteps: z.array(z.object({ from: amountPart, gift: amountPart })).max(50),
    topUpMax: amountPart,
    spendFirst: z.enum(['principal', 'gift']),
    offlinePerDay: amountPart,
  }),
  stepUp: stepUpSchema,
  anomalies: z.array(anomalySchema).max(50),
  codeKeys: codeKeysSchema,
  returnDays: z.int().min(0).max(3_660),
  undoMinutes: z.int().min(0).max(1_440),
  undiscountedCategoryIds: idsPart,
  labelPrefixes: z
    .array(z.object({ prefix: z.string().regex(/^2\d$/), figure: z.enum(['price_fen', 'weight_gram']) }))
    .max(10),
  suggestionsMax: z.int().min(0).max(suggestionsMaxMax).default(earlierRules.suggestionsMax),
  cash: z.object({ differenceMax: amountPart, cashiersOpenDrawer: z.boolean() }).default(earlierRules.cash),
  privacy: privacySchema.nullable().default(earlierRules.privacy),
})

/**
 * The document as a whole. What it names must be in it: tiers, templates and gifts that tiers, prizes, gifts and
 * enrolment speak of; ids are given once.
 */
export const programmeSchema: z.ZodType<Programme> = documentSchema.refine(
  (document) => {
    const tiers = new Set(document.tiers.map(({ tierId }) => tierId))
    const templates = new Set<string>(document.templates.map(({ templateId }) => templateId))
    const gifts = new Set(document.gifts.map(({ giftId }) => giftId))
    const named = [
      ...document.enrolment.welcomeTemplateIds,
      ...(document.growth.winBackTemplateId ? [document.growth.winBackTemplateId] : []),
      ...document.growth.badges.flatMap(({ templateId }) => (templateId ? [templateId] : [])),
      ...document.gifts.flatMap(({ benefit }) => (benefit.kind === 'coupon' ? [benefit.templateId] : [])),
      ...(document.lottery?.prizes ?? []).flatMap(({ gives }) =>
        gives.kind === 'coupon' ? [gives.templateId] : [],
      ),
      ...document.tiers.flatMap(({ benefits }) =>
        benefits.flatMap((benefit) =>
          'templateId' in benefit && benefit.templateId !== undefined ? [benefit.templateId] : [],
        ),
      ),
    ]
    const giftsNamed = document.tiers.flatMap(({ benefits }) =>
      benefits.flatMap((benefit) => (benefit.kind === 'birthday_gift' ? [benefit.giftId] : [])),
    )
    return (
      tiers.size === document.tiers.length &&
      templates.size === document.templates.length &&
      gifts.size === document.gifts.length &&
      new Set(document.campaigns.map(({ campaignId }) => campaignId)).size === document.campaigns.length &&
      new Set(document.growth.badges.map(({ badgeId }) => badgeId)).size === document.growth.badges.length &&
      new Set(document.plans.map(({ planId }) => planId)).size === document.plans.length &&
      tiers.has(document.enrolment.tierId) &&
      document.growth.challenges.every(({ tierId }) => tiers.has(tierId)) &&
      named.every((templateId) => templates.has(templateId)) &&
      giftsNamed.every((giftId) => gifts.has(giftId))
    )
  },
  { error: 'ids given twice, or something named that is not there' },
)

/** The form a till of this version knows. A document of a higher one is kept out until the till is newer. */
export const programmeForm = 2
