import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GiftStock, giftOf, isLow, judgeGift, settleGift, stockLeft } from '../../domain/gift.ts'
import { points } from '../../domain/points.ts'
import type { Gift } from '../../domain/programme.ts'
import { codeOf, granted, id, lot, noon, programme, standing, store } from './act-shop.ts'

const bowl = granted(giftOf(programme, 'bowl'))
const voucher = granted(giftOf(programme, 'voucher'))
const stock = (left: number): GiftStock => ({ storeId: id(1), giftId: 'bowl', left })
const identity = { couponId: id(31), code: 'C0000000000314' }

function asked(gift: Gift, changes: Partial<Parameters<typeof judgeGift>[0]> = {}) {
  return { gift, standing: standing(), stock: stock(5), programme, now: noon, ...changes }
}

test('[GI1] a gift is known by its id', () => {
  expect(bowl.points).toBe(600)
  expect(codeOf(giftOf(programme, 'gone'))).toBe('gift_unknown')
})

test.each<[string, Parameters<typeof judgeGift>[0], object]>([
  ['nobody', asked(bowl, { standing: null }), { code: 'member_missing' }],
  [
    'a frozen member',
    asked(bowl, { standing: standing({ member: { status: 'frozen' } }) }),
    { code: 'member_frozen' },
  ],
  [
    'another tier',
    asked(voucher, { standing: standing({ member: { tierId: 'bronze' } }) }),
    { code: 'gift_wrong_tier', figures: { tierIds: 'silver,gold' } },
  ],
  [
    'a tier the programme does not know: the lowest',
    asked(voucher, { standing: standing({ member: { tierId: 'gone' } }) }),
    { code: 'gift_wrong_tier', figures: { tierIds: 'silver,gold' } },
  ],
  ['an empty stock', asked(bowl, { stock: stock(0) }), { code: 'gift_out_of_stock' }],
  ['a stock taken twice', asked(bowl, { stock: stock(-1) }), { code: 'gift_out_of_stock' }],
  ['a stock nobody told of', asked(bowl, { stock: null }), { code: 'gift_out_of_stock' }],
  [
    'a coupon whose template is gone',
    asked(voucher, { programme: { ...programme, templates: [] } }),
    { code: 'coupon_template_unknown' },
  ],
  [
    'too few points',
    asked(bowl, { standing: standing({ lots: [lot(50, 599)] }) }),
    { code: 'points_not_enough', figures: { points: 599 } },
  ],
  [
    'points not to be spent yet',
    asked(bowl, { standing: standing({ lots: [lot(50, 900, { spendableFrom: noon + 1 })] }) }),
    { code: 'points_not_enough', figures: { points: 0 } },
  ],
])('[GI2] refused: %s', (_, wish, refusal) => {
  expect(judgeGift(wish)).toEqual({ ok: false, refusal })
})

test('[GI3] a stock that is counted warns from its low mark down; one that is not never does', () => {
  expect([4, 3, 0].map((left) => isLow(bowl, stock(left)))).toEqual([false, true, true])
  expect(isLow(bowl, null)).toBe(true)
  expect(isLow(voucher, null)).toBe(false)
  expect([stockLeft(bowl, stock(4)), stockLeft(bowl, stock(-2)), stockLeft(voucher, null)]).toEqual([
    4,
    0,
    null,
  ])
})

test('[GI4] goods for points: burned first to expire first, a piece of stock', () => {
  const lots = [lot(50, 500), lot(51, 400, { expiresAt: noon + 1 })]
  const exchanged = granted(
    settleGift({
      ...asked(bowl, { standing: standing({ lots }) }),
      exchangeId: id(801),
      slipNumber: 'S01-T1-1-000008',
      store,
      coupon: identity,
    }),
  )
  expect(exchanged).toEqual({
    exchangeId: id(801),
    slipNumber: 'S01-T1-1-000008',
    storeId: id(1),
    memberId: id(100),
    giftId: 'bowl',
    name: { zh: '饭碗', en: 'Bowl' },
    burned: {
      points: 600,
      lots: [
        { lotId: id(51), memberId: id(100), points: 400 },
        { lotId: id(50), memberId: id(100), points: 200 },
      ],
    },
    stocked: true,
    issued: null,
  })
})

test('[GI4] a coupon for points is issued to the member', () => {
  const exchanged = granted(
    settleGift({ ...asked(voucher), exchangeId: id(801), slipNumber: 'S', store, coupon: identity }),
  )
  expect(exchanged.stocked).toBe(false)
  expect(exchanged.issued).toMatchObject({
    ...identity,
    memberId: id(100),
    templateId: id(2_001),
    usesMax: 1,
  })
})

test('[GI5] an exchange burns exactly what it costs, or nothing at all', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (left) => {
      const lots = left.map((rest, place) => lot(50 + place, rest))
      const sum = left.reduce((all, rest) => all + rest, 0)
      const settled = settleGift({
        ...asked(bowl, { standing: standing({ lots }) }),
        exchangeId: id(801),
        slipNumber: 'S',
        store,
        coupon: identity,
      })
      expect(settled.ok).toBe(sum >= 600)
      if (!settled.ok) return
      const burned = settled.value.burned.lots
      expect(burned.reduce((all, one) => all + one.points, 0)).toBe(600)
      for (const one of burned) {
        expect(one.points).toBeLessThanOrEqual(lots.find(({ lotId }) => lotId === one.lotId)?.points ?? 0)
        expect(one.points).toBeGreaterThan(points(0))
      }
    }),
  )
})
