import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { money } from '../../domain/money.ts'
import { idOf } from './demo-chain.ts'
import { approve, begin, programmeWith, type Row, soldOils } from './refusal-row.ts'
import type { Page } from './till-parts.ts'

/* What returns and the day's report refuse. */

const looseOil = [{ sku: 'SKU1', amount: 1, refund: money(5_000) }]

/** What may be wrong with the goods of a sale that was found. */
const wrongGoods = [
  ['return_nothing', []],
  ['line_unknown', [{ place: 9, amount: 1 }]],
  ['return_too_much', [{ place: 0, amount: 2 }]],
] as const

const goodsRows: Row[] = wrongGoods.flatMap(([code, lines]): Row[] => [
  {
    command: 'quoteReturn',
    code,
    act: async ({ page }) => {
      const { saleId } = await soldOils(page)
      return page.call('quoteReturn', { saleId, lines: [...lines] })
    },
  },
  {
    command: 'returnSale',
    code,
    act: async ({ page }) => {
      const { saleId } = await soldOils(page)
      return page.call('returnSale', {
        actId: await begin(page),
        saleId,
        lines: [...lines],
        reason: 'unwanted',
      })
    },
  },
])

const saleRows: Row[] = [
  {
    command: 'findSale',
    code: 'sale_unknown',
    act: ({ page }) => page.call('findSale', { receipt: 'nonsense' }),
  },
  {
    command: 'findSale',
    code: 'sale_elsewhere',
    act: ({ page }) => page.call('findSale', { receipt: 'S01-T2-1-000001' }),
  },
  {
    command: 'quoteReturn',
    code: 'sale_unknown',
    act: ({ page }) => page.call('quoteReturn', { saleId: idOf(8), lines: [] }),
  },
  {
    command: 'quoteReturn',
    code: 'return_too_late',
    act: async ({ clock, page }) => {
      const { saleId } = await soldOils(page)
      clock.move(8 * 86_400_000)
      return page.call('quoteReturn', { saleId, lines: [{ place: 0, amount: 1 }] })
    },
  },
  {
    command: 'returnSale',
    code: 'sale_unknown',
    act: async ({ page }) =>
      page.call('returnSale', { actId: await begin(page), saleId: idOf(8), lines: [], reason: 'other' }),
  },
  {
    command: 'returnSale',
    code: 'return_too_late',
    act: async ({ clock, page }) => {
      const { saleId } = await soldOils(page)
      clock.move(8 * 86_400_000)
      return page.call('returnSale', {
        actId: await begin(page),
        saleId,
        lines: [{ place: 0, amount: 1 }],
        reason: 'damaged',
      })
    },
  },
]

const withoutSale = async (page: Page, lines = looseOil) =>
  page.call('returnWithoutSale', { actId: await begin(page), lines, reason: 'other' })

const looseRows: Row[] = [
  { command: 'returnWithoutSale', code: 'approval_needed', act: ({ page }) => withoutSale(page) },
  {
    command: 'returnWithoutSale',
    code: 'product_unknown',
    act: ({ page }) => withoutSale(page, [{ sku: 'NOTHING', amount: 1, refund: money(1) }]),
  },
  {
    command: 'returnWithoutSale',
    code: 'return_too_much',
    act: ({ page }) => withoutSale(page, [{ sku: 'SKU1', amount: 1, refund: money(5_001) }]),
  },
  {
    command: 'returnWithoutSale',
    code: 'quantity_invalid',
    act: ({ page }) => withoutSale(page, [{ sku: 'SKU1', amount: 10_000, refund: money(1) }]),
  },
  {
    command: 'returnWithoutSale',
    code: 'approval_stale',
    act: async ({ clock, page }) => {
      const ask = { actId: await begin(page), lines: looseOil, reason: 'other' as const }
      await approve(page, await page.call('returnWithoutSale', ask))
      clock.move(60_001)
      return page.call('returnWithoutSale', ask)
    },
  },
  {
    command: 'returnWithoutSale',
    code: 'anomaly_blocked',
    furniture: programmeWith({
      anomalies: [{ kind: 'returns_without_sale', count: 1, withinMs: 3_600_000, action: 'block' }],
    }),
    act: ({ page }) => withoutSale(page),
  },
]

const reportRows: Row[] = [
  {
    command: 'exportDayReport',
    code: 'export_failed',
    furniture: { signedIn: 'supervisor' },
    act: ({ folder, page }) => {
      writeFileSync(join(folder, 'exports'), 'a file where the folder would be')
      return page.call('exportDayReport', { day: null })
    },
  },
  {
    command: 'exportDayReport',
    code: 'role_not_allowed',
    act: ({ page }) => page.call('exportDayReport', { day: null }),
  },
]

export const returnRows: Row[] = [...goodsRows, ...saleRows, ...looseRows, ...reportRows]

const noApproval = 'goods of a sale come back without a second person: its receipt proves it'
const soldHere = 'another till’s sale that was not found yet is unknown here: findSale says where it was sold'

export const returnsElsewhere: Readonly<Record<string, string>> = {
  'quoteReturn sale_elsewhere': soldHere,
  'returnSale sale_elsewhere': soldHere,
  'quoteReturn quantity_invalid': 'the contract takes no amount below one',
  'returnSale quantity_invalid': 'as quoteReturn',
  'quoteReturn approval_needed': noApproval,
  'quoteReturn approval_stale': noApproval,
  'returnSale approval_needed': noApproval,
  'returnSale approval_stale': noApproval,
  'returnSale anomaly_blocked': 'the rule against returns watches those without their sale',
  'returnWithoutSale return_nothing': 'the contract takes no empty list',
}
