import { z } from 'zod'
import type { TillEvent } from '../domain/event.ts'
import { pushEventsMax } from '../domain/limits.ts'
import { proofs } from '../domain/proof.ts'
import {
  budgetSchema,
  categorySchema,
  couponSchema,
  giftStockSchema,
  identifierSchema,
  lotSchema,
  lotteryPoolSchema,
  memberPinSchema,
  memberSchema,
  pairSchema,
  productSchema,
  staffRowSchema,
  storeSchema,
  valueAccountSchema,
} from './entities.ts'
import { amountPart, base64Part, countPart, hashPart, instantPart, uuidPart } from './parts.ts'
import { programmeSchema } from './programme.ts'
import { denialSchema, leaseSchema, leaseUseSchema, policyRowSchema } from './risk.ts'

/* What a till and the central say to each other over HTTPS (sync.md). Strict on what we send, tolerant of unknown fields in what we receive. */

// ---- events -----------------------------------------------------------------------------------------------

/**
 * The envelope every event shares. `type` and `data` stay open: an unknown type or broken data is kept whole and
 * parked by the central, never refused, so that one bad event cannot block a queue.
 */
export const eventEnvelopeSchema = z.object({
  id: uuidPart,
  type: z.string().min(1).max(60),
  time: instantPart,
  actor: uuidPart.nullable(),
  rules: countPart,
  mode: z.enum(['online', 'store', 'isolated', 'leased']),
  proof: z.enum(proofs),
  approver: uuidPart.nullable(),
  /** Fen decided here without anybody's word since the last full sync, this event's own part included. */
  exposure: amountPart.exactOptional(),
  /** What it spends of leases its till holds. */
  leases: z.array(leaseUseSchema).max(20).exactOptional(),
  data: z.record(z.string(), z.unknown()),
  schema: z.int().min(1),
  source: uuidPart,
  epoch: z.int().min(1),
  seq: z.int().min(1),
  prev: hashPart,
  hash: hashPart,
  sig: base64Part,
})
export type EventEnvelope = z.infer<typeof eventEnvelopeSchema>

/** An event this version made, as the envelope it travels in. */
export function envelopeOf(event: TillEvent): EventEnvelope {
  return event as unknown as EventEnvelope
}

// ---- identity (sync.md 8) ---------------------------------------------------------------------------------

/** The name a central's server certificate carries, whatever address it answers at: what a till checks. */
export const centralName = 'evertill-central'

/**
 * `GET /v1/ca/{name}`: the certificate of the chain's authority, for a till that trusts nobody yet. `name` and
 * `proof` are made of the enrolment code (codes/enrolment-code.ts): only who knows the code can have made the proof.
 */
export const authorityAnswerSchema = z.object({
  /** X.509, DER, base64. */
  ca: base64Part,
  proof: hashPart,
})
export type AuthorityAnswer = z.infer<typeof authorityAnswerSchema>

/** A client certificate of a terminal: X.509, DER, base64, and the central's time from and until which it is good. */
export const certificateSchema = z.object({
  certificate: base64Part,
  from: instantPart,
  until: instantPart,
})
export type IssuedCertificate = z.infer<typeof certificateSchema>

/** Ten characters, one use, fifteen minutes, one store. */
const oneTimeCodePart = z.string().regex(/^[A-Z0-9]{10}$/)

/** The same code with the same event key again, within its time, is answered again: the first answer may have been lost. */
export const enrolRequestSchema = z.object({
  code: oneTimeCodePart,
  /** The terminal's Ed25519 public key for events, SPKI DER, base64. */
  publicKey: base64Part,
  /** A certificate request (RFC 2986) for the terminal's P-256 key for TLS, DER, base64. */
  request: base64Part,
  /** Signature of `request` (its DER) by the key of events, base64: one terminal holds both. */
  proof: base64Part,
  appVersion: z.string().max(40),
})
export type EnrolRequest = z.infer<typeof enrolRequestSchema>

export const enrolAnswerSchema = z.object({
  terminalId: uuidPart,
  terminalNumber: z.string().min(1).max(8),
  storeId: uuidPart,
  tls: certificateSchema,
  epoch: z.int().min(1),
  /** The central's Ed25519 public key for checkpoints, SPKI DER, base64. */
  centralKey: base64Part,
  /** What personal data of members go by (loyalty.md 1): 32 bytes each, base64. */
  keys: z.object({ phone: base64Part, personal: base64Part }),
  serverTime: instantPart,
})
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>

/**
 * `POST /v1/certificate`, over a line that shows the certificate so far. `request` is for a new key. After that
 * certificate has run out, a one-time code of the store (from head office, typed in by a manager) is wanted besides.
 */
export const renewRequestSchema = z.object({ request: base64Part, code: oneTimeCodePart.optional() })
export type RenewRequest = z.infer<typeof renewRequestSchema>

export const renewAnswerSchema = z.object({ tls: certificateSchema, serverTime: instantPart })
export type RenewAnswer = z.infer<typeof renewAnswerSchema>

// ---- push -------------------------------------------------------------------------------------------------

export const pushRequestSchema = z.object({
  events: z.array(eventEnvelopeSchema).min(1).max(pushEventsMax),
  /**
   * The till knows that these have no place in its chain as the central has it: the other branch of a fork, or what was
   * salvaged behind a hole. They count each by itself and once; the checkpoint of the answer speaks of the chain.
   */
  strays: z.boolean().default(false),
})
export type PushRequest = z.infer<typeof pushRequestSchema>

/** What became of one event. A `duplicate` repeats the `code` or `disputes` of the first time: that answer may have been lost. */
export const verdictSchema = z.object({
  id: uuidPart,
  outcome: z.enum(['applied', 'duplicate', 'disputed', 'parked']),
  /** Why parked (`data_invalid`, `type_unknown`, …). */
  code: z.string().max(60).optional(),
  /** What is disputed and the event that was first. */
  disputes: z
    .array(z.object({ kind: z.string().max(40), subject: z.string().max(80), other: uuidPart }))
    .optional(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** How far the central has a till's chain, signed: Ed25519 over the canonical JSON of the rest. */
export const checkpointSchema = z.object({
  terminalId: uuidPart,
  epoch: z.int().min(1),
  seq: countPart,
  head: hashPart,
  /** The epoch in which the till may spend; in another one it is restricted (sync.md 3 and 7). 0 = in none. */
  admittedEpoch: countPart,
  serverTime: instantPart,
  sig: base64Part,
})
export type Checkpoint = z.infer<typeof checkpointSchema>

export const pushAnswerSchema = z.object({ verdicts: z.array(verdictSchema), checkpoint: checkpointSchema })
export type PushAnswer = z.infer<typeof pushAnswerSchema>

/**
 * 409: the next event the central wants is `expected`; resume there. `fork` = same place, other hash: go on in an epoch
 * from `expected.epoch` on, and tell the own branch as strays. The checkpoint is that of the epoch asked about.
 */
export const pushConflictSchema = z.object({
  code: z.enum(['gap', 'fork']),
  expected: z.object({ epoch: z.int().min(1), seq: z.int().min(1) }),
  checkpoint: checkpointSchema,
})
export type PushConflict = z.infer<typeof pushConflictSchema>

// ---- pull -------------------------------------------------------------------------------------------------

/**
 * Names a run of change numbers. The central starts a new one, with a random name, at every start of its process,
 * and remembers at which change number each began. A till asks `GET /v1/changes?since=<cursor>&feed=<feed>`; where
 * `since` lies beyond the end that run has in this central's memory (it was restored from a backup and numbers
 * were given out twice), or the run is unknown, the answer is 409 `cursor_refused` and the till loads a snapshot.
 */
export const feedPart = z.string().min(1).max(40)

/** For one till of the store: the last event whose effects the rows so far contain. */
export const appliedMarkSchema = z.object({ terminalId: uuidPart, epoch: z.int().min(1), seq: countPart })
export type AppliedMark = z.infer<typeof appliedMarkSchema>

/** A member who is to be forgotten everywhere, for good: also by a till that comes back after years. */
export const erasureSchema = z.object({ memberId: uuidPart, erasedAt: instantPart })

/** Collection name → schema of its rows. The key of a row is in `k`: the id, `kind:value` for identifiers, `kind:subject` for denials, `storeId:giftId` for stock, `sku:suggest` for pairs. */
export const collections = {
  erasure: erasureSchema,
  denial: denialSchema,
  policy: policyRowSchema,
  programme: programmeSchema,
  store: storeSchema,
  staff: staffRowSchema,
  category: categorySchema,
  product: productSchema,
  member: memberSchema,
  member_pin: memberPinSchema,
  identifier: identifierSchema,
  lot: lotSchema,
  coupon: couponSchema,
  account: valueAccountSchema,
  gift_stock: giftStockSchema,
  lottery_pool: lotteryPoolSchema,
  budget: budgetSchema,
  pair: pairSchema,
  lease: leaseSchema,
  applied: appliedMarkSchema,
} as const
export type CollectionName = keyof typeof collections

/**
 * One line of the NDJSON answer of `GET /v1/changes`: a row, or with `d: null` a tombstone. Unknown `c` is skipped.
 *
 * Lines come in ascending `v`. All rows the central changed in one transaction (an event's lots, coupons, member
 * and its `applied` mark) share one `v` and are never split over two answers: after each `v` the rows are whole,
 * so a till may commit there with `v` as its cursor. A row changed again later may not be left out of the earlier
 * `v` unless every `v` up to the later one is sent as one number: a mark and the rows it speaks of move together.
 */
export const changeRowSchema = z.object({
  c: z.string().max(40),
  /** The central's change number: one per transaction of the central. */
  v: countPart,
  k: z.string().max(200),
  d: z.record(z.string(), z.unknown()).nullable(),
})
export type ChangeRow = z.infer<typeof changeRowSchema>

/** The last line: the new cursor and whether more waits behind it. A stream without it was cut. */
export const changesEndSchema = z.object({
  cursor: countPart,
  /** Where this run of change numbers began (see `feedPart`). */
  feed: feedPart,
  more: z.boolean(),
  serverTime: instantPart,
})
export type ChangesEnd = z.infer<typeof changesEndSchema>

/**
 * `GET /v1/stream`: server-sent events, each with this as its data; a comment is a sign of life. The number of the
 * newest change of interest to the till's store and nothing else: what changed is pulled.
 */
export const changeHintSchema = z.object({ change: countPart })
export type ChangeHint = z.infer<typeof changeHintSchema>

// ---- digests ----------------------------------------------------------------------------------------------

const keyPart = z.string().max(200)

/**
 * `GET /v1/digests?collection&since&feed&fields`: what a till at the cursor `since` should have (domain/row-digest.ts).
 * Rows the chain changed after that cursor count on neither side: their keys are `touched`. Refused are a cursor as in a
 * pull, `digest_behind` (409) where too much changed since it, `digest_building` (503) while it is reckoned.
 */
export const digestsAnswerSchema = z.object({
  /** Those of the fields asked for that this central knows: what the hashes cover. */
  fields: z.array(z.string().max(60)).max(100),
  /** In the order of their last keys by bytes; the last range has none. Each begins after the one before. */
  ranges: z
    .array(z.object({ to: keyPart.nullable(), count: countPart, hash: z.string().regex(/^[0-9a-f]{16}$/) }))
    .min(1)
    .max(100_000),
  touched: z.array(keyPart),
})
export type DigestsAnswer = z.infer<typeof digestsAnswerSchema>

/**
 * `GET /v1/rows?collection&since&feed&after&to`: the rows with keys in (after, to] in their order, the touched ones left
 * out; of a range that grew the first of them. `next` is the key to go on after; missing = that was all of the range.
 */
export const rowsAnswerSchema = z.object({
  rows: z.array(z.object({ k: keyPart, d: z.record(z.string(), z.unknown()) })),
  touched: z.array(keyPart),
  next: keyPart.exactOptional(),
})
export type RowsAnswer = z.infer<typeof rowsAnswerSchema>

// ---- snapshot ---------------------------------------------------------------------------------------------

/** `POST /v1/snapshot`: a SQLite file with the replica's tables, without indexes, zstd, served by range at `GET /v1/snapshot/{snapshotId}`. */
export const snapshotOfferSchema = z.object({
  snapshotId: uuidPart,
  /** Replica schema the file has. */
  replicaVersion: z.int().min(1),
  /** The cursor the file stands for. */
  changeNumber: countPart,
  feed: feedPart,
  compressedBytes: countPart,
  plainBytes: countPart,
  /** SHA-256 of the compressed bytes. */
  sha256: hashPart,
})
export type SnapshotOffer = z.infer<typeof snapshotOfferSchema>

// ---- others -----------------------------------------------------------------------------------------------

export const statusAnswerSchema = z.object({
  service: z.literal('evertill-central'),
  serverTime: instantPart,
  wireVersion: z.int(),
})

export type StatusAnswer = z.infer<typeof statusAnswerSchema>

/** Every refusal of the central over HTTP. */
export const problemSchema = z.object({ code: z.string().max(60), message: z.string().max(500) })
export type Problem = z.infer<typeof problemSchema>
