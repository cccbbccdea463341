import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Entry, Panel } from '../store/entry.ts'
import type { Mirror } from '../store/mirror.ts'
import { noProof } from '../store/proving.ts'
import { noService, type ServiceEntry } from '../store/service-entry.ts'
import {
  noServiceFound,
  nothingVerified,
  type ServiceFound,
  type VerifyFound,
} from '../store/service-found.ts'
import { guestBasket, idOf, memberBasket, noBasket, offline, selling, silverMember } from './fixtures.ts'
import { products } from './goods.ts'
import {
  cardAccount,
  desk,
  donationDone,
  drawDone,
  emptyReport,
  expiredCoupon,
  giftDone,
  gifts,
  goodsCoupon,
  history,
  offer,
  ownAccount,
  parkingCoupon,
  partnerCoupon,
  quote,
  redemptionOf,
  redemptions,
  report,
  soldSale,
  topUpDone,
  transferDone,
} from './service-fixtures.ts'
import type { GalleryState } from './states.ts'

/* Every state of verification, points desk, stored value, returns and the day's report. */

const member: Mirror = { ...selling, basket: memberBasket }
const guest: Mirror = { ...selling, basket: guestBasket }
const away: Mirror = { ...member, sync: offline }
const served: Mirror = { ...selling, basket: { ...noBasket, member: silverMember } }

function typed(panel: Panel, over: Partial<ServiceEntry> = {}, more: Partial<Entry> = {}): Partial<Entry> {
  return { panel, service: { ...noService, ...over }, ...more }
}

function found(over: Partial<ServiceFound>) {
  return { service: { ...noServiceFound, ...over } }
}

const verifying: Panel = { kind: 'verify' }

function verified(over: Partial<VerifyFound>) {
  return found({ verify: { ...nothingVerified, recent: redemptions, ...over } })
}

const verify: readonly GalleryState[] = [
  {
    name: 'service-verify-empty',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ recent: [] }),
  },
  {
    name: 'service-verify-typed',
    mirror: guest,
    entry: typed(verifying, { verify: { ...noService.verify, code: 'C2026110000' } }),
    finder: verified({}),
  },
  {
    name: 'service-verify-looking',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ looking: true, recent: null }),
  },
  {
    name: 'service-verify-valid-uses',
    mirror: guest,
    entry: typed(verifying, { verify: { ...noService.verify, uses: '2' } }),
    finder: verified({ coupon: parkingCoupon }),
  },
  {
    name: 'service-verify-valid-one',
    mirror: { ...selling, sync: offline },
    entry: typed(verifying),
    finder: verified({ coupon: partnerCoupon }),
  },
  {
    name: 'service-verify-goods',
    mirror: guest,
    entry: typed(verifying),
    finder: verified({ coupon: goodsCoupon }),
  },
  {
    name: 'service-verify-history',
    mirror: selling,
    entry: typed(verifying, { verify: { ...noService.verify, side: 'history' } }),
    finder: verified({ coupon: parkingCoupon, history }),
  },
  {
    name: 'service-verify-history-offline',
    mirror: { ...selling, sync: offline },
    entry: typed(verifying, { verify: { ...noService.verify, side: 'history' } }),
    finder: verified({
      coupon: parkingCoupon,
      history: { complete: false, steps: history.steps.slice(0, 1) },
    }),
  },
  {
    name: 'service-verify-refused',
    mirror: guest,
    entry: typed(verifying),
    finder: verified({ coupon: expiredCoupon }),
  },
  {
    name: 'service-verify-forged',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ no: { refusal: { code: 'code_forged' } } }),
  },
  {
    name: 'service-verify-fault',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, no: { fault: 'timed_out' } }),
  },
  ...(['isolated', 'online', 'store', 'leased'] as const).map((mode) => ({
    name: `service-verify-done-${mode}`,
    mirror: mode === 'isolated' ? { ...selling, sync: offline } : selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { mode }) }),
  })),
  {
    name: 'service-verify-undone',
    mirror: selling,
    entry: typed(verifying),
    finder: verified({ coupon: parkingCoupon, done: redemptionOf(0, { undone: true }) }),
  },
  {
    name: 'service-verify-many',
    mirror: selling,
    entry: typed(verifying, {}, { row: 12 }),
    finder: verified({ recent: Array.from({ length: 30 }, (_, index) => redemptionOf(index)) }),
  },
  {
    name: 'service-verify-step-up',
    mirror: selling,
    entry: {
      ...typed({
        kind: 'step_up',
        ask: {
          actId: idOf(860),
          memberId: silverMember.memberId,
          amount: money(12_000),
          reasons: ['dear_coupon'],
          back: verifying,
          onDone: () => undefined,
        },
      }),
      proof: { ...noProof, way: 'supervisor', code: '201', field: 'pin' },
    },
    finder: verified({ coupon: parkingCoupon }),
  },
]

const atDesk: Panel = { kind: 'points_desk' }

function tabbed(tab: ServiceEntry['points']['tab'], over: Partial<ServiceEntry['points']> = {}) {
  return typed(atDesk, { points: { ...noService.points, tab, ...over } })
}

const pointsDesk: readonly GalleryState[] = [
  { name: 'service-list', mirror: member, entry: typed({ kind: 'services' }) },
  { name: 'service-points-nobody', mirror: guest, entry: tabbed('gifts'), finder: found({ desk }) },
  { name: 'service-points-loading', mirror: served, entry: tabbed('gifts') },
  { name: 'service-gifts', mirror: served, entry: { ...tabbed('gifts'), row: 3 }, finder: found({ desk }) },
  {
    name: 'service-gifts-many',
    mirror: member,
    entry: { ...tabbed('gifts'), row: 20 },
    finder: found({
      desk: {
        ...desk,
        gifts: Array.from({ length: 60 }, (_, index) => ({
          ...(gifts[index % gifts.length] ?? (gifts[0] as never)),
          giftId: `gift-${index}`,
        })),
      },
    }),
  },
  {
    name: 'service-gifts-empty',
    mirror: served,
    entry: tabbed('gifts'),
    finder: found({ desk: { ...desk, gifts: [] } }),
  },
  {
    name: 'service-gifts-frozen',
    mirror: {
      ...selling,
      basket: { ...noBasket, member: { ...silverMember, status: 'frozen', birthdayToday: false } },
    },
    entry: tabbed('gifts'),
    finder: found({ desk: { ...desk, gifts: gifts.map((gift) => ({ ...gift, open: 'member' as const })) } }),
  },
  {
    name: 'service-gift-confirm',
    mirror: away,
    entry: { ...tabbed('gifts', { confirms: true }), row: 3 },
    finder: found({ desk }),
  },
  {
    name: 'service-gift-refused',
    mirror: away,
    entry: { ...tabbed('gifts'), row: 3 },
    finder: found({ desk }),
    progress: { message: { place: 'service', refusal: { code: 'gift_out_of_stock' } } },
  },
  {
    name: 'service-gift-done',
    mirror: served,
    entry: tabbed('gifts'),
    finder: found({ desk, pointsDone: { kind: 'gifts', of: giftDone } }),
  },
  { name: 'service-lottery', mirror: away, entry: tabbed('lottery'), finder: found({ desk }) },
  {
    name: 'service-lottery-acting',
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk }),
    progress: { acting: true },
  },
  {
    name: 'service-lottery-closed',
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk: { ...desk, lottery: null } }),
  },
  ...(['goods', 'coupon', 'nothing'] as const).map((kind) => ({
    name: `service-draw-${kind}`,
    mirror: served,
    entry: tabbed('lottery'),
    finder: found({ desk, pointsDone: { kind: 'lottery' as const, of: drawDone(kind) } }),
  })),
  {
    name: 'service-donation',
    mirror: away,
    entry: { ...tabbed('donation', { wish: '5000' }), row: 1 },
    finder: found({ desk }),
  },
  {
    name: 'service-donation-done',
    mirror: away,
    entry: tabbed('donation'),
    finder: found({
      desk,
      pointsDone: {
        kind: 'donation',
        of: donationDone,
        project: { zh: '乡村图书角', en: 'Village libraries' },
      },
    }),
  },
  {
    name: 'service-transfer',
    mirror: served,
    entry: tabbed('transfer', { to: 'M0000000000121', wish: '1000', field: 'wish' }),
    finder: found({ desk }),
  },
  {
    name: 'service-transfer-offline',
    mirror: away,
    entry: tabbed('transfer'),
    finder: found({ desk: { ...desk, transfer: { max: points(2_496), feeBps: 1_000, online: false } } }),
  },
  {
    name: 'service-transfer-done',
    mirror: served,
    entry: tabbed('transfer'),
    finder: found({ desk, pointsDone: { kind: 'transfer', of: transferDone } }),
  },
]

const atValue: Panel = { kind: 'value' }

function topping(over: Partial<ServiceEntry['topUp']>) {
  return typed(atValue, { topUp: { ...noService.topUp, ...over } })
}

const value: readonly GalleryState[] = [
  { name: 'service-value-start', mirror: member, entry: topping({}), finder: found({ offer }) },
  {
    name: 'service-value-unknown',
    mirror: { ...guest, sync: offline },
    entry: topping({ card: 'G0000000000318' }),
    finder: found({ offer }),
    progress: { message: { place: 'service', refusal: { code: 'account_unknown' } } },
  },
  {
    name: 'service-value-amount',
    mirror: served,
    entry: topping({ step: 'amount', amount: '500' }),
    finder: found({ offer, account: ownAccount }),
  },
  {
    name: 'service-value-card-offline',
    mirror: { ...selling, sync: offline },
    entry: topping({ step: 'amount' }),
    finder: found({ offer, account: cardAccount }),
  },
  {
    name: 'service-value-frozen',
    mirror: selling,
    entry: topping({ step: 'amount' }),
    finder: found({ offer, account: { ...cardAccount, status: 'frozen' } }),
  },
  {
    name: 'service-value-pay',
    mirror: served,
    entry: topping({
      step: 'pay',
      amount: '500',
      tenders: { cash: '200', card: '', mobile: '' },
      active: 'card',
    }),
    finder: found({ offer, account: ownAccount }),
  },
  {
    name: 'service-value-done',
    mirror: served,
    entry: topping({ step: 'pay', amount: '500' }),
    finder: found({ offer, account: ownAccount, topUpDone: { ...topUpDone, change: money(10_000) } }),
  },
]

const atReturn: Panel = { kind: 'return' }

function returning(over: Partial<ServiceEntry['back']>) {
  return typed(atReturn, { back: { ...noService.back, ...over } })
}

const loose = [
  { product: products[0], amount: 2, refund: '119.80' },
  { product: products[3], amount: 850, refund: '10.17' },
].flatMap((goods) => (goods.product ? [{ ...goods, product: goods.product }] : []))

const back: readonly GalleryState[] = [
  { name: 'service-return-start', mirror: selling, entry: returning({}) },
  {
    name: 'service-return-elsewhere',
    mirror: { ...selling, sync: offline },
    entry: returning({ text: 'S03-1-1-000045' }),
    progress: { message: { place: 'service', refusal: { code: 'sale_elsewhere' } } },
  },
  { name: 'service-return-lines', mirror: selling, entry: returning({}), finder: found({ sale: soldSale }) },
  {
    name: 'service-return-quote',
    mirror: { ...guest, sync: offline },
    entry: { ...returning({ amounts: { 0: 2, 10: 1 }, reason: 'damaged' }), row: 3 },
    finder: found({ sale: { ...soldSale, elsewhere: true }, quote }),
  },
  {
    name: 'service-return-too-late',
    mirror: selling,
    entry: returning({ amounts: { 0: 1 } }),
    finder: found({ sale: soldSale }),
    progress: { message: { place: 'service', refusal: { code: 'return_too_late', figures: { days: 30 } } } },
  },
  {
    name: 'service-return-many',
    mirror: selling,
    entry: { ...returning({ amounts: { 0: 1 } }), row: 40 },
    finder: found({
      quote,
      sale: {
        ...soldSale,
        lines: Array.from({ length: 80 }, (_, index) => ({
          ...(soldSale.lines[index % 4] ?? (soldSale.lines[0] as never)),
          place: index,
        })),
      },
    }),
  },
  {
    name: 'service-return-done',
    mirror: selling,
    entry: returning({}),
    finder: found({ sale: soldSale, returnDone: { receiptNumber: 'S01-1-1-000209', refund: money(8_742) } }),
  },
  { name: 'service-loose-start', mirror: selling, entry: returning({ way: 'loose' }) },
  {
    name: 'service-loose-search',
    mirror: selling,
    entry: returning({ way: 'loose', text: '牛奶' }),
    finder: found({ goods: products.slice(8, 11) }),
  },
  {
    name: 'service-loose-goods',
    mirror: { ...selling, sync: offline },
    entry: returning({ way: 'loose', goods: loose, field: 'refund' }),
  },
]

const atReport: Panel = { kind: 'report' }

const day: readonly GalleryState[] = [
  { name: 'service-report-loading', mirror: selling, entry: typed(atReport) },
  { name: 'service-report', mirror: selling, entry: typed(atReport), finder: found({ report }) },
  {
    name: 'service-report-exported',
    mirror: { ...selling, sync: offline },
    entry: typed(atReport),
    finder: found({ report, exported: '/var/lib/evertill/exports/S01-1-2026-11-21.csv' }),
  },
  {
    name: 'service-report-empty',
    mirror: selling,
    entry: typed(atReport),
    finder: found({ report: emptyReport }),
  },
  {
    name: 'service-report-refused',
    mirror: selling,
    entry: typed(atReport),
    finder: found({ report }),
    progress: { message: { place: 'service', refusal: { code: 'role_not_allowed' } } },
  },
]

export const serviceStates: readonly GalleryState[] = [...verify, ...pointsDesk, ...value, ...back, ...day]
