import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { refusalCodes } from '../../domain/refusal.ts'
import { type Entry, noTenders } from '../store/entry.ts'
import type { Finder } from '../store/finder.ts'
import type { Mirror } from '../store/mirror.ts'
import type { Progress } from '../store/progress.ts'
import { deviceStates } from './device-states.ts'
import {
  burningBasket,
  devices,
  guestBasket,
  idOf,
  longBasket,
  memberBasket,
  noBasket,
  offline,
  online,
  saleOf,
  saturday,
  selling,
  withTill,
} from './fixtures.ts'
import { products } from './goods.ts'
import { leaseStates } from './lease-states.ts'
import { memberStates } from './member-states.ts'
import { serviceStates } from './service-states.ts'
import { shiftStates } from './shift-states.ts'
import { trainingStates } from './training-states.ts'

/** One picture: what the core said and what a person had typed. */
export interface GalleryState {
  readonly name: string
  readonly mirror: Mirror
  readonly entry?: Partial<Entry>
  readonly progress?: Partial<Progress>
  readonly finder?: Partial<Finder>
}

const paying = { panel: { kind: 'pay' as const } }
const member: Mirror = { ...selling, basket: memberBasket }
const held = [
  { saleId: idOf(2), heldAt: saturday - 540_000, itemCount: 7, payable: money(23_480), memberName: '李*' },
  { saleId: idOf(3), heldAt: saturday - 120_000, itemCount: 2, payable: money(3_190), memberName: null },
]
const troubled: Mirror = {
  ...member,
  sync: offline,
  devices: {
    ...devices,
    scanners: [{ name: '/dev/ttyS0', state: 'absent' }],
    printer: { name: '80 mm', state: 'paper_out', paperNearEnd: false },
    prints: { waiting: 3, later: 0, doubtful: 1 },
  },
}

const before: readonly GalleryState[] = [
  { name: 'connecting', mirror: { ...selling, till: null, connection: 'connecting', sync: null } },
  {
    name: 'enrol',
    mirror: withTill(
      { phase: 'not_enrolled', store: null, terminalNumber: null },
      { sync: { ...online, state: 'not_enrolled' } },
    ),
  },
  {
    name: 'enrol-refused',
    mirror: withTill(
      { phase: 'not_enrolled', store: null, terminalNumber: null },
      { sync: { ...online, state: 'not_enrolled' } },
    ),
    entry: { enrolUrl: 'https://central.hengcai.example', enrolCode: 'K7PX2M9QRT' },
    progress: { message: { place: 'enrol', refusal: { code: 'enrolment_code_wrong' } } },
  },
  {
    name: 'loading',
    mirror: withTill({ phase: 'loading', loadedBps: 6_240 }, { sync: { ...online, state: 'syncing' } }),
  },
  { name: 'loading-offline', mirror: withTill({ phase: 'loading' }, { sync: offline }) },
  {
    name: 'sign-in',
    mirror: withTill({}, { sync: online }),
    entry: { signInCode: '101', signInField: 'pin', signInPin: '2468' },
  },
  {
    name: 'sign-in-refused',
    mirror: withTill({}, { sync: offline }),
    entry: { signInCode: '101', signInField: 'pin' },
    progress: {
      message: { place: 'sign_in', refusal: { code: 'pin_locked', figures: { until: saturday + 60_000 } } },
    },
  },
  { name: 'stopped-key-store', mirror: withTill({ phase: 'stopped', stopped: 'key_store_plain' }) },
  { name: 'stopped-journal', mirror: withTill({ phase: 'stopped', stopped: 'journal_newer' }) },
]

const sale: readonly GalleryState[] = [
  { name: 'sale-empty', mirror: selling },
  { name: 'sale-empty-offline', mirror: { ...selling, sync: offline } },
  { name: 'sale-shelf-loading', mirror: selling, finder: { shelf: null } },
  { name: 'sale-guest', mirror: { ...selling, basket: guestBasket } },
  { name: 'sale-member', mirror: { ...member, basket: { ...memberBasket, held } } },
  { name: 'sale-line-selected', mirror: member, entry: { selectedLineId: 9 } },
  { name: 'sale-quantity-typed', mirror: member, entry: { times: 3 } },
  { name: 'sale-digits-typed', mirror: member, entry: { selectedLineId: 1, digits: '12' } },
  { name: 'sale-offline-troubled', mirror: troubled },
  {
    name: 'sale-sync-faulted',
    mirror: { ...member, sync: { ...online, state: 'faulted', waiting: 3, disputed: 1 } },
  },
  { name: 'sale-disk-low', mirror: withTill({ room: 'low' }, { staff: member.staff, basket: memberBasket }) },
  {
    name: 'sale-disk-scarce',
    mirror: withTill({ room: 'scarce' }, { staff: member.staff, basket: memberBasket }),
  },
  {
    name: 'sale-disk-last',
    mirror: withTill({ room: 'last_sale' }, { staff: member.staff, basket: memberBasket }),
  },
  {
    name: 'sale-disk-full',
    mirror: withTill({ room: 'full' }, { staff: member.staff, basket: memberBasket }),
    progress: { message: { place: 'pay', fault: 'disk_full' } },
  },
  {
    name: 'sale-paper-low',
    mirror: {
      ...member,
      devices: {
        ...devices,
        scanners: [],
        printer: { name: '80 mm', state: 'ready', paperNearEnd: true },
      },
    },
  },
  {
    name: 'sale-coupon-used',
    mirror: { ...member, sync: offline },
    progress: { message: { place: 'scan', refusal: { code: 'coupon_used', figures: { usedMax: 1 } } } },
  },
  {
    name: 'sale-unknown-product',
    mirror: member,
    progress: { message: { place: 'scan', refusal: { code: 'product_unknown' } } },
  },
  { name: 'sale-fault', mirror: member, progress: { message: { place: 'basket', fault: 'not_recorded' } } },
  { name: 'sale-long', mirror: { ...selling, basket: longBasket } },
  {
    name: 'sale-search',
    mirror: member,
    entry: { tab: 'search', query: '牛奶' },
    finder: { found: products.slice(8, 10) },
  },
  {
    name: 'sale-search-nothing',
    mirror: member,
    entry: { tab: 'search', query: 'xyz' },
    finder: { found: [] },
  },
  { name: 'sale-tips', mirror: member, entry: { tab: 'tips' } },
  { name: 'sale-tips-empty', mirror: selling, entry: { tab: 'tips' } },
  { name: 'sale-core-lost', mirror: { ...member, connection: 'lost' } },
  {
    name: 'sale-recorded',
    mirror: { ...selling, sync: offline, lastSale: { sale: saleOf(0), recovered: true } },
  },
  { name: 'sale-not-recorded', mirror: member, progress: { notRecorded: { toPay: memberBasket.toPay } } },
]

const panels: readonly GalleryState[] = [
  { name: 'pay-start', mirror: { ...selling, basket: guestBasket }, entry: paying },
  {
    name: 'pay-member',
    mirror: { ...selling, basket: burningBasket, sync: offline },
    entry: { ...paying, tenders: { ...noTenders, cash: '200' } },
  },
  {
    name: 'pay-split',
    mirror: member,
    entry: { ...paying, activeTender: 'mobile', tenders: { ...noTenders, cash: '100', mobile: '50.5' } },
  },
  {
    name: 'pay-refused',
    mirror: member,
    entry: { ...paying, tenders: { ...noTenders, cash: '100' } },
    progress: {
      message: {
        place: 'pay',
        refusal: { code: 'tender_short', figures: { missing: memberBasket.toPay - 10_000 } },
      },
    },
  },
  {
    name: 'pay-saving',
    mirror: member,
    entry: { ...paying, tenders: { ...noTenders, cash: '300' } },
    progress: { commit: { saleId: idOf(1), toPay: memberBasket.toPay, state: 'saving' } },
  },
  {
    name: 'pay-saving-long',
    mirror: member,
    entry: { ...paying, tenders: { ...noTenders, cash: '300' } },
    progress: { commit: { saleId: idOf(1), toPay: memberBasket.toPay, state: 'saving_long' } },
  },
  {
    name: 'pay-slow',
    mirror: member,
    entry: { ...paying, tenders: { ...noTenders, cash: '300' } },
    progress: {
      commit: { saleId: idOf(1), toPay: memberBasket.toPay, state: 'slow' },
      message: { place: 'pay', fault: 'timed_out' },
    },
  },
  { name: 'done-change', mirror: selling, progress: { done: saleOf(0, { burned: points(5_000) }) } },
  {
    name: 'done-exact-unprinted',
    mirror: {
      ...selling,
      sync: offline,
      lastSale: { sale: saleOf(1, { change: money(0), print: 'failed' }), recovered: false },
    },
    progress: { done: saleOf(1, { change: money(0), print: 'failed' }) },
  },
  {
    name: 'code-account',
    mirror: member,
    entry: { panel: { kind: 'code', of: 'account' }, codeText: 'G2026' },
  },
  { name: 'code-coupon', mirror: member, entry: { panel: { kind: 'code', of: 'coupon' } } },
  { name: 'quantity', mirror: member, entry: { panel: { kind: 'quantity' }, digits: '12' } },
  {
    name: 'weigh',
    mirror: member,
    entry: { panel: { kind: 'weigh', product: products[3] ?? (products[0] as never) }, digits: '850' },
  },
  {
    name: 'recent',
    mirror: member,
    entry: { panel: { kind: 'recent' } },
    finder: {
      recent: [0, 1, 2, 3, 4, 5, 6].map((index) =>
        saleOf(index, index === 2 ? { print: 'failed' } : index === 4 ? { copies: 1 } : {}),
      ),
    },
  },
  {
    name: 'recent-empty',
    mirror: { ...selling, lastSale: null },
    entry: { panel: { kind: 'recent' } },
    finder: { recent: [] },
  },
  { name: 'held', mirror: { ...selling, basket: { ...noBasket, held } }, entry: { panel: { kind: 'held' } } },
  { name: 'held-empty', mirror: selling, entry: { panel: { kind: 'held' } } },
  { name: 'help', mirror: member, entry: { panel: { kind: 'help' } } },
  { name: 'sale-restricted', mirror: { ...withTill({ restricted: 'rolled_back' }), staff: member.staff } },
  {
    name: 'sync-restricted',
    mirror: { ...member, till: member.till && { ...member.till, restricted: 'forked' } },
    entry: { panel: { kind: 'sync' } },
  },
  { name: 'sync-offline', mirror: { ...member, sync: offline, devices }, entry: { panel: { kind: 'sync' } } },
  { name: 'sync-online', mirror: member, entry: { panel: { kind: 'sync' } } },
  { name: 'staff', mirror: selling, entry: { panel: { kind: 'staff' } } },
]

/** Every refusal at its place, for proof-reading. */
const refusals: readonly GalleryState[] = refusalCodes.map((code) => ({
  name: `refusal-${code}`,
  mirror: member,
  progress: { message: { place: 'scan', refusal: { code } } },
}))

export const galleryStates: readonly GalleryState[] = [
  ...before,
  ...sale,
  ...panels,
  ...memberStates,
  ...serviceStates,
  ...shiftStates,
  ...leaseStates,
  ...deviceStates,
  ...trainingStates,
  ...refusals,
]
