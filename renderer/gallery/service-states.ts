import { money } from '../../domain/money.ts'
import type { Panel } from '../store/entry.ts'
import { noService, type ServiceEntry } from '../store/service-entry.ts'
import { offline, selling } from './fixtures.ts'
import { products } from './goods.ts'
import { pointsStates } from './points-states.ts'
import {
  cardAccount,
  emptyReport,
  offer,
  ownAccount,
  quote,
  report,
  soldSale,
  topUpDone,
} from './service-fixtures.ts'
import { found, guest, member, served, typed } from './service-starts.ts'
import type { GalleryState } from './states.ts'
import { verifyStates } from './verify-states.ts'

/* Every state of stored value, returns and the day's report; the other services' states in their own files. */

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

export const serviceStates: readonly GalleryState[] = [
  ...verifyStates,
  ...pointsStates,
  ...value,
  ...back,
  ...day,
]
