import type { FaultCode } from '../../contract/bridge.ts'
import type { CommandOutput } from '../../contract/command.ts'
import type { Leasable } from '../../contract/lease-commands.ts'
import type { ReturnableSale, ValueAccountView } from '../../contract/points-commands.ts'
import type { PrintView } from '../../contract/print-commands.ts'
import type { DayReport } from '../../contract/report-commands.ts'
import type { RedemptionView, VerifiedCoupon } from '../../contract/verify-commands.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Product } from '../../domain/product.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { LocalText } from '../../domain/text.ts'
import type { DevicesFound } from './device-found.ts'
import { noShiftFound, type ShiftFound } from './shift-entry.ts'

/* What the core answered to the services. */

/** A no of the core: of its rules or of the world. */
export type SaidNo = { readonly refusal: Refusal } | { readonly fault: FaultCode }

export interface VerifyFound {
  readonly looking: boolean
  readonly coupon: VerifiedCoupon | null
  /** Why it was not shown or not redeemed. */
  readonly no: SaidNo | null
  readonly done: RedemptionView | null
  /** Newest first; null before the answer. */
  readonly recent: readonly RedemptionView[] | null
  readonly history: CommandOutput<'couponHistory'> | null
}

/** An act with points that is done, for its done state. */
export type PointsDone =
  | { readonly kind: 'gifts'; readonly of: CommandOutput<'exchangeGift'> }
  | { readonly kind: 'lottery'; readonly of: CommandOutput<'drawLottery'> }
  | { readonly kind: 'donation'; readonly of: CommandOutput<'donatePoints'>; readonly project: LocalText }
  | { readonly kind: 'transfer'; readonly of: CommandOutput<'transferPoints'> }
  | { readonly kind: 'coupon'; readonly of: CommandOutput<'transferCoupon'>; readonly name: LocalText }

/** An act that was begun, with the id it goes by. */
export interface ActBegun {
  readonly subject: string
  readonly actId: Uuid
  /** Who was served: what is left open for one customer is nothing to the next. */
  readonly memberId: Uuid | null
  /** It is the store's, of its drawer or stock, and no customer's: nobody who comes or goes ends it. */
  readonly ofStore: boolean
  /** It was sent and nobody knows what became of it: it outlives its panel. */
  readonly open: boolean
}

/** A part that was set aside for this till, for its done state. */
export interface LeaseDone {
  readonly of: Leasable
  readonly answer: CommandOutput<'takeLease'>
}

/** Receipts and slips as listed, and the picture of one. */
export interface PrintsFound {
  readonly list: readonly PrintView[]
  readonly preview: { readonly jobId: number; readonly svg: string } | null
}

export interface ServiceFound {
  /** Null before the answer. */
  readonly prints: PrintsFound | null
  /** Acts begun and not done; asked again for the same subject under the same id, the core does nothing twice. */
  readonly acts: readonly ActBegun[]
  readonly verify: VerifyFound
  readonly desk: CommandOutput<'pointsDesk'> | null
  readonly pointsDone: PointsDone | null
  /** Coupons given away here that the desk may still list. */
  readonly given: readonly Uuid[]
  readonly account: ValueAccountView | null
  readonly offer: CommandOutput<'topUpOffer'> | null
  readonly topUpDone: CommandOutput<'topUpValue'> | null
  readonly sale: ReturnableSale | null
  /** What the chosen goods would mean; null while nothing is chosen or it is being asked. */
  readonly quote: CommandOutput<'quoteReturn'> | null
  /** Goods found by what was typed, for a return without a sale. */
  readonly goods: readonly Product[] | null
  readonly returnDone: CommandOutput<'returnSale'> | null
  readonly report: DayReport | null
  /** What is plugged in and what it sends, while devices are set up; null before it is known. */
  readonly devices: DevicesFound | null
  /** Where the report was written to. */
  readonly exported: string | null
  readonly leases: CommandOutput<'leaseDesk'> | null
  readonly leaseDone: LeaseDone | null
  /** Disputes of the store; null before the answer. */
  readonly disputes: CommandOutput<'storeDisputes'> | null
  readonly shift: ShiftFound
}

export const nothingVerified: VerifyFound = {
  looking: false,
  coupon: null,
  no: null,
  done: null,
  recent: null,
  history: null,
}

export const noServiceFound: ServiceFound = {
  acts: [],
  verify: nothingVerified,
  desk: null,
  pointsDone: null,
  given: [],
  account: null,
  offer: null,
  topUpDone: null,
  sale: null,
  quote: null,
  goods: null,
  returnDone: null,
  report: null,
  devices: null,
  prints: null,
  exported: null,
  leases: null,
  leaseDone: null,
  disputes: null,
  shift: noShiftFound,
}

/** Where a verification is: before a code, on its way, answered, redeemed. */
export function verifyStage({
  looking,
  coupon,
  no,
  done,
}: VerifyFound): 'ask' | 'looking' | 'shown' | 'done' {
  if (done) return 'done'
  if (looking) return 'looking'
  return coupon || no ? 'shown' : 'ask'
}

/** The coupon on the screen, if it may be redeemed or put into the basket now; a fault may be tried again. */
export function redeemableOf({ coupon, no }: VerifyFound): VerifiedCoupon | null {
  return coupon?.refusal === null && (no === null || 'fault' in no) ? coupon : null
}
