import type { CommandInput } from '../../contract/command.ts'
import type { StockWay } from '../../domain/gift-stock.ts'
import type { Product } from '../../domain/product.ts'
import type { TenderKind } from '../../domain/tender.ts'
import { noShiftEntry, type ShiftEntry } from './shift-entry.ts'

/* What a person has typed or chosen at the services: verification, points desk, stored value, returns, report. */

/** Every service, in the order of its number on the list; the eleventh has a key of its own. */
export const serviceNames = [
  'verify',
  'gifts',
  'lottery',
  'donation',
  'transfer',
  'value',
  'return',
  'report',
  'lease',
  'disputes',
  'shift',
] as const
export type ServiceName = (typeof serviceNames)[number]

export const pointsTabs = ['gifts', 'lottery', 'donation', 'transfer', 'coupon'] as const
export type PointsTab = (typeof pointsTabs)[number]

export interface VerifyEntry {
  /** The code being typed. */
  readonly code: string
  /** How many uses; empty = one. */
  readonly uses: string
  readonly side: 'recent' | 'history'
}

export interface PointsEntry {
  readonly tab: PointsTab
  /** The gift at the arrows is open, to be confirmed. */
  readonly confirms: boolean
  /** The stock of the gift at the arrows is being put right, this way; null = it is not. */
  readonly stocking: StockWay | null
  /** Points to give away, or pieces of a gift, as typed. */
  readonly wish: string
  /** The receiver's member code or phone. */
  readonly to: string
  readonly field: 'to' | 'wish'
}

/** Stored value cannot pay for stored value. */
export const topUpTenders = ['cash', 'card', 'mobile'] as const satisfies readonly TenderKind[]
export type TopUpTender = (typeof topUpTenders)[number]

export interface TopUpEntry {
  readonly step: 'account' | 'amount' | 'pay'
  /** The card number being typed. */
  readonly card: string
  /** Yuan as typed. */
  readonly amount: string
  readonly tenders: Readonly<Record<TopUpTender, string>>
  readonly active: TopUpTender
}

export const returnReasons = ['unwanted', 'damaged', 'wrong_goods', 'other'] as const
export type ReturnReason = CommandInput<'returnSale'>['reason']

/** Goods that come back without their sale. */
export interface LooseGoods {
  readonly product: Product
  /** Pieces or grams. */
  readonly amount: number
  /** What is given back for them, yuan as typed. */
  readonly refund: string
}

export interface ReturnEntry {
  readonly way: 'sale' | 'loose'
  /** The receipt number being typed, or the goods' name or code without a sale. */
  readonly text: string
  /** What comes back by the place of its line, pieces or grams. */
  readonly amounts: Readonly<Record<number, number>>
  readonly reason: ReturnReason
  readonly goods: readonly LooseGoods[]
  /** What the figure keys change of the chosen goods. */
  readonly field: 'amount' | 'refund'
  /** The next figure begins anew instead of adding to the amount there is. */
  readonly fresh: boolean
}

/** How long a part may be set aside for, in hours: the lunch hour, a shift, a day. */
export const leaseHours = [2, 8, 24] as const

export interface LeaseEntry {
  readonly tab: 'take' | 'held'
  /** Points or yuan, as typed. */
  readonly wish: string
  readonly hours: (typeof leaseHours)[number]
}

export interface ServiceEntry {
  readonly verify: VerifyEntry
  readonly points: PointsEntry
  readonly topUp: TopUpEntry
  readonly back: ReturnEntry
  readonly lease: LeaseEntry
  readonly shift: ShiftEntry
}

export const noService: ServiceEntry = {
  verify: { code: '', uses: '', side: 'recent' },
  points: { tab: 'gifts', confirms: false, stocking: null, wish: '', to: '', field: 'to' },
  topUp: {
    step: 'account',
    card: '',
    amount: '',
    tenders: { cash: '', card: '', mobile: '' },
    active: 'cash',
  },
  lease: { tab: 'take', wish: '', hours: 8 },
  shift: noShiftEntry,
  back: { way: 'sale', text: '', amounts: {}, reason: 'unwanted', goods: [], field: 'amount', fresh: true },
}
