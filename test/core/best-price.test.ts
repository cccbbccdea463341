import { expect, test } from 'vitest'
import { noteProgrammeRefused } from '../../db/replica/programme-table.ts'
import type { Campaign } from '../../domain/campaign.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { LocalText } from '../../domain/text.ts'
import { centralInContact } from './contact.ts'
import { child, codeOfOil, coupons, noon, poor, programme, wang } from './demo-chain.ts'
import { changeReplica, eventsOf, outputOf } from './member-rig.ts'
import { openSale } from './refusal-row.ts'
import { payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const nothing = { skus: [], categoryIds: [], brandIds: [], tags: [] }

function campaignOf(campaignId: string, name: LocalText, effect: Campaign['effect']): Campaign {
  return {
    campaignId,
    name,
    effect,
    time: { from: null, until: null, weekdays: [], monthDays: [], hours: null, birthday: null },
    scope: { include: nothing, exclude: nothing },
    storeIds: [],
    tierIds: [],
    membersOnly: false,
  }
}

const halfPrice = campaignOf(
  'half',
  { zh: '全场五折', en: 'Half price' },
  { kind: 'price', payBps: bps(5_000) },
)
const double = campaignOf(
  'double',
  { zh: '双倍积分', en: 'Double points' },
  { kind: 'earn', earnBps: bps(20_000) },
)

test('[BD1] the best combination is offered, taken at one key, and kept with every change of the basket', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  // Two coupons of ¥5 may stand together: one of the group and the one of the day.
  expect(page.slice('basket_changed')).toMatchObject({
    couponChoice: 'own',
    bestSavesMore: 1_000,
    payable: 4_500,
  })
  expect(await page.call('chooseCoupons', { choice: 'best' })).toEqual({ output: { saved: 1_000 } })
  const best = page.slice('basket_changed')
  expect(best).toMatchObject({
    couponChoice: 'best',
    bestSavesMore: 0,
    couponDiscount: 1_000,
    payable: 3_500,
  })
  expect(best.coupons.filter(({ state }) => state === 'applied')).toHaveLength(2)
  // Below the least to be spent no coupon counts, and none stays in the basket idle.
  await page.call('removeLine', { lineId: 1 })
  expect(page.slice('basket_changed').coupons.filter(({ state }) => state === 'idle')).toEqual([])
  await scan(page, codeOfOil(2))
  expect(page.slice('basket_changed')).toMatchObject({ couponDiscount: 1_000 })
})

test('[BD2] a coupon put in or taken out by hand ends the till’s own choice, and undo brings it back', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('chooseCoupons', { choice: 'best' })
  const [first] = page.slice('basket_changed').coupons
  if (!first) throw new Error('a coupon is in the basket')
  await page.call('removeCoupon', { couponId: first.couponId })
  expect(page.slice('basket_changed')).toMatchObject({
    couponChoice: 'own',
    couponDiscount: 500,
    bestSavesMore: 500,
  })
  await page.call('undoChange', {})
  expect(page.slice('basket_changed')).toMatchObject({ couponChoice: 'best', couponDiscount: 1_000 })
  await page.call('undoChange', {})
  expect(page.slice('basket_changed')).toMatchObject({ couponChoice: 'own', couponDiscount: 0 })
})

test('[BD3] a bearer coupon the best combination leaves out counts again when it fits', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  expect(await scan(page, coupons.bearer.code)).toHaveProperty('output')
  await page.call('chooseCoupons', { choice: 'best' })
  await page.call('removeLine', { lineId: 1 })
  expect(page.slice('basket_changed').couponDiscount).toBe(0)
  await scan(page, codeOfOil(2))
  expect(page.slice('basket_changed')).toMatchObject({ couponDiscount: 500, payable: 4_500 })
})

test.each([
  [0, []],
  [1, ['SKU3']],
  [5, ['SKU3', 'SKU4', 'SKU5']],
])('[BD4] a programme that suggests %i at a time shows %j', async (suggestionsMax, skus) => {
  const { page } = await newTill({}, { programme: { suggestionsMax } })
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  const { suggestions } = page.slice('basket_changed')
  expect(suggestions.map(({ sku }) => sku)).toEqual(skus)
})

test('[BD4] at most two goods are suggested, and what was shown and taken is told back with the sale', async () => {
  const { folder, page } = await newTill()
  await scan(page, codeOfOil(1))
  const { suggestions } = page.slice('basket_changed')
  // Pork is weighed: a tap cannot add it.
  expect(suggestions.map(({ sku }) => sku)).toEqual(['SKU3', 'SKU4'])
  expect(suggestions[0]?.because).toEqual({ zh: '大豆油1', en: 'Oil 1' })
  expect(await page.call('takeSuggestion', { sku: 'SKU3' })).toEqual({ output: { lineId: 2 } })
  expect(page.slice('basket_changed').suggestions.map(({ sku }) => sku)).toEqual(['SKU4'])
  await scan(page, codeOfOil(2))
  await payCash(page)
  expect(eventsOf(folder, 'sale.completed')[0]?.data.suggestions).toEqual({
    shown: ['SKU3', 'SKU4', 'SKU5'],
    taken: ['SKU3'],
  })
})

test('[BD5] a price is explained line by line to the fen, with the coupons that are not in it', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  const explained = outputOf(await page.call('explainPrice', {}))
  expect(explained.lines).toMatchObject([
    {
      lineId: 1,
      steps: [
        { kind: 'list', amount: 5_000 },
        { kind: 'tier', name: { zh: '银卡' }, rateBps: 9_000, amount: 500 },
        { kind: 'coupon', name: { zh: '满40减5' }, rateBps: null, amount: 500 },
        { kind: 'net', amount: 4_000 },
      ],
    },
  ])
  const reasons = new Set(explained.leftOut.map(({ reason }) => reason))
  expect(reasons).toEqual(new Set(['less', 'refused']))
})

test('[BD6] campaigns of the hour are on the welcome screen, on the line, and told back with the sale', async () => {
  const { folder, page } = await newTill({}, { programme: { campaigns: [halfPrice, double] } })
  expect(page.slice('till_changed').programme).toMatchObject({
    version: 7,
    refused: null,
    consents: [{ purpose: 'service' }, { purpose: 'marketing' }],
    campaigns: [
      { name: { zh: '全场五折' }, kind: 'price' },
      { name: { zh: '双倍积分' }, kind: 'earn' },
    ],
  })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(page.slice('basket_changed')).toMatchObject({
    campaignDiscount: 2_500,
    tierDiscount: 0,
    // 25 × 1.2 × 2.
    earns: 60,
    growth: 25,
    lines: [{ discounts: [{ kind: 'campaign', label: { zh: '全场五折' }, amount: 2_500 }], net: 2_500 }],
  })
  await payCash(page)
  expect(eventsOf(folder, 'sale.completed')[0]?.data.campaigns).toEqual({
    shown: ['double', 'half'],
    used: ['double', 'half'],
  })
})

test('[BD7] a paid membership counts in the sale that sells it and after it, without contact and over a restart', async () => {
  const before = await newTill()
  await before.page.call('addProduct', { sku: 'PLUS', amount: 1 })
  await scan(before.page, codeOfOil(1))
  await scan(before.page, poor.code)
  expect(before.page.slice('basket_changed')).toMatchObject({
    member: { plan: { name: { zh: '付费会员' }, until: null } },
    lines: [
      { net: 9_900, discounts: [] },
      { discounts: [{ kind: 'plan', amount: 1_000 }], net: 4_000 },
    ],
  })
  expect(await payCash(before.page)).toHaveProperty('output')
  const { page } = startTill(before.folder)
  await scan(page, codeOfOil(2))
  await scan(page, poor.code)
  const later = page.slice('basket_changed')
  expect(later).toMatchObject({ payable: 4_000, member: { plan: { name: { en: 'Plus' } } } })
  expect(later.member?.plan?.until).toBeGreaterThan(noon + 365 * 86_400_000)
})

test('[BD8] a family member pays with the owner’s points up to the month’s cap', async () => {
  const { folder, page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await scan(page, child.code)
  expect(page.slice('basket_changed')).toMatchObject({
    member: { points: 0, family: 500 },
    burn: { max: 500 },
  })
  expect(await page.call('burnPoints', { points: points(600) })).toMatchObject({
    refusal: { code: 'points_not_enough', figures: { points: 500 } },
  })
  await page.call('burnPoints', { points: points(400) })
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')[0]?.data.burned).toMatchObject({
    points: 400,
    ofFamily: 400,
    lots: [{ memberId: wang.memberId, points: 400 }],
  })
  await scan(page, codeOfOil(1))
  await scan(page, child.code)
  expect(page.slice('basket_changed').member?.family).toBe(100)
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member?.points).toBe(700)
})

test('[BD9] a programme that cannot be taken leaves the last good one in force and says so', async () => {
  const { folder } = await newTill()
  changeReplica(folder, (tx) => noteProgrammeRefused(tx, { version: 9, reason: 'newer' }))
  const { page } = startTill(folder)
  expect(page.slice('till_changed').programme).toMatchObject({
    version: 7,
    refused: { version: 9, reason: 'newer' },
  })
  await scan(page, codeOfOil(1))
  expect(await payCash(page)).toHaveProperty('output')
})

test('[BD10] a burn campaign makes points worth more up to its cap of the day', async () => {
  const inflation = campaignOf(
    'inflation',
    { zh: '积分膨胀', en: 'Points count double' },
    { kind: 'burn', valueBps: bps(20_000), dayCap: points(300) },
  )
  const { folder, page } = await newTill({}, { programme: { campaigns: [inflation] } })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(400) })
  // Three steps at ¥2 and one at ¥1.
  expect(page.slice('basket_changed').burn).toMatchObject({ points: 400, amount: 700, valueBps: 20_000 })
  await payCash(page)
  expect(eventsOf(folder, 'sale.completed')[0]?.data.burned).toMatchObject({ inflated: 300, amount: 700 })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(100) })
  expect(page.slice('basket_changed').burn).toMatchObject({ amount: 100, valueBps: 10_000 })
})

test('[BD11] a step-up stands on the screen before it is paid, and an approval for this sale and amount satisfies it', async () => {
  const strict = { stepUp: { ...programme.stepUp, burnFrom: points(200) } }
  const { folder, page } = await newTill({}, { programme: strict })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(200) })
  expect(page.slice('basket_changed')).toMatchObject({ stepUp: ['many_points'], proven: 'none' })
  const refused = await payCash(page)
  const { saleId } = page.slice('basket_changed')
  expect(refused).toEqual({
    refusal: {
      code: 'step_up_needed',
      figures: { reasons: 'many_points', amount: 200, actId: saleId },
    },
  })
  expect(eventsOf(folder, 'sale.completed')).toEqual([])
  await page.call('approveAct', {
    actId: saleId as never,
    amount: money(200),
    code: '201',
    pin: '135790',
    reason: '已核对',
  })
  expect(page.slice('basket_changed').proven).toBe('supervisor')
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')[0]).toMatchObject({ proof: 'supervisor' })
})

test('[BD12] a basket that lay aside takes the best coupons of the hour it comes back in', async () => {
  const { clock, page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('chooseCoupons', { choice: 'best' })
  const saleId = openSale(page)
  await page.call('holdBasket', {})
  clock.move(20 * 86_400_000)
  await page.call('recallBasket', { saleId })
  // Every coupon of the wallet ended ten days on.
  expect(page.slice('basket_changed')).toMatchObject({
    couponChoice: 'best',
    couponDiscount: 0,
    coupons: [],
    payable: 4_500,
  })
})

test('[BD13] what counts by the day begins anew at the store’s midnight', async () => {
  const capped = { burn: { ...programme.burn, capPerDay: points(200) } }
  const { clock, page } = await newTill({}, { programme: capped })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(200) })
  await payCash(page)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(page.slice('basket_changed').burn.max).toBe(0)
  clock.move(12 * 3_600_000)
  expect(await page.call('burnPoints', { points: points(200) })).toHaveProperty('output')
  expect(page.slice('basket_changed').burn).toMatchObject({ points: 200, max: 200 })
})

test('[BD14] a coupon the central has to be asked for is never chosen by the till itself, and shows as out of reach without contact', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  const shown = page.slice('basket_changed').coupons
  expect(shown.find(({ couponId }) => couponId === coupons.onlineOnly.couponId)).toMatchObject({
    state: 'not_usable',
    refusal: { code: 'coupon_online_only' },
  })
  await page.call('chooseCoupons', { choice: 'best' })
  const chosen = page.slice('basket_changed').coupons.filter(({ state }) => state === 'applied')
  expect(chosen.map(({ couponId }) => couponId)).not.toContain(coupons.onlineOnly.couponId)
  expect(chosen).toHaveLength(2)

  // The strip says otherwise as soon as the central answers, without a change of the basket.
  const central = await centralInContact()
  const online = await newTill({ config: { central: { url: central.url } } })
  await scan(online.page, codeOfOil(1))
  await scan(online.page, wang.code)
  await online.page.call('syncNow', {})
  const usable = () =>
    online.page
      .slice('basket_changed')
      .coupons.find(({ couponId }) => couponId === coupons.onlineOnly.couponId)?.state === 'usable'
  await online.page.until(usable)
})
