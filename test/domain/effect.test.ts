import { expect, test } from 'vitest'
import { effectsOf } from '../../domain/effect.ts'
import { money } from '../../domain/money.ts'
import { settleSale } from '../../domain/sale.ts'
import {
  coupon,
  id,
  line,
  lot,
  member,
  noon,
  type priceInput as PriceInputOf,
  priceInput,
  product,
  settleInput,
  wish,
} from './shop.ts'

function sold(price: ReturnType<typeof PriceInputOf>) {
  const settled = settleSale(settleInput(price, [wish('cash', 50_000)]))
  if (!settled.ok) throw new Error(settled.refusal.code)
  return settled.value.sale
}

const lines = [line(1, product({ unitPrice: money(10_000) }))]

test('[EF1] a sale burns lots, earns one, adds growth and uses coupons', () => {
  const sale = sold(
    priceInput(lines, {
      member: member(),
      lots: [lot(50, 150), lot(51, 500)],
      burn: 300,
      coupons: [coupon(11, { coupon: { memberId: id(100), usesMax: 5, usesDone: 4 } })],
    }),
  )
  const memberId = id(100)
  expect(effectsOf({ type: 'sale.completed', time: noon + 5, data: sale })).toEqual([
    { kind: 'points_burned', memberId, lotId: id(50), points: 150 },
    { kind: 'points_burned', memberId, lotId: id(51), points: 150 },
    {
      kind: 'points_earned',
      memberId,
      lotId: id(900),
      points: sale.earned?.points,
      earnedAt: noon,
      spendableFrom: noon,
      expiresAt: sale.earned?.expiresAt,
    },
    { kind: 'growth_added', memberId, growth: 82 },
    {
      kind: 'coupon_used',
      couponId: id(11),
      templateId: id(1_011),
      memberId,
      useNumber: 5,
      usedAt: noon + 5,
      amount: 500,
    },
  ])
})

test('[EF2] a sale without a member only uses its bearer coupons; one without either has no effect', () => {
  expect(
    effectsOf({
      type: 'sale.completed',
      time: noon,
      data: sold(priceInput(lines, { coupons: [coupon(11)] })),
    }),
  ).toEqual([
    {
      kind: 'coupon_used',
      couponId: id(11),
      templateId: id(1_011),
      memberId: null,
      useNumber: 1,
      usedAt: noon,
      amount: 500,
    },
  ])
  expect(effectsOf({ type: 'sale.completed', time: noon, data: sold(priceInput(lines)) })).toEqual([])
})

test('[EF2] a frozen member earns what is held, and is left as they were in all else', () => {
  const sale = sold(
    priceInput(lines, { member: member({ status: 'frozen' }), lots: [lot(50, 500)], burn: 300 }),
  )
  expect(effectsOf({ type: 'sale.completed', time: noon, data: sale })).toEqual([
    expect.objectContaining({
      kind: 'points_earned',
      points: sale.earned?.points,
      spendableFrom: sale.earned?.expiresAt,
    }),
  ])
})

test('[EF3] events that move neither points nor coupons have no effect', () => {
  expect(
    effectsOf({ type: 'terminal.enrolled', time: 1, data: { terminalNumber: 'T1', publicKey: '' } }),
  ).toEqual([])
  expect(effectsOf({ type: 'staff.signed_in', time: 1, data: { staffId: id(7) } })).toEqual([])
  expect(effectsOf({ type: 'access.denied', time: 1, data: { staffId: null, what: 'void' } })).toEqual([])
  expect(effectsOf({ type: 'receipt.reprinted', time: 1, data: { saleId: id(1), copy: 1 } })).toEqual([])
})
