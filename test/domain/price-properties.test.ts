import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineGross } from '../../domain/basket.ts'
import { pointsAtHand } from '../../domain/burn.ts'
import { sumMoney } from '../../domain/money.ts'
import { type PriceInput, priceBasket, quietDay } from '../../domain/price.ts'
import { settleSale } from '../../domain/sale.ts'
import { anyInput, anySale } from './any-sale.ts'
import { noon } from './shop.ts'

test('[PR10] sums agree to the fen and the point, nothing is below zero, at most half is paid with points', () => {
  let couponsSeen = 0
  let burnsSeen = 0
  let campaignsSeen = 0
  let inflatedSeen = 0
  fc.assert(
    fc.property(anyInput(), (input) => {
      const priced = priceBasket(input)
      for (const one of priced.lines) {
        const taken = sumMoney(one.couponShares.map(({ amount }) => amount))
        expect(one.gross).toBe(lineGross(one.line))
        expect(one.net).toBe(one.gross - one.tierDiscount - one.campaignDiscount - taken)
        expect(one.net).toBeGreaterThanOrEqual(0)
        expect(one.pointsShare).toBeLessThanOrEqual(one.net)
        expect(Math.min(one.tierDiscount, one.campaignDiscount)).toBe(0)
        expect(one.priceCampaignId === null).toBe(one.campaignDiscount === 0)
        for (const figure of [
          one.tierDiscount,
          one.campaignDiscount,
          one.pointsShare,
          one.earns,
          one.growth,
        ]) {
          expect(figure).toBeGreaterThanOrEqual(0)
        }
        expect(one.couponShares.every(({ amount }) => amount > 0)).toBe(true)
      }
      const total = (of: (one: (typeof priced.lines)[number]) => number) =>
        priced.lines.reduce((sum, one) => sum + of(one), 0)
      expect(priced.subtotal).toBe(total(({ gross }) => gross))
      expect(priced.tierDiscount).toBe(total(({ tierDiscount }) => tierDiscount))
      expect(priced.campaignDiscount).toBe(total(({ campaignDiscount }) => campaignDiscount))
      expect(priced.payable).toBe(total(({ net }) => net))
      expect(priced.burn.amount).toBe(total(({ pointsShare }) => pointsShare))
      expect(priced.earns).toBe(total(({ earns }) => earns))
      expect(priced.growth).toBe(total(({ growth }) => growth))
      expect(priced.toPay).toBe(priced.payable - priced.burn.amount)
      expect(priced.subtotal - priced.payable).toBe(priced.savings)
      const off = sumMoney(priced.coupons.map(({ amount }) => amount))
      expect(priced.savings).toBe(priced.tierDiscount + priced.campaignDiscount + off)
      for (const { couponId, amount } of priced.coupons) {
        const shares = priced.lines.flatMap((one) =>
          one.couponShares.filter((share) => share.couponId === couponId),
        )
        expect(sumMoney(shares.map((share) => share.amount))).toBe(amount)
      }
      expect(priced.burn.amount * 2).toBeLessThanOrEqual(priced.payable)
      const { burn, earn } = input.programme
      const { day } = input.standing ?? { day: quietDay }
      expect(priced.burn.points).toBeLessThanOrEqual(
        pointsAtHand(input.standing ?? { lots: [], family: null }, noon).all,
      )
      expect(priced.burn.points).toBeLessThanOrEqual(priced.burn.max)
      expect(priced.burn.points % 100).toBe(0)
      if (burn.capPerDay !== null)
        expect(priced.burn.points).toBeLessThanOrEqual(Math.max(0, burn.capPerDay - day.burned))
      if (earn.capPerDay !== null)
        expect(priced.earns).toBeLessThanOrEqual(Math.max(0, earn.capPerDay - day.earned))
      expect(priced.coupons.length + priced.idleCoupons.length).toBe(input.coupons.length)
      couponsSeen += priced.coupons.length
      burnsSeen += priced.burn.points > 0 ? 1 : 0
      campaignsSeen += priced.campaignDiscount > 0 ? 1 : 0
      inflatedSeen += priced.burn.inflated > 0 ? 1 : 0
    }),
    { numRuns: 500 },
  )
  expect(couponsSeen).toBeGreaterThan(100)
  expect(burnsSeen).toBeGreaterThan(40)
  expect(campaignsSeen).toBeGreaterThan(20)
  expect(inflatedSeen).toBeGreaterThan(5)
})

test('[PR11] the same input gives the same output, whatever the order in which things are handed over', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const before = JSON.stringify(input)
      const priced = priceBasket(input)
      const turned = input.standing && { ...input.standing, lots: [...input.standing.lots].reverse() }
      const rules = { ...input.programme, campaigns: [...input.programme.campaigns].reverse() }
      expect(
        priceBasket({
          ...input,
          coupons: [...input.coupons].reverse(),
          standing: turned,
          programme: rules,
          basket: { ...input.basket, couponIds: [...input.basket.couponIds].reverse() },
        }),
      ).toEqual(priced)
      expect(priceBasket(JSON.parse(before) as PriceInput)).toEqual(priced)
      expect(JSON.stringify(input)).toBe(before)
    }),
    { numRuns: 200 },
  )
})

test('[PR12] at most one coupon of a group applies, and an exclusive one stands alone', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const templates = priceBasket(input).coupons.map(
        ({ couponId }) => input.coupons.find((at) => at.coupon.couponId === couponId)?.template,
      )
      const groups = templates.map((template) => template?.stackingGroup).filter((group) => group !== null)
      expect(new Set(groups).size).toBe(groups.length)
      if (templates.some((template) => template?.exclusive)) expect(templates).toHaveLength(1)
    }),
    { numRuns: 200 },
  )
})

test('[PR14] no coupon makes a basket dearer than it is without any', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const without = priceBasket({ ...input, coupons: [], basket: { ...input.basket, couponIds: [] } })
      const priced = priceBasket(input)
      expect(priced.payable).toBeLessThanOrEqual(without.payable)
      const off = sumMoney(priced.coupons.map(({ amount }) => amount))
      expect(without.payable - priced.payable).toBe(off)
      expect(priced.coupons.every(({ amount }) => amount > 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('[SA6] a settled sale takes the lots exactly what it burned, and what is left and earned adds up', () => {
  let ofFamilySeen = 0
  let giftSeen = 0
  let debtSeen = 0
  fc.assert(
    fc.property(anySale, (input) => {
      const settled = settleSale(input)
      if (!settled.ok) throw new Error(settled.refusal.code)
      const { sale } = settled.value
      const { price } = input
      const before = pointsAtHand(price.standing ?? { lots: [], family: null }, noon)
      const taken = sale.burned?.lots.reduce((sum, one) => sum + one.points, 0) ?? 0
      expect(taken).toBe(sale.burned?.points ?? 0)
      const ofFamily = sale.burned?.ofFamily ?? 0
      expect(ofFamily).toBeLessThanOrEqual(before.ofFamily)
      if (ofFamily > 0) expect(taken - ofFamily).toBe(before.own)
      const { earned } = sale
      if (earned) {
        expect(earned.points + earned.debtPaid).toBe(earned.gross)
        expect(earned.debtPaid).toBeLessThanOrEqual(price.standing?.member.debt ?? 0)
        expect(sale.lines.reduce((sum, one) => sum + one.earned, 0)).toBe(earned.gross)
      }
      if (sale.member) {
        const atOnce = earned && earned.spendableFrom <= noon ? earned.points : 0
        expect(sale.member.pointsAfter).toBe(before.own - (taken - ofFamily) + atOnce)
      } else {
        expect([sale.burned, sale.earned, sale.growth]).toEqual([null, null, 0])
      }
      expect(sumMoney(sale.lines.map((one) => one.net))).toBe(sale.payable)
      expect(sale.lines.reduce((sum, one) => sum + one.growth, 0)).toBe(sale.growth)
      const paid = sumMoney(sale.tenders.map(({ amount }) => amount))
      expect(paid - sale.change).toBe(sale.toPay)
      const gifts = sale.tenders.map((tender) => (tender.kind === 'stored_value' ? tender.gift : 0))
      const unearning = sumMoney(sale.lines.map((one) => one.unearningShare))
      expect(unearning).toBeGreaterThanOrEqual(gifts.reduce((sum: number, gift) => sum + gift, 0))
      expect(unearning).toBeLessThanOrEqual(sale.toPay)
      for (const one of sale.lines) {
        expect(one.gross - one.tierDiscount - one.campaignDiscount - one.couponDiscount).toBe(one.net)
        expect(one.pointsShare + one.unearningShare).toBeLessThanOrEqual(one.net)
      }
      ofFamilySeen += ofFamily > 0 ? 1 : 0
      giftSeen += gifts.some((gift) => gift > 0) ? 1 : 0
      debtSeen += earned && earned.debtPaid > 0 ? 1 : 0
    }),
    { numRuns: 500 },
  )
  expect(Math.min(ofFamilySeen, giftSeen, debtSeen)).toBeGreaterThan(3)
})
