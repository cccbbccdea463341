import { couponCode } from '../../domain/scan.ts'
import { id } from '../domain/shop.ts'
import { beginning, coupons, lots, members, products, templates } from './chain-facts.ts'
import type { HeadOfficeRow, ModelCentral } from './model-central.ts'
import { rowOf } from './model-state.ts'
import type { Random } from './random.ts'

/** The product whose row no till can read. */
export const unreadableSku = 'unreadable'

/** Head office does one thing; answers what. */
export function changeAtHeadOffice(central: ModelCentral, random: Random): string {
  const state = central.state()
  const acts: Record<string, () => HeadOfficeRow[]> = {
    'changes a price': () => {
      const product = random.pick(products)
      return [
        {
          c: 'product',
          k: product.sku,
          d: { ...product, unitPrice: random.between(100, 20_000), later: true },
        },
      ]
    },
    'takes a product off': () => [{ c: 'product', k: random.pick(products.slice(1)).sku, d: null }],
    'gives points': () => {
      const { memberId } = random.pick(members)
      const number = 5_000 + state.change
      const lot = { ...lots[0], lotId: id(number), memberId, points: random.between(1, 9) * 100 }
      return [
        { c: 'lot', k: lot.lotId, d: { ...lot, earnedAt: beginning, expiresAt: beginning + 86_400_000_000 } },
      ]
    },
    'issues coupons': () => {
      const number = 6_000 + state.change
      const coupon = {
        ...coupons[0],
        couponId: id(number),
        code: couponCode(number),
        usesMax: random.between(1, 2),
      }
      const d = {
        ...coupon,
        memberId: random.pick(members).memberId,
        templateId: random.pick(templates).templateId,
      }
      return [{ c: 'coupon', k: id(number), d }]
    },
    'revokes a coupon': () => {
      const { couponId } = random.pick(coupons)
      const row = rowOf(state, 'coupon', couponId)
      return row ? [{ c: 'coupon', k: couponId, d: { ...row, status: 'revoked' } }] : []
    },
    'sends what tills do not know': () => [{ c: 'campaign', k: 'spring', d: { name: 'spring' } }],
    'sends what no till can read': () => [
      { c: 'product', k: unreadableSku, d: { ...products[0], sku: unreadableSku, unitPrice: -1 } },
      { c: 'member', k: 'nobody', d: null },
    ],
  }
  const what = random.pick(Object.keys(acts))
  const rows = acts[what]?.() ?? []
  if (rows.length > 0) central.change(rows)
  return what
}
