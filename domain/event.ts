import type { AnomalyFlagged } from './anomaly.ts'
import type { ApprovalGiven } from './approval.ts'
import { assert } from './assert.ts'
import { canonicalFields, canonicalJson, canonicalJsonOrNull, joinFields } from './canonical-json.ts'
import type { PointsDonated } from './donation.ts'
import type { ConsentChanged, MemberEnrolled } from './enrolment.ts'
import type { GiftExchanged } from './gift.ts'
import type { StockMoved } from './gift-stock.ts'
import type { Uuid } from './ids.ts'
import type { LotteryDrawn } from './lottery.ts'
import { type Money, noMoney } from './money.ts'
import { withoutPersonal } from './personal.ts'
import type { ProfileChanged } from './profile-change.ts'
import type { Proof } from './proof.ts'
import type { CouponRedeemed, CouponRestored } from './redemption.ts'
import type { SaleReturned } from './refund.ts'
import type { LeaseUse } from './risk.ts'
import type { SaleCompleted } from './sale.ts'
import type { CashMoved, DrawerOpened, ShiftClosed, ShiftOpened } from './shift.ts'
import type { ValueToppedUp } from './stored-value.ts'
import type { EpochStarted } from './trust.ts'

/** Who decided a redemption (sync.md 2 and 7): head office, the store's tills, this till alone, or a held lease. */
export type Mode = 'online' | 'store' | 'isolated' | 'leased'

/** What a till can record. Later pieces add types; unknown ones are kept whole by the central. */
export interface EventData {
  readonly 'sale.completed': SaleCompleted
  readonly 'terminal.enrolled': { readonly terminalNumber: string; readonly publicKey: string }
  /** The first event of an epoch after something happened to the journal (sync.md 3 and 7). */
  readonly 'terminal.epoch_started': EpochStarted
  readonly 'staff.signed_in': { readonly staffId: Uuid }
  readonly 'staff.signed_out': { readonly staffId: Uuid }
  readonly 'access.denied': { readonly staffId: Uuid | null; readonly what: string }
  readonly 'receipt.reprinted': { readonly saleId: Uuid; readonly copy: number }
  readonly 'sale.returned': SaleReturned
  readonly 'coupon.redeemed': CouponRedeemed
  readonly 'coupon.restored': CouponRestored
  readonly 'gift.exchanged': GiftExchanged
  readonly 'gift.stock_moved': StockMoved
  readonly 'lottery.drawn': LotteryDrawn
  readonly 'points.donated': PointsDonated
  readonly 'value.topped_up': ValueToppedUp
  readonly 'member.enrolled': MemberEnrolled
  readonly 'consent.changed': ConsentChanged
  readonly 'member.profile_changed': ProfileChanged
  /** Members head office erased are gone from this till; `unreadable`: files set aside that could not be looked into. */
  readonly 'member.erased': { readonly memberIds: readonly Uuid[]; readonly unreadable: number }
  /** Masked data were shown whole to the actor. */
  readonly 'member.revealed': { readonly memberId: Uuid }
  readonly 'approval.given': ApprovalGiven
  readonly 'anomaly.flagged': AnomalyFlagged
  /** The till's drawer from one count to the next (domain/shift.ts). */
  readonly 'shift.opened': ShiftOpened
  readonly 'shift.closed': ShiftClosed
  readonly 'cash.moved': CashMoved
  readonly 'drawer.opened': DrawerOpened
  readonly 'report.exported': { readonly day: string; readonly kind: string }
}

export type EventType = keyof EventData

/** What happened, before it has its place in the chain. */
export interface EventDraft<T extends EventType = EventType> {
  readonly id: Uuid
  readonly type: T
  /** Epoch ms, the till's wall clock. */
  readonly time: number
  /** The staff member, or null for what the till did by itself. */
  readonly actor: Uuid | null
  /** Programme version the rules used, 0 when none. */
  readonly rules: number
  readonly mode: Mode
  /** How the member or coupon was proven; missing = `none`. */
  readonly proof?: Proof
  /** Who approved it as a second person; missing = nobody. */
  readonly approver?: Uuid | null
  /** Unsecured value of this till after the event (sync.md 2 and 7); missing = nothing. */
  readonly exposure?: Money
  /** What it spends of leases this till holds; missing = nothing. */
  readonly leases?: readonly LeaseUse[]
  readonly data: EventData[T]
}

/** An immutable record in its till's chain: (source, epoch, seq) is unique and gap-free (sync.md 2). */
export interface TillEvent<T extends EventType = EventType> extends EventDraft<T> {
  readonly proof: Proof
  readonly approver: Uuid | null
  readonly exposure: Money
  readonly leases: readonly LeaseUse[]
  readonly schema: 1
  /** The terminal. */
  readonly source: Uuid
  readonly epoch: number
  /** 1, 2, 3 … within (source, epoch). */
  readonly seq: number
  /** Hash of the event before, 64 hex digits; 64 zeros for the first of an epoch. */
  readonly prev: string
  /** SHA-256 over the canonical JSON (RFC 8785) of the event without `hash` and `sig`, 64 hex digits (see `hashOf`). */
  readonly hash: string
  /** Ed25519 over the 32 hash bytes by the terminal's key, base64. */
  readonly sig: string
}

/** The place of the next event of a till. */
export interface ChainHead {
  readonly source: Uuid
  readonly epoch: number
  /** Of the last event; 0 before the first. */
  readonly seq: number
  /** Hash of the last event; `noHash` before the first. */
  readonly hash: string
}

export const noHash = '0'.repeat(64)

/** The two cryptographic acts of sealing, given by the caller so that rules stay free of Node. */
export interface Sealer {
  /** SHA-256 of UTF-8 text, 64 lower-case hex digits. */
  readonly sha256: (text: string) => string
  /** Ed25519 signature over the bytes a hex hash stands for, base64. */
  readonly sign: (hashHex: string) => string
}

/** What every record of a chain has, also one of a type this version does not know. */
export interface ChainedRecord {
  readonly source: Uuid
  readonly epoch: number
  readonly seq: number
  readonly prev: string
  readonly hash: string
}

/** Why a record does not follow a head; `in_order` when it does. */
export type ChainStep =
  | 'in_order'
  | 'other_till'
  | 'other_epoch'
  | 'out_of_order'
  | 'prev_wrong'
  | 'hash_wrong'

/** The head before the first event of an epoch. */
export function firstHead(source: Uuid, epoch: number): ChainHead {
  return { source, epoch, seq: 0, hash: noHash }
}

/** SHA-256 over the canonical JSON of an event without `hash` and `sig`, its personal part as that part's own hash. */
export function hashOf(event: object, sha256: Sealer['sha256']): string {
  const bare = withoutPersonal(event, sha256)
  assert(bare, 'an event of ours has a canonical form')
  return sha256(canonicalJson(withoutSeal(bare)))
}

/** Gives a draft its place after `head`, its hash and its signature. */
export function sealEvent<T extends EventType>(
  draft: EventDraft<T>,
  head: ChainHead,
  sealer: Sealer,
): TillEvent<T> {
  return sealWithText(draft, head, sealer).event
}

/** A sealed event with its canonical JSON, which is what a journal keeps. */
export interface SealedEvent<T extends EventType = EventType> {
  readonly event: TillEvent<T>
  readonly text: string
}

/** As `sealEvent`. The text comes almost for free: all of it but the seal was written to be hashed. */
export function sealWithText<T extends EventType>(
  draft: EventDraft<T>,
  head: ChainHead,
  sealer: Sealer,
): SealedEvent<T> {
  const { source, epoch } = head
  const { id, type, time, actor, rules, mode, data } = draft
  const seq = head.seq + 1
  const body = {
    id,
    type,
    time,
    actor,
    rules,
    mode,
    proof: draft.proof ?? 'none',
    approver: draft.approver ?? null,
    exposure: draft.exposure ?? noMoney,
    leases: draft.leases ?? [],
    data,
    schema: 1,
    source,
    epoch,
    seq,
    prev: head.hash,
  } as const
  const fields = canonicalFields(body)
  const bare = withoutPersonal(body, sealer.sha256)
  assert(bare, 'a draft has a canonical form')
  const hash = sealer.sha256(joinFields(bare === body ? fields : canonicalFields(bare)))
  const seal = { hash, sig: sealer.sign(hash) }
  return { event: { ...body, ...seal }, text: joinFields([...fields, ...canonicalFields(seal)]) }
}

/** The head once `event` is the last of its chain. */
export function nextHead(event: ChainedRecord): ChainHead {
  return { source: event.source, epoch: event.epoch, seq: event.seq, hash: event.hash }
}

/**
 * Checks that `event` follows `head` and that its hash is its own. Pass the event as it arrived, fields this version
 * does not know included: they are part of the hash. The signature over the hash is the caller's to check. Never
 * throws on a stranger's values.
 */
export function verifyChainStep(head: ChainHead, event: ChainedRecord, sha256: Sealer['sha256']): ChainStep {
  if (event.source !== head.source) return 'other_till'
  if (event.epoch !== head.epoch) return 'other_epoch'
  if (event.seq !== head.seq + 1) return 'out_of_order'
  if (event.prev !== head.hash) return 'prev_wrong'
  const bare = withoutPersonal(event, sha256)
  const text = bare && canonicalJsonOrNull(withoutSeal(bare))
  return text !== null && sha256(text) === event.hash ? 'in_order' : 'hash_wrong'
}

/** What the hash covers: everything but the seal itself. */
function withoutSeal(event: object): object {
  const { hash: _hash, sig: _sig, ...body } = event as { readonly hash?: unknown; readonly sig?: unknown }
  return body
}
