import { z } from 'zod'
import { couponSchema, identifierSchema, lotSchema, memberSchema, valueAccountSchema } from './entities.ts'
import { amountPart, countPart, hashPart, instantPart, pointsPart, uuidPart } from './parts.ts'
import { disputeOutcomePart } from './risk.ts'
import { verdictSchema } from './wire.ts'

/* What people and checks at head office ask of the central, with the operator's bearer token. */

/** Rows of one page of a list; the next page starts after the last one's number or place. */
export const listRowsMax = 1_000

/** Rows head office may change in one request: they become one change number. */
const changeRowsMax = 1_000

const terminalReportSchema = z.object({
  terminalId: uuidPart,
  number: z.string(),
  storeId: uuidPart,
  storeNumber: z.string(),
  appVersion: z.string(),
  enrolledAt: instantPart,
  /** Last push or pull, or null. */
  seenAt: instantPart.nullable(),
  /** How far its chain is known here; 0 before the first event. */
  epoch: z.int().min(1),
  seq: countPart,
  head: hashPart,
  /** Nothing it did after this instant counts; null while it is trusted. */
  revokedAt: instantPart.nullable(),
  /** The epoch in which it may spend; another than `epoch`: it is restricted. 0 = in none. */
  admittedEpoch: countPart,
})
export const terminalsAnswerSchema = z.object({ terminals: z.array(terminalReportSchema) })

/** `GET /v1/head-office/exposure`: what tills decided by themselves and nobody secured, as each last told it, in fen. */
export const exposureAnswerSchema = z.object({
  limits: z.object({ tillExposureMax: amountPart, storeExposureMax: amountPart }),
  stores: z.array(
    z.object({
      storeId: uuidPart,
      number: z.string(),
      exposure: amountPart,
      /** More than the store may have. */
      over: z.boolean(),
      terminals: z.array(
        z.object({
          terminalId: uuidPart,
          number: z.string(),
          exposure: amountPart,
          seenAt: instantPart.nullable(),
        }),
      ),
    }),
  ),
})

/** Left out, `since` is now; said again, the earlier instant counts. */
export const revokeRequestSchema = z.object({ since: instantPart.optional() })
export const revokeAnswerSchema = z.object({ terminalId: uuidPart, revokedAt: instantPart })

const eventReportSchema = z.object({
  id: uuidPart,
  type: z.string(),
  epoch: z.int().min(1),
  seq: z.int().min(1),
  hash: hashPart,
  outcome: verdictSchema.shape.outcome,
  code: z.string().nullable(),
})
/** Events of one terminal in order of (epoch, seq). */
export const eventsAnswerSchema = z.object({ events: z.array(eventReportSchema), more: z.boolean() })

export const eventAnswerSchema = z.object({
  terminalId: uuidPart,
  receivedAt: instantPart,
  verdict: verdictSchema,
  /** The event as it came. */
  event: z.record(z.string(), z.unknown()),
})

export const memberAnswerSchema = z.object({
  member: memberSchema,
  identifiers: z.array(identifierSchema),
  lots: z.array(lotSchema),
  /** The change numbers these rows are at: what `changes` expects. */
  versions: z.array(z.object({ c: z.string(), k: z.string(), v: countPart })),
  /** Points of lots that still count now. */
  balance: pointsPart,
  /** Points of all lots as the ledger adds them up; equals the sum over `lots`. */
  ledger: z.int(),
  /** What the review goes by: by `YYYY-MM`; empty before the first visit. */
  months: z.record(
    z.string(),
    z.object({ spent: z.int(), growth: z.int(), purchases: z.int(), interactions: z.int() }),
  ),
})

const couponUseSchema = z.object({
  useNumber: z.int().min(1),
  eventId: uuidPart,
  terminalId: uuidPart,
  memberId: uuidPart.nullable(),
  usedAt: instantPart,
  /** What it gave. */
  amount: amountPart,
  /** The event that gave it back, or null. */
  restoredBy: uuidPart.nullable(),
})
export const couponAnswerSchema = z.object({ coupon: couponSchema, uses: z.array(couponUseSchema) })

/** `POST /v1/head-office/disputes/{number}/outcome`. Problems: `dispute_unknown`, `dispute_decided`. */
export const disputeDecisionSchema = z.object({
  outcome: disputeOutcomePart,
  decidedBy: z.string().min(1).max(80),
  note: z.string().max(500).default(''),
})
export const disputeDecidedSchema = z.object({ number: countPart, decidedAt: instantPart })

/** `POST /v1/head-office/leases/{leaseId}/revoke`: takes a lease back unheard. Problems: `lease_unknown`. */
export const leaseRevokedSchema = z.object({ leaseId: uuidPart, changeNumber: countPart })

const parkedReportSchema = z.object({
  number: countPart,
  eventId: uuidPart,
  terminalId: uuidPart,
  epoch: z.int().min(1),
  seq: z.int().min(1),
  code: z.string(),
  /** The event as it came, JSON. */
  body: z.string(),
  recordedAt: instantPart,
})
export const parkedAnswerSchema = z.object({ parked: z.array(parkedReportSchema), more: z.boolean() })

/** Another event at a place that was taken: both branches are kept. */
const forkReportSchema = z.object({
  number: countPart,
  terminalId: uuidPart,
  epoch: z.int().min(1),
  seq: z.int().min(1),
  hash: hashPart,
  body: z.string(),
  /** What became of it once its till told it as a stray, JSON; null: only kept so far. */
  verdict: z.string().nullable(),
  recordedAt: instantPart,
})
export const forksAnswerSchema = z.object({ forks: z.array(forkReportSchema), more: z.boolean() })

/** Admits a terminal to spend again, in its newest epoch unless another one is named. */
export const readmitRequestSchema = z.object({ epoch: z.int().min(1).nullable().default(null) })
export const readmitAnswerSchema = z.object({ terminalId: uuidPart, admittedEpoch: z.int().min(1) })

export const enrolmentCodeRequestSchema = z.object({
  /** The store's short number, such as `S01`. */
  store: z.string().min(1).max(8),
})
export const enrolmentCodeAnswerSchema = z.object({
  code: z.string().regex(/^[A-Z0-9]{10}$/),
  storeId: uuidPart,
  expiresAt: instantPart,
})

/**
 * Head office changes the chain's rows: `d` is a whole row of its collection, null deletes the row `k`. Deleting a
 * member deletes identifiers, lots and coupons too. All rows of a request become one change number.
 */
export const changeRequestSchema = z.object({
  rows: z
    .array(
      z.object({
        c: z.string().max(40),
        k: z.string().min(1).max(200),
        d: z.record(z.string(), z.unknown()).nullable(),
        /**
         * The change number the row was read at, null where there was none; 'any': whatever it is now. May be left out
         * where nothing is set that events move (growth, debt, points, value).
         */
        v: z
          .union([countPart, z.literal('any')])
          .nullable()
          .optional(),
      }),
    )
    .min(1)
    .max(changeRowsMax),
})
export type ChangeRequest = z.infer<typeof changeRequestSchema>
export const changeAnswerSchema = z.object({ changeNumber: countPart })

/** `POST /v1/head-office/programme`: a new version of the rules. Problems: `programme_broken`, `version_taken`. */
export const programmeRequestSchema = z.object({ document: z.record(z.string(), z.unknown()) })
export const programmeAnswerSchema = z.object({ version: countPart, changeNumber: countPart })

/** `POST /v1/head-office/merges`: `from` becomes `into`, with lots, coupons, value and history. */
export const mergeRequestSchema = z.object({ from: uuidPart, into: uuidPart })
export const mergeAnswerSchema = z.object({ changeNumber: countPart })

/** `POST /v1/head-office/interactions`: what members did elsewhere (check-in, activity), by the programme's kinds. */
export const interactionsRequestSchema = z.object({
  interactions: z
    .array(z.object({ memberId: uuidPart, kind: z.string().min(1).max(40), at: instantPart }))
    .min(1)
    .max(listRowsMax),
})
export const interactionsAnswerSchema = z.object({ counted: countPart, changeNumber: countPart })

/** `POST /v1/head-office/challenges`: a member takes a challenge up. Problems: `challenge_unknown`, `member_unknown`. */
export const challengeRequestSchema = z.object({ memberId: uuidPart, challengeId: z.string().min(1).max(40) })
export const challengeAnswerSchema = z.object({ until: instantPart, changeNumber: countPart })

/** What sales told back of campaigns: for how many customers one ran, of how many it changed a figure, what these paid. */
export const campaignsAnswerSchema = z.object({
  campaigns: z.array(
    z.object({ campaignId: z.string(), shown: countPart, used: countPart, toPay: countPart }),
  ),
})

/** What sales told back of suggestions: in how many a product was shown, and taken. */
export const suggestionsAnswerSchema = z.object({
  suggestions: z.array(z.object({ sku: z.string(), shown: countPart, taken: countPart })),
  more: z.boolean(),
})

/** Sums of the double-entry ledgers by account, credits less debits; each part comes to nothing. */
const ledgerSumsSchema = z.array(z.object({ account: z.string(), sum: z.int() }))
export const ledgersAnswerSchema = z.object({
  points: ledgerSumsSchema,
  principal: ledgerSumsSchema,
  gift: ledgerSumsSchema,
  /** What coupons gave for uses that were others', in fen. */
  coupons: ledgerSumsSchema,
})

export const accountAnswerSchema = z.object({
  account: valueAccountSchema,
  /** The change number the account is at: what `changes` expects. */
  changeNumber: countPart,
  entries: z.array(
    z.object({
      eventId: uuidPart.nullable(),
      part: z.enum(['principal', 'gift']),
      debit: z.string(),
      credit: z.string(),
      amount: amountPart,
    }),
  ),
  /** What the ledger says each part should be. */
  ledger: z.object({ principal: z.int(), gift: z.int() }),
})

/** What the demo's messenger would have sent. */
export const messagesAnswerSchema = z.object({
  messages: z.array(
    z.object({
      number: countPart,
      memberId: uuidPart,
      sentTo: z.string(),
      body: z.string(),
      sentAt: instantPart,
    }),
  ),
  more: z.boolean(),
})

/** A member who was erased, and which terminals said that they forgot them. */
export const erasureAnswerSchema = z.object({
  memberId: uuidPart,
  erasedAt: instantPart,
  terminals: z.array(
    z.object({
      terminalId: uuidPart,
      number: z.string(),
      storeNumber: z.string(),
      /** When its receipt came; null = not heard yet. */
      confirmedAt: instantPart.nullable(),
      /** Files set aside there that could not be looked into: for people. */
      unreadable: countPart,
    }),
  ),
})
