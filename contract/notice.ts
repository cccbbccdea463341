import { z } from 'zod'
import { deviceHexMax } from '../domain/device-limits.ts'
import { roomLevels } from '../domain/disk-room.ts'
import { scanLengthMax } from '../domain/limits.ts'
import { proofs } from '../domain/proof.ts'
import { epochCauses } from '../domain/trust.ts'
import { saleSummarySchema, scanOutcomeSchema } from './command.ts'
import { keyboardScannerSchema } from './config.ts'
import { categorySchema } from './entities.ts'
import {
  amountPart,
  anomalyKindPart,
  balancePart,
  bpsPart,
  countPart,
  instantPart,
  languagePart,
  localTextPart,
  moneyPart,
  pointsPart,
  signedPart,
  uuidPart,
} from './parts.ts'
import { refusalSchema } from './refusal.ts'
import { trainingSliceSchema } from './training-commands.ts'

/*
 * What the core tells the page. Each `…_changed` notice carries its whole slice, so the page's store is a mirror
 * that any single notice puts right; on connecting, the core sends every slice once.
 */

/** The till itself: who it is and what it can do right now. */
export const tillSliceSchema = z.object({
  phase: z.enum(['not_enrolled', 'loading', 'selling', 'stopped']),
  /** First load of the replica, 0–10 000 of 10 000, null when none is under way. */
  loadedBps: z.int().min(0).max(10_000).nullable(),
  /** How much room its disk has, and what may still be begun on it (domain/disk-room.ts). */
  room: z.enum(roomLevels),
  /** Why trading on this till stopped; words in the page. */
  stopped: z.enum(['journal_broken', 'journal_newer', 'disk', 'key_store_plain', 'key_wrong']).nullable(),
  mode: z.enum(['production', 'demo', 'development']),
  store: z.object({ number: z.string(), name: localTextPart, timeZone: z.string() }).nullable(),
  terminalNumber: z.string().nullable(),
  /** Why this till only sells and earns until head office re-admits it (mark R); null = it is trusted. */
  restricted: z.enum([...epochCauses, 'not_admitted', 'revoked']).nullable(),
  language: languagePart,
  categories: z.array(categorySchema),
  appVersion: z.string(),
  /** The time that counts, against the terminal's clock (domain/trusted-time.ts). */
  time: z.object({
    trust: z.enum(['confirmed', 'believed', 'doubted']),
    /** How far the terminal's clock is ahead, ms; negative = behind. */
    skewMs: z.int(),
  }),
  /** The rules in force, and a newer document that could not be taken: the last good one stays. */
  programme: z
    .object({
      version: countPart,
      refused: z.object({ version: countPart, reason: z.enum(['broken', 'newer']) }).nullable(),
      /** Texts an enrolment asks for. */
      consents: z.array(
        z.object({
          purpose: z.enum(['service', 'marketing', 'profiling']),
          text: z.object({ zh: z.string(), en: z.string() }),
        }),
      ),
      /** Campaigns that run now, for the welcome state. */
      campaigns: z.array(z.object({ name: localTextPart, kind: z.enum(['earn', 'burn', 'price']) })),
    })
    .nullable(),
  /** The last training ended by itself, or never began; until the next one. */
  trainingFailed: z.boolean(),
})

export const staffSliceSchema = z
  .object({ staffId: uuidPart, name: z.string(), role: z.enum(['cashier', 'supervisor', 'store_it']) })
  .nullable()

export const basketLineSchema = z.object({
  lineId: countPart,
  sku: z.string(),
  name: localTextPart,
  categoryId: z.string(),
  unit: z.enum(['piece', 'gram']),
  amount: countPart,
  unitPrice: amountPart,
  /** The label's price stands for the line: its quantity cannot be changed. */
  fixed: z.boolean(),
  gross: amountPart,
  discounts: z.array(
    z.object({
      kind: z.enum(['tier', 'plan', 'campaign', 'coupon']),
      label: localTextPart,
      amount: amountPart,
    }),
  ),
  net: amountPart,
})

export const memberViewSchema = z.object({
  memberId: uuidPart,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
  statusReason: localTextPart.nullable(),
  /** Enrolled here and not heard of by the chain yet. */
  provisional: z.boolean(),
  proof: z.enum(proofs),
  tier: z.object({
    tierId: z.string(),
    name: localTextPart,
    honorific: localTextPart,
    tone: z.enum(['bronze', 'silver', 'gold', 'platinum', 'black']),
    payBps: bpsPart,
  }),
  points: balancePart,
  /** Earned and not spendable yet. */
  pending: balancePart,
  debt: pointsPart,
  /** Of the family owner's that may be spent; null without a family. */
  family: pointsPart.nullable(),
  /** Points expiring within the programme's days. */
  expiringSoon: balancePart,
  expiringSoonDays: countPart,
  /** Stored value, principal and gift together; null without an account. */
  value: amountPart.nullable(),
  /** The paid membership in force, running or in this basket. */
  plan: z.object({ name: localTextPart, until: instantPart.nullable() }).nullable(),
  growth: countPart,
  /** The tier above with what is missing (whole yuan) and the way done, or null at the top. */
  nextTier: z
    .object({
      name: localTextPart,
      missing: countPart,
      doneBps: z.int().min(0).max(10_000),
      sprint: z.boolean(),
    })
    .nullable(),
  lifecycle: z.enum(['new', 'active', 'dormant', 'churn_risk']),
  birthdayToday: z.boolean(),
  memberSince: instantPart,
})

export const couponViewSchema = z.object({
  couponId: uuidPart,
  name: localTextPart,
  state: z.enum(['applied', 'idle', 'usable', 'not_usable']),
  /** What it takes off this basket now. */
  amount: amountPart,
  /** Why it gives nothing now (`idle`, `not_usable`). */
  refusal: refusalSchema.nullable(),
  expiresAt: instantPart,
})

export const basketSliceSchema = z.object({
  saleId: uuidPart.nullable(),
  lines: z.array(basketLineSchema),
  /** The line changed last, to flash once. */
  changedLineId: countPart.nullable(),
  member: memberViewSchema.nullable(),
  /** In the basket, then the member's others, those that fit first. */
  coupons: z.array(couponViewSchema),
  couponChoice: z.enum(['own', 'best']),
  /** What the best combination would save more than the coupons in the basket; 0 when they are the best. */
  bestSavesMore: amountPart,
  /** At most two products others buy with these. */
  suggestions: z.array(
    z.object({
      sku: z.string(),
      name: localTextPart,
      unitPrice: amountPart,
      categoryId: z.string(),
      because: localTextPart,
    }),
  ),
  subtotal: amountPart,
  tierDiscount: amountPart,
  campaignDiscount: amountPart,
  couponDiscount: amountPart,
  savings: moneyPart,
  payable: amountPart,
  burn: z.object({
    points: pointsPart,
    amount: amountPart,
    max: pointsPart,
    step: pointsPart,
    stepValue: amountPart,
    /** More than 10 000 in a burn campaign. */
    valueBps: bpsPart,
  }),
  toPay: amountPart,
  earns: pointsPart,
  growth: countPart,
  /** What a second proof will be asked for when this is paid; empty = nothing. */
  stepUp: z.array(z.enum(['many_points', 'dear_coupon', 'many_redemptions', 'anomaly', 'offline_limit'])),
  /** What rules against anomalies see in this sale and only warn of; missing = nothing. */
  warnings: z.array(anomalyKindPart).optional(),
  /** The second proof this sale has already. */
  proven: z.enum(proofs),
  canUndo: z.boolean(),
  held: z.array(
    z.object({
      saleId: uuidPart,
      heldAt: instantPart,
      itemCount: countPart,
      payable: amountPart,
      memberName: z.string().nullable(),
    }),
  ),
})
export type BasketSlice = z.infer<typeof basketSliceSchema>

export const syncSliceSchema = z.object({
  /** `expired` and `revoked`: the central does not let this till in, until a code is given or at all. */
  state: z.enum(['not_enrolled', 'online', 'syncing', 'offline', 'faulted', 'expired', 'revoked']),
  /** Events committed here that the central has not acknowledged. */
  waiting: countPart,
  /** Instant from which the central has been out of reach, or null. */
  offlineSince: instantPart.nullable(),
  lastContactAt: instantPart.nullable(),
  /** Events the central disputes or parked, for people to look at. */
  disputed: countPart,
  parked: countPart,
  /** Next try, when backing off. */
  nextTryAt: instantPart.nullable(),
  /** The replica is being compared with the chain. */
  reconciling: z.boolean(),
  /** What the last comparison found; `ppm`: how far the copy was right, in millionths, rounded down. */
  reconciled: z
    .object({
      at: instantPart,
      ppm: z.int().min(0).max(1_000_000),
      rows: countPart,
      wrong: countPart,
      repaired: countPart,
      skipped: countPart,
    })
    .nullable(),
})

/** What this till may decide by itself now, and what it did (sync.md 7). */
export const riskSliceSchema = z.object({
  /** The central is being asked about an act: nothing else is sold meanwhile. */
  asking: z.boolean(),
  /** Unsecured value since the last full sync, the most of it, and since when there is any. */
  exposure: amountPart,
  exposureMax: amountPart,
  sessionSince: instantPart.nullable(),
  /** When the list of denials was last whole; null = never. */
  denialsHeardAt: instantPart.nullable(),
  denials: z.enum(['fresh', 'old', 'too_old']),
})
export type RiskSlice = z.infer<typeof riskSliceSchema>

const printerSliceSchema = z
  .object({
    name: z.string(),
    state: z.enum(['ready', 'unreachable', 'paper_out', 'cover_open', 'faulted', 'unknown']),
    paperNearEnd: z.boolean(),
    /** Missing: the printer does not tell, or nobody said what its level means. */
    drawer: z.enum(['open', 'closed']).exactOptional(),
  })
  .nullable()

export const devicesSliceSchema = z.object({
  scanners: z.array(z.object({ name: z.string(), state: z.enum(['ready', 'absent', 'faulted']) })),
  keyboardScanner: keyboardScannerSchema,
  cardReaders: z.array(z.object({ name: z.string(), state: z.enum(['ready', 'absent', 'faulted']) })),
  printer: printerSliceSchema,
  /** The one that can take the receipts over. */
  backupPrinter: printerSliceSchema,
  prints: z.object({
    /** Not yet on paper. */
    waiting: countPart,
    /** Kept until somebody asks for them. */
    later: countPart,
    /** Somebody has to say whether they are on paper. */
    doubtful: countPart,
  }),
})

/** The drawer's shift: when it began, and the float that is offered for the next. What should be in the drawer is not told. */
export const shiftSliceSchema = z.object({
  open: z.object({ shiftId: uuidPart, openedAt: instantPart, float: amountPart }).nullable(),
  nextFloat: amountPart.nullable(),
  /** What was sold and taken in cash since the last shift was closed, which the float holds too; null = nothing. */
  between: z.object({ sales: countPart, cash: signedPart }).nullable(),
})
export type ShiftSlice = z.infer<typeof shiftSliceSchema>

/** The last sale, also across a restart: `recovered` asks the screen to say what became of it. */
export const lastSaleSliceSchema = z.object({ sale: saleSummarySchema, recovered: z.boolean() }).nullable()

export const noticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('till_changed'), value: tillSliceSchema }),
  z.object({ kind: z.literal('staff_changed'), value: staffSliceSchema }),
  z.object({ kind: z.literal('basket_changed'), value: basketSliceSchema }),
  z.object({ kind: z.literal('sync_changed'), value: syncSliceSchema }),
  z.object({ kind: z.literal('risk_changed'), value: riskSliceSchema }),
  z.object({ kind: z.literal('shift_changed'), value: shiftSliceSchema }),
  z.object({ kind: z.literal('devices_changed'), value: devicesSliceSchema }),
  z.object({ kind: z.literal('last_sale_changed'), value: lastSaleSliceSchema }),
  z.object({ kind: z.literal('training_changed'), value: trainingSliceSchema }),
  /** A device scanned: what came of it, for flash and sound. */
  z.object({
    kind: z.literal('scan_taken'),
    outcome: scanOutcomeSchema.nullable(),
    refusal: refusalSchema.nullable(),
  }),
  /** A device sent something while devices are set up (`routeScans`): it goes nowhere else. */
  z.object({
    kind: z.literal('device_heard'),
    device: z.string(),
    from: z.enum(['serial', 'hid_pos', 'card_reader']),
    /** The bytes as they came, or a tag's number; nothing of a chip that may be a payment card. */
    hex: z.string().max(deviceHexMax),
    text: z
      .string()
      .max(scanLengthMax * 4)
      .nullable(),
    card: z.enum(['tag', 'chip', 'foreign', 'unreadable']).nullable(),
  }),
  /** A device scanned while the page takes scans itself (`routeScans`): the text as it was read. */
  z.object({ kind: z.literal('scan_read'), text: z.string().max(scanLengthMax * 4) }),
])
export type Notice = z.infer<typeof noticeSchema>
export type NoticeKind = Notice['kind']
export type TillSlice = z.infer<typeof tillSliceSchema>
export type StaffSlice = z.infer<typeof staffSliceSchema>
export type SyncSlice = z.infer<typeof syncSliceSchema>
export type DevicesSlice = z.infer<typeof devicesSliceSchema>
export type LastSaleSlice = z.infer<typeof lastSaleSliceSchema>
