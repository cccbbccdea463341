import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Product } from '../../domain/product.ts'
import type { TenderKind } from '../../domain/tender.ts'
import { type Joining, notJoining } from './joining.ts'
import { noProof, type ProofEntry, type StepUpAsk } from './proving.ts'
import { noService, type ServiceEntry } from './service-entry.ts'

/** What covers the left half. The basket and the sum to pay stay in sight whatever is open. */
export type Panel =
  | { readonly kind: 'none' }
  | { readonly kind: 'member' }
  | { readonly kind: 'help' }
  | { readonly kind: 'sync' }
  /** Receipts and slips on their way to paper. */
  | { readonly kind: 'prints' }
  | { readonly kind: 'staff' }
  | { readonly kind: 'recent' }
  | { readonly kind: 'held' }
  | { readonly kind: 'quantity' }
  /** Weighed goods were tapped: their grams are asked for. */
  | { readonly kind: 'weigh'; readonly product: Product }
  | { readonly kind: 'code'; readonly of: 'coupon' | 'account' }
  | { readonly kind: 'pay' }
  /** Members by the last digits of a phone, a whole number, initials or a code. */
  | { readonly kind: 'find' }
  | { readonly kind: 'join' }
  | { readonly kind: 'explain' }
  /** A second proof is asked for; `ask` says for what and what goes on afterwards. */
  | { readonly kind: 'step_up'; readonly ask: StepUpAsk }
  /** The list of services and each of them; the verification screen takes the whole width. */
  | { readonly kind: 'services' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'points_desk' }
  | { readonly kind: 'value' }
  | { readonly kind: 'return' }
  | { readonly kind: 'report' }
  | { readonly kind: 'shift' }
  /** Scanners, card readers and the printer are set up. */
  | { readonly kind: 'devices' }
  | { readonly kind: 'lease' }
  | { readonly kind: 'disputes' }

export type ItemTab = 'favourites' | 'search' | 'tips'

export const profileTabs = ['overview', 'points', 'coupons', 'history'] as const
export type ProfileTab = (typeof profileTabs)[number]

/**
 * What a person has typed or opened and the core has not heard of yet. A scan that turns out to have typed into it
 * puts all of it back as it was before the scan's first character.
 */
export interface Entry {
  readonly panel: Panel
  readonly tab: ItemTab
  readonly query: string
  readonly categoryId: string | null
  /** Digits of a quantity being typed. */
  readonly digits: string
  /** A quantity closed by ×, waiting for the product it counts. */
  readonly times: number | null
  readonly selectedLineId: number | null
  /** A coupon's or a card's code being typed. */
  readonly codeText: string
  readonly memberQuery: string
  /** What the touch keys of the member search show. */
  readonly memberPad: 'digits' | 'letters'
  readonly joining: Joining
  readonly profileTab: ProfileTab
  readonly proof: ProofEntry
  readonly service: ServiceEntry
  /** Amounts being typed, in yuan as text; empty = none. */
  readonly tenders: Readonly<Record<TenderKind, string>>
  readonly activeTender: TenderKind
  readonly signInCode: string
  readonly signInPin: string
  readonly signInField: 'code' | 'pin'
  readonly enrolUrl: string
  readonly enrolCode: string
  /** Which row of an open list the arrows are on. */
  readonly row: number
  /** What lies over the training till: the lessons, the last paper, or nothing. */
  readonly coach: 'till' | 'lessons' | 'paper'
}

export type EntryStore = StoreApi<Entry>

export const noTenders: Entry['tenders'] = { cash: '', card: '', mobile: '', stored_value: '' }

export const emptyEntry: Entry = {
  panel: { kind: 'none' },
  tab: 'favourites',
  query: '',
  categoryId: null,
  digits: '',
  times: null,
  selectedLineId: null,
  codeText: '',
  memberQuery: '',
  memberPad: 'digits',
  joining: notJoining,
  profileTab: 'overview',
  proof: noProof,
  service: noService,
  tenders: noTenders,
  activeTender: 'cash',
  signInCode: '',
  signInPin: '',
  signInField: 'code',
  enrolUrl: '',
  enrolCode: '',
  row: 0,
  coach: 'lessons',
}

export function createEntry(start: Partial<Entry> = {}): EntryStore {
  return createStore<Entry>(() => ({ ...emptyEntry, ...start }))
}

/** What a person starts with for the next customer: panels closed, figures cleared, tab and search kept. */
export const clearedForNext = {
  panel: { kind: 'none' },
  digits: '',
  times: null,
  selectedLineId: null,
  codeText: '',
  memberQuery: '',
  joining: notJoining,
  proof: noProof,
  service: noService,
  tenders: noTenders,
  activeTender: 'cash',
} as const satisfies Partial<Entry>
