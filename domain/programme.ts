import type { Campaign } from './campaign.ts'
import type { CodeKeys } from './code-keys.ts'
import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Bps, Money } from './money.ts'
import type { Points } from './points.ts'
import type { PrivacyRules } from './privacy.ts'
import type { TenderKind } from './tender.ts'
import type { LocalText } from './text.ts'

/** A way into a tier besides its growth, judged by the central every night (loyalty.md 2). */
export type TierPath =
  /** Spent at least `each` in every one of the last `months` months. */
  | { readonly kind: 'steady_months'; readonly months: number; readonly each: Money }
  | { readonly kind: 'referrals'; readonly count: number }
  | { readonly kind: 'years_in_tier'; readonly tierId: string; readonly years: number; readonly total: Money }

export type TierBenefit =
  | { readonly kind: 'birthday_coupon'; readonly templateId: Uuid }
  /**
   * A gift of the catalogue, for nothing and once a year: as the coupon it is, else as a coupon of `templateId` against
   * which it is handed over. One that has neither gives nothing.
   */
  | { readonly kind: 'birthday_gift'; readonly giftId: string; readonly templateId?: Uuid | undefined }
  /** What was bought in this tier comes back for so many days, whatever the programme grants others. */
  | { readonly kind: 'free_returns'; readonly days: number }
  /** Campaigns of prices that begin for all begin so many hours earlier. */
  | { readonly kind: 'presale'; readonly hours: number }

/** A tier of the programme, lowest first (loyalty.md 2). */
export interface Tier {
  readonly tierId: string
  readonly name: LocalText
  /** How its members are addressed. */
  readonly honorific: LocalText
  /** Growth (in the programme's window of months) from which it is reached; null = only by a path. */
  readonly fromGrowth: number | null
  /** 9 000 = pay 90 %. */
  readonly payBps: Bps
  /** 12 000 = 1.2 × points. */
  readonly earnBps: Bps
  /** Badge tone. */
  readonly tone: 'bronze' | 'silver' | 'gold' | 'platinum' | 'black'
  /** Interactions wanted in each of the last `months` months before growth lifts into it; null = none. */
  readonly activity: { readonly months: number; readonly each: number } | null
  readonly paths: readonly TierPath[]
  /** What growth older than `windowMonths` loses each month. */
  readonly decayBps: Bps
  /** Never reviewed, never lost. */
  readonly lifetime: boolean
  readonly benefits: readonly TierBenefit[]
}

/** A chance to skip a tier: spend so much in so many days. */
export interface Challenge {
  readonly challengeId: string
  readonly name: LocalText
  readonly tierId: string
  readonly spend: Money
  readonly days: number
}

/**
 * A short-lived honour, given by the nightly review to whoever earned it (loyalty.md 2). It lasts at least as long as the
 * period it is earned in, so that nothing earns it twice.
 */
export interface BadgeRule {
  readonly badgeId: string
  readonly name: LocalText
  readonly earnedBy: /** Interactions of a kind within so many days. */
    | {
        readonly kind: 'interactions'
        readonly interaction: string
        readonly count: number
        readonly days: number
      }
    /** Spent in the month under way and those before it, so many months in all. */
    | { readonly kind: 'spend'; readonly amount: Money; readonly months: number }
  /** Days it lasts. */
  readonly days: number
  /** Issued with it; null = the honour alone. */
  readonly templateId: Uuid | null
}

/** What nightly reviews go by (loyalty.md 2). */
export interface GrowthRules {
  /** Growth per ¥1 paid, in basis points: 10 000 = 1 per ¥1. */
  readonly rateBps: Bps
  /** High-value categories; a category not named counts 10 000. */
  readonly categoryBps: Readonly<Record<string, Bps>>
  /** Growth for each interaction the central hears of, by its kind (`check_in`, `activity` …). */
  readonly interactions: Readonly<Record<string, number>>
  /** Growth of months longer ago than this decays: 12. */
  readonly windowMonths: number
  readonly reviewMonths: number
  readonly graceMonths: number
  /** Issued to whoever went down a tier. */
  readonly winBackTemplateId: Uuid | null
  readonly challenges: readonly Challenge[]
  readonly badges: readonly BadgeRule[]
  /** From this share of the way on the screen speaks of a sprint: 8 000. */
  readonly sprintBps: Bps
}

/** Where a member stands by what they bought and how long they have been silent (loyalty.md 1). */
export interface LifecycleRules {
  /** A member is new for so many days, up to the purchase after the `newPurchases`-th. */
  readonly newDays: number
  readonly newPurchases: number
  /** Days without a purchase after which a member sleeps, and after which they are likely lost. */
  readonly dormantDays: number
  readonly churnRiskDays: number
}

/** From which figure on the middle and the best mark is given. */
export interface MarkBounds<T extends number> {
  readonly middle: T
  readonly best: T
}

/** What recency, frequency and value are marked by (loyalty.md 1). */
export interface ValueClassRules {
  /** Whole months looked back to, besides the one under way. */
  readonly months: number
  /** Days of silence below which a mark is given. */
  readonly silentDays: MarkBounds<number>
  readonly purchases: MarkBounds<number>
  readonly spent: MarkBounds<Money>
}

/** A category's coefficient. `repeatOnly`: only for members the central knows to have bought there before. */
export interface CategoryCoefficient {
  readonly categoryId: string
  readonly earnBps: Bps
  readonly repeatOnly: boolean
}

export interface EarnRules {
  /** Points per ¥1 of eligible amount, in basis points: 10 000 = 1 point per ¥1. */
  readonly rateBps: Bps
  /** Categories that earn nothing. */
  readonly excludedCategoryIds: readonly string[]
  /** Tenders whose share earns nothing. The gift part of stored value never earns. */
  readonly excludedTenders: readonly TenderKind[]
  readonly coefficients: readonly CategoryCoefficient[]
  /** `points` more for each full `per` of eligible amount of a sale. */
  readonly bonus: { readonly per: Money; readonly points: Points } | null
  readonly capPerSale: Points | null
  /** Per member and store-local day. */
  readonly capPerDay: Points | null
  /** Lots expire at the end of the month this many months on. */
  readonly lotMonths: number
  /** Days until earned points can be spent; null = at once. */
  readonly pendingDays: number | null
  /** Points that end within so many days are told of as ending soon. */
  readonly expiringSoonDays: number
  /** For the referrer and the referred at the first purchase. */
  readonly referralPoints: Points
}

export interface BurnRules {
  /** Points come in multiples of this, each worth `stepValue`. */
  readonly step: Points
  readonly stepValue: Money
  /** At most this share of what is to be paid. */
  readonly shareBps: Bps
  /** Per member and store-local day, as a tender. */
  readonly capPerDay: Points | null
  /** A lot that expired before its points came back gets so many days. */
  readonly restoredDays: number
}

/** Something points are exchanged for (loyalty.md 4). */
export interface Gift {
  readonly giftId: string
  readonly name: LocalText
  readonly points: Points
  readonly benefit: /** Handed over from the store's stock. */
    | { readonly kind: 'goods' }
    | { readonly kind: 'service' }
    | { readonly kind: 'parking'; readonly minutes: number }
    /** A coupon is issued: our own or a partner brand's. */
    | { readonly kind: 'coupon'; readonly templateId: Uuid }
  /** Tiers it is for; empty = all. */
  readonly tierIds: readonly string[]
  /** Whether the store's stock counts down. */
  readonly stocked: boolean
  /** From this stock down the screen warns. */
  readonly lowStock: number
  readonly position: number
}

export interface Prize {
  readonly prizeId: string
  readonly name: LocalText
  /** Published odds in parts per million; all of a lottery's come to 1 000 000. */
  readonly oddsPpm: number
  readonly gives:
    | { readonly kind: 'nothing' }
    | { readonly kind: 'coupon'; readonly templateId: Uuid }
    /** Handed over at the service desk against the slip. */
    | { readonly kind: 'goods' }
}

export interface LotteryRules {
  readonly lotteryId: string
  readonly name: LocalText
  readonly points: Points
  readonly prizes: readonly Prize[]
  /** Draws per member and store-local day. */
  readonly dayLimit: number
}

/** What a till's cash drawer asks for. */
export interface CashRules {
  /** A shift that is further off than this, either way, is closed by a supervisor. */
  readonly differenceMax: Money
  /** Whether cashiers open the drawer without a sale by themselves. */
  readonly cashiersOpenDrawer: boolean
}

export interface DonationRules {
  /** So many points are one yuan to the project: 1 000. */
  readonly pointsPerYuan: Points
  readonly projects: readonly { readonly projectId: string; readonly name: LocalText }[]
}

/** Points from member to member, online only. */
export interface TransferRules {
  readonly shareBps: Bps
  readonly monthMax: Points
  readonly feeBps: Bps
}

/** A paid membership, sold as a product (loyalty.md 2). */
export interface MembershipPlan {
  readonly planId: string
  readonly sku: string
  readonly name: LocalText
  readonly days: number
  /** The better of these and the tier's counts. */
  readonly payBps: Bps
  readonly earnBps: Bps
}

export type ConsentPurpose = 'service' | 'marketing' | 'profiling'

export interface EnrolmentRules {
  readonly tierId: string
  readonly welcomeTemplateIds: readonly Uuid[]
  /** The texts asked for. `service` is needed; the others are free and never pre-ticked. */
  readonly consents: readonly {
    readonly purpose: ConsentPurpose
    readonly version: string
    readonly text: LocalText
  }[]
}

export interface StoredValueRules {
  /** Gift balance by amount topped up: the highest step reached counts. Ascending. */
  readonly topUpSteps: readonly { readonly from: Money; readonly gift: Money }[]
  readonly topUpMax: Money
  readonly spendFirst: 'principal' | 'gift'
  /** What one account may spend at one till on a day without contact. */
  readonly offlinePerDay: Money
}

/** When a second proof is asked for (loyalty.md 4). */
export interface StepUpRules {
  readonly burnFrom: Points
  readonly couponFrom: Money
  /** The how-manyth redemption of a member's day: 3. */
  readonly redemptionOfDay: number
  /** How long an approval holds, ms. */
  readonly approvalMs: number
}

export type AnomalyKind =
  /** Redemptions of one member. */
  | 'member_redemptions'
  /** One member at this till and another within the time. */
  | 'two_tills'
  /** Codes that were not taken, at this till. */
  | 'failed_codes'
  /** Staff redeeming for themselves. */
  | 'staff_self'
  /** One staff member redeeming for one member. */
  | 'staff_one_member'
  /** Returns without their sale, by one staff member. */
  | 'returns_without_sale'

export interface AnomalyRule {
  readonly kind: AnomalyKind
  /** From so many within `withinMs` on. */
  readonly count: number
  readonly withinMs: number
  readonly action: 'warn' | 'supervisor' | 'block'
}

/** How an in-store EAN-13 carries a price or a weight: digits 1–2 are the prefix, 3–7 the PLU, 8–12 the figure. */
export interface LabelPrefix {
  /** Two digits, `20` to `29`. */
  readonly prefix: string
  readonly figure: 'price_fen' | 'weight_gram'
}

/** The versioned rules of the chain, pulled from the central; every number is data (loyalty.md). */
export interface Programme {
  /** Form of this document. A till that does not know it keeps the last good one and says so. */
  readonly form: 2
  readonly version: number
  readonly tiers: readonly Tier[]
  readonly growth: GrowthRules
  readonly lifecycle: LifecycleRules
  readonly valueClass: ValueClassRules
  readonly earn: EarnRules
  readonly burn: BurnRules
  readonly campaigns: readonly Campaign[]
  readonly templates: readonly CouponTemplate[]
  /** A template's budget stops it at this share: 12 000. */
  readonly budgetStopBps: Bps
  readonly gifts: readonly Gift[]
  readonly lottery: LotteryRules | null
  readonly donation: DonationRules | null
  readonly transfer: TransferRules | null
  readonly plans: readonly MembershipPlan[]
  readonly enrolment: EnrolmentRules
  readonly storedValue: StoredValueRules
  readonly stepUp: StepUpRules
  readonly anomalies: readonly AnomalyRule[]
  readonly codeKeys: CodeKeys
  /** Days after a sale in which its goods come back. */
  readonly returnDays: number
  /** Minutes in which a supervisor may take a redemption back. */
  readonly undoMinutes: number
  /** Categories tier, plan and campaign prices leave alone. */
  readonly undiscountedCategoryIds: readonly string[]
  readonly labelPrefixes: readonly LabelPrefix[]
  /** Products suggested beside a basket at a time. */
  readonly suggestionsMax: number
  readonly cash: CashRules
  /** Null = tills copy every member of the chain. */
  readonly privacy: PrivacyRules | null
}

/** The template of an id, or null when this programme does not have it. */
export function templateOf(programme: Programme, templateId: Uuid): CouponTemplate | null {
  return programme.templates.find((template) => template.templateId === templateId) ?? null
}

/** The template of the coupon a birthday gift is given as; null = it gives nothing. */
export function birthdayTemplateOf(
  { giftId, templateId }: Extract<TierBenefit, { readonly kind: 'birthday_gift' }>,
  gifts: readonly Pick<Gift, 'giftId' | 'benefit'>[],
): Uuid | null {
  const benefit = gifts.find((gift) => gift.giftId === giftId)?.benefit
  return templateId ?? (benefit?.kind === 'coupon' ? benefit.templateId : null)
}

/** How long members of a tier may bring goods back (days), and how much earlier prices of campaigns begin for them (hours). */
export function advantagesOf(tier: Tier | null): {
  readonly returnDays: number
  readonly presaleHours: number
} {
  const { benefits } = tier ?? { benefits: [] }
  return {
    returnDays: Math.max(0, ...benefits.map((one) => (one.kind === 'free_returns' ? one.days : 0))),
    presaleHours: Math.max(0, ...benefits.map((one) => (one.kind === 'presale' ? one.hours : 0))),
  }
}
