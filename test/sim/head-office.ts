import { money } from '../../domain/money.ts'
import { type RiskPolicy, standardPolicy } from '../../domain/risk.ts'
import { couponCode } from '../../domain/scan.ts'
import { id } from '../domain/shop.ts'
import { beginning, coupons, lots, members, products, templates } from './chain-facts.ts'
import type { HeadOfficeRow, ModelCentral } from './model-central.ts'
import { rowOf } from './model-state.ts'
import type { Random } from './random.ts'

/** Limits that a few sales come to. */
const tightLimits: RiskPolicy = {
  ...standardPolicy,
  boundedMax: money(3_000),
  memberUsesMax: 2,
  memberAmountMax: money(4_000),
  tillExposureMax: money(6_000),
  storeExposureMax: money(12_000),
}

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
    'denies somebody or honours them again': () => {
      const denied = [...(state.rows.get('denial')?.entries() ?? [])].filter(([, { d }]) => d !== null)
      if (denied.length > 0 && random.chance(0.6))
        return [{ c: 'denial', k: random.pick(denied)[0], d: null }]
      const [kind, subject] = random.chance(0.5)
        ? (['member', random.pick(members).memberId] as const)
        : (['coupon', random.pick(coupons).couponId] as const)
      const d = { kind, subject, since: beginning, reason: 'lost' }
      return [{ c: 'denial', k: `${kind}:${subject}`, d }]
    },
    'freezes a member or lets them go on': () => {
      const { memberId } = random.pick(members)
      const row = rowOf(state, 'member', memberId)
      const status = row?.['status'] === 'active' ? 'frozen' : 'active'
      return row ? [{ c: 'member', k: memberId, d: { ...row, status } }] : []
    },
    'changes the limits': () => {
      central.publishLimits(random.chance(0.7) ? tightLimits : standardPolicy)
      return []
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
