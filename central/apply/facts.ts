import type { Coupon } from '../../domain/coupon.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { mergesFollowedMax } from '../../domain/limits.ts'
import type { Lot } from '../../domain/lot.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import type { Lease } from '../../domain/risk.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import type { KnownProgrammes } from '../programmes.ts'
import type { KeptHistory } from '../tables/member-history.ts'
import type { Authority, CouponLoss, Promises } from './promises.ts'
import type { CashMoveRow, ShiftRow } from './shifts.ts'

/** A row as a batch of events finds and leaves it. */
export interface Fact<Row> {
  row: Row
  changed: boolean
}

/** A row with the event that moved it last, or null when none did. */
export interface MovedFact<Row> extends Fact<Row> {
  lastEvent: Uuid | null
}

export interface UseFact {
  readonly couponId: Uuid
  readonly useNumber: number
  readonly eventId: Uuid
  readonly terminalId: Uuid
  readonly memberId: Uuid | null
  readonly usedAt: number
  /** What it gave, in fen. */
  readonly amount: number
  readonly authority: Authority
  /** The event that gave it back, or null. */
  readonly restoredBy: Uuid | null
  readonly restoredAt: number | null
}

/** Accounts of the points' ledger (central/migrations/0001-ledgers.ts). */
export type PointsAccount =
  | 'points'
  | 'debt'
  | 'liability'
  | 'redemption'
  | 'donation'
  | 'taken_back'
  | 'given_back'
  | 'expiry'
  | 'loss'

/** Points moved from one account of the ledger to another. */
interface PointsEntry {
  readonly eventId: Uuid
  readonly memberId: Uuid
  readonly lotId: Uuid | null
  readonly debit: PointsAccount
  readonly credit: PointsAccount
  readonly points: number
}

export type ValueAccountName = 'value' | 'paid_in' | 'promotion' | 'redemption' | 'refund' | 'loss'

interface ValueEntry {
  readonly eventId: Uuid
  readonly accountId: Uuid
  readonly part: 'principal' | 'gift'
  readonly debit: ValueAccountName
  readonly credit: ValueAccountName
  readonly amount: number
}

export interface ReturnedLineFact {
  readonly eventId: Uuid
  readonly saleId: Uuid
  readonly place: number
  readonly amount: number
  readonly net: number
  readonly pointsShare: number
  readonly takenBack: number
  readonly givenBack: number
  readonly growth: number
}

export interface DrawFact {
  readonly eventId: Uuid
  readonly poolId: Uuid
  readonly terminalId: Uuid
  readonly memberId: Uuid
  readonly index: number
  readonly prizeId: string
  readonly nonce: string
  readonly drawnAt: number
}

export type DisputeKind =
  | 'coupon_use'
  | 'coupon_forged'
  | 'coupon_unknown'
  | 'coupon_revoked'
  | 'coupon_not_yours'
  | 'coupon_overused'
  | 'coupon_taken'
  | 'restore_unknown'
  | 'restore_disputed'
  | 'points_overdraft'
  | 'lot_taken'
  | 'member_unknown'
  | 'member_taken'
  | 'identifier_taken'
  | 'profile_merged'
  | 'value_overdraft'
  | 'account_unknown'
  | 'stock_overdraft'
  | 'lease_over'
  | 'draw_wrong'
  | 'return_over'
  | 'sale_unknown'
  | 'rules_differ'
  | 'shift_differs'

/** What an event wanted and could not have, and who was first. */
export interface Dispute {
  readonly kind: DisputeKind
  readonly subject: string
  readonly eventId: Uuid
  readonly other: Uuid
  /** Points and money (fen) that are missing or differ; else 0. */
  readonly points: number
  readonly amount: number
}

/** A sale with when it was, epoch ms. */
export interface SaleFact {
  readonly sale: SaleCompleted
  readonly time: number
}

/**
 * The rows a batch of events touches, loaded at once, changed event by event and written back at once. Appliers
 * see what the events before them did.
 */
export interface Facts {
  readonly lots: Map<Uuid, MovedFact<Lot>>
  readonly coupons: Map<Uuid, Fact<Coupon>>
  readonly members: Map<Uuid, Fact<Member>>
  readonly identifiers: Map<string, Fact<Identifier>>
  /** Identifiers that lead nowhere any more, by their key in the feed. */
  readonly identifiersGone: Set<string>
  /** What names and phones are sealed with, base64; null where the batch puts no profile right. */
  readonly personalKey: string | null
  /** Members of the batch that were erased: no row of theirs is made again. */
  readonly erased: Set<Uuid>
  /** Ids that were merged into whoever used a coupon by its code, by the survivor's. */
  readonly formerIds: Map<Uuid, readonly Uuid[]>
  readonly accounts: Map<Uuid, MovedFact<ValueAccount>>
  readonly leases: Map<Uuid, Fact<Lease>>
  readonly stocks: Map<
    string,
    MovedFact<{ readonly storeId: Uuid; readonly giftId: string; readonly left: number }>
  >
  readonly pools: Map<Uuid, Fact<LotteryPool>>
  readonly budgets: Map<Uuid, Fact<{ readonly templateId: Uuid; readonly spent: number }>>
  readonly histories: Map<Uuid, Fact<KeptHistory>>
  /** The use of a coupon's number that took effect, by `keyOfUse`. */
  readonly uses: Map<string, Fact<UseFact>>
  /** Sales that returns of the batch speak of, and those of the batch itself. */
  readonly sales: Map<Uuid, SaleFact>
  /** What has come back, by sale. */
  readonly returned: Map<Uuid, ReturnedLineFact[]>
  /** What sales took beyond a lot or a part of an account and no return has cancelled, by `keyOfLoss`. */
  readonly losses: Map<string, number>

  readonly promises: Promises
  /** Disputes of events before that lost what they had to one of the batch. */
  readonly turned: Dispute[]

  readonly entries: PointsEntry[]
  readonly couponLosses: CouponLoss[]
  readonly valueEntries: ValueEntry[]
  readonly draws: DrawFact[]
  readonly newReturned: ReturnedLineFact[]
  readonly receipts: { readonly receiptNumber: string; readonly eventId: Uuid; readonly soldAt: number }[]
  /** The latest shifts of the till the batch comes from, and those it opens. */
  readonly shifts: Fact<ShiftRow>[]
  readonly cashMoves: CashMoveRow[]
  readonly campaigns: Map<string, { shown: number; used: number; toPay: number }>
  readonly suggestions: Map<string, { shown: number; taken: number }>

  readonly programmes: KnownProgrammes
  /** The store the batch comes from. */
  readonly store: Store
}

/** Who did what an applier posts. */
export interface Cause {
  readonly eventId: Uuid
  readonly terminalId: Uuid
  /** Epoch ms, of the event. */
  readonly time: number
}

export function causeOf({ id, source, time }: TillEvent): Cause {
  return { eventId: id, terminalId: source, time }
}

export function keyOfUse(couponId: Uuid, useNumber: number): string {
  return `${couponId}:${useNumber}`
}

/** `owed`: points beyond a lot that the member owes since. */
export type LossPart = 'points' | 'owed' | 'principal' | 'gift'

export function keyOfLoss(saleId: Uuid, subject: Uuid, part: LossPart): string {
  return `${saleId}:${subject}:${part}`
}

/** Notes what an event took from nobody. */
export function addLoss(facts: Facts, key: string, amount: number): void {
  facts.losses.set(key, (facts.losses.get(key) ?? 0) + amount)
}

/** Cancels what a sale took from nobody, up to what comes back. Answers how much of it there was. */
export function cancelLoss(facts: Facts, key: string, comesBack: number): number {
  const cancelled = Math.min(comesBack, facts.losses.get(key) ?? 0)
  if (cancelled > 0) addLoss(facts, key, -cancelled)
  return cancelled
}

export function keyOfIdentifier({ kind, value }: Pick<Identifier, 'kind' | 'value'>): string {
  return `${kind}:${value}`
}

/** A dispute; what is left out is nothing, or the event itself. */
export function dispute(
  kind: DisputeKind,
  subject: string,
  eventId: Uuid,
  more: { readonly other?: Uuid | null; readonly points?: number; readonly amount?: number } = {},
): Dispute {
  const { other, points = 0, amount = 0 } = more
  return { kind, subject, eventId, other: other ?? eventId, points, amount }
}

/** The member an id stands for now: itself, or whom it was merged into. Null when unknown. */
export function survivorOf(facts: Facts, memberId: Uuid): Fact<Member> | null {
  let found = facts.members.get(memberId)
  for (let hops = 0; hops < mergesFollowedMax; hops++) {
    if (!found || found.row.mergedInto === null) return found ?? null
    found = facts.members.get(found.row.mergedInto)
  }
  return null
}

/** The id what belongs to a member is posted under: the survivor's, or the id itself when nobody is known. */
export function survivorId(facts: Facts, memberId: Uuid): Uuid {
  return survivorOf(facts, memberId)?.row.memberId ?? memberId
}

/** Changes a fact's row. */
export function changeFact<Row extends object>(fact: Fact<Row>, change: Partial<Row>): void {
  fact.row = { ...fact.row, ...change }
  fact.changed = true
}

export function unknownMember(memberId: Uuid, eventId: Uuid): Dispute {
  return dispute('member_unknown', memberId, eventId)
}
