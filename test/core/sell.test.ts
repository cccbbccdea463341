import { expect, test } from 'vitest'
import { uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, coupons, eanOf, wang } from './demo-chain.ts'
import { cash, payCash, scan } from './till-parts.ts'
import { newTill, type Rig, startTill } from './till-rig.ts'

/** The fields of a basket that are the customer's: what a restart must bring back. */
function goodsOf({ page }: Rig) {
  const { saleId, lines, member, coupons: strip, toPay, burn } = page.slice('basket_changed')
  return { saleId, lines, member, strip, toPay, burn }
}

test('[CO1] a sale: scanned, recognised, redeemed, paid and recorded in one walk', async () => {
  const { page, bugs } = await newTill()
  expect(page.slice('till_changed').phase).toBe('selling')
  expect(await scan(page, codeOfOil(1))).toEqual({ output: { kind: 'product_added', lineId: 1 } })
  expect(await scan(page, codeOfOil(2))).toEqual({ output: { kind: 'product_added', lineId: 2 } })
  expect(await scan(page, wang.code)).toEqual({ output: { kind: 'member_attached' } })
  expect(await scan(page, coupons.good.code)).toMatchObject({ output: { kind: 'coupon_added' } })
  expect(await page.call('burnPoints', { points: points(200) })).toEqual({ output: {} })

  const basket = page.slice('basket_changed')
  // 2 × ¥50, 9折, ¥5 off, 200 points = ¥2.
  expect(basket).toMatchObject({
    subtotal: 10_000,
    tierDiscount: 1_000,
    couponDiscount: 500,
    payable: 8_500,
    savings: 1_500,
    burn: { points: 200, amount: 200, max: 1_100, step: 100, stepValue: 100 },
    toPay: 8_300,
    canUndo: true,
  })
  const sold = await page.call('commitSale', {
    saleId: uuid(basket.saleId ?? ''),
    toPay: money(8_300),
    tenders: [cash(10_000)],
  })
  expect(sold).toMatchObject({
    output: {
      saleId: basket.saleId,
      receiptNumber: 'S01-T1-1-000001',
      toPay: 8_300,
      paid: 10_000,
      change: 1_700,
      burned: 200,
      itemCount: 2,
      memberName: '王*',
      print: 'none',
      copies: 0,
    },
  })
  expect(page.slice('basket_changed')).toMatchObject({ saleId: null, lines: [], toPay: 0, canUndo: false })
  expect(page.slice('last_sale_changed')).toMatchObject({
    sale: { saleId: basket.saleId },
    recovered: false,
  })
  // The answer to the cashier goes first, then the line to head office looks at what there is.
  await expect.poll(() => page.slice('sync_changed')).toMatchObject({ waiting: 1 })
  expect(bugs).toEqual([])
})

test('[CO2] the member view counts what this till did and the chain has not heard', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member).toMatchObject({
    points: 1_100,
    expiringSoon: 600,
    growth: 2_500,
    birthdayToday: true,
    nextTier: null,
    tier: { tierId: 'silver' },
  })
  await page.call('burnPoints', { points: points(1_000) })
  await payCash(page)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  // 600 and 400 burned by expiry; ¥45 less ¥10 in points earns 1.2 × 35 = 42, and 35 of growth.
  expect(page.slice('basket_changed').member).toMatchObject({ points: 142, expiringSoon: 0, growth: 2_535 })
})

test('[CO3] the coupon strip: in the basket first, then what fits by amount, then the rest with its reason', async () => {
  const { page } = await newTill()
  await scan(page, wang.code)
  await scan(page, codeOfOil(1))
  await scan(page, coupons.good.code)
  const strip = page.slice('basket_changed').coupons
  expect(strip.map(({ couponId, state }) => ({ couponId, state }))).toEqual([
    { couponId: coupons.good.couponId, state: 'applied' },
    { couponId: coupons.dayFirst.couponId, state: 'usable' },
    { couponId: coupons.daySecond.couponId, state: 'usable' },
    ...strip.slice(3).map(({ couponId }) => ({ couponId, state: 'not_usable' })),
  ])
  expect(strip.find(({ couponId }) => couponId === coupons.sameGroup.couponId)?.refusal?.code).toBe(
    'coupon_not_combinable',
  )
  await page.call('removeLine', { lineId: 1 })
  expect(page.slice('basket_changed').coupons[0]).toMatchObject({
    couponId: coupons.good.couponId,
    state: 'idle',
    amount: 0,
  })
})

test('[CO4] every change of the basket outlives the process', async () => {
  const before = await newTill()
  await scan(before.page, codeOfOil(1))
  await scan(before.page, codeOfOil(2))
  await before.page.call('setQuantity', { lineId: 2, amount: 3 })
  await scan(before.page, wang.code)
  await scan(before.page, coupons.good.code)
  await before.page.call('burnPoints', { points: points(100) })
  // Not stopped: as if the process were gone.
  const after = startTill(before.folder)
  expect(goodsOf(after)).toEqual(goodsOf(before))
  expect(after.page.slice('staff_changed')).toMatchObject({ name: '林小雨' })
  expect(await payCash(after.page)).toHaveProperty('output')
})

test('[CO5] one basket is sold once, however often it is asked for', async () => {
  const { page, folder } = await newTill()
  await scan(page, codeOfOil(1))
  const { saleId, toPay } = page.slice('basket_changed')
  const ask = {
    saleId: uuid(saleId ?? ''),
    toPay,
    tenders: [cash(6_000)],
  }
  const first = await page.call('commitSale', ask)
  const second = await page.call('commitSale', ask)
  expect(second).toEqual(first)
  const later = startTill(folder)
  expect(await later.page.call('commitSale', ask)).toEqual(first)
  expect(later.page.slice('sync_changed')).toMatchObject({ waiting: 1 })
})

test('[CO6] a sum that is not the one on the screen sells nothing', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  const { saleId } = page.slice('basket_changed')
  const answer = await page.call('commitSale', {
    saleId: uuid(saleId ?? ''),
    toPay: money(4_999),
    tenders: [cash(5_000)],
  })
  expect(answer).toEqual({ refusal: { code: 'basket_changed', figures: { toPay: 5_000 } } })
  expect(page.slice('basket_changed').lines).toHaveLength(1)
})

test('[CO7] undo goes back step by step, a cleared basket included, and never past a sale', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await page.call('clearBasket', {})
  expect(page.slice('basket_changed').lines).toHaveLength(0)
  await page.call('undoChange', {})
  expect(page.slice('basket_changed').lines).toHaveLength(2)
  await page.call('undoChange', {})
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  await payCash(page)
  expect(await page.call('undoChange', {})).toEqual({ refusal: { code: 'nothing_to_undo' } })
})

test('[CO8] a held basket comes back whole, and the open one takes its place', async () => {
  const { page, folder } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  const first = uuid(page.slice('basket_changed').saleId ?? '')
  await page.call('holdBasket', {})
  expect(page.slice('basket_changed')).toMatchObject({
    saleId: null,
    held: [{ saleId: first, itemCount: 1, payable: 4_500, memberName: '王*' }],
  })
  await scan(page, codeOfOil(2))
  const second = page.slice('basket_changed').saleId
  expect(await page.call('recallBasket', { saleId: first })).toEqual({ output: {} })
  expect(page.slice('basket_changed')).toMatchObject({ saleId: first, held: [{ saleId: second }] })
  const later = startTill(folder)
  expect(later.page.slice('basket_changed')).toMatchObject({ saleId: first, held: [{ saleId: second }] })
})

test('[CO9] labels with a price or a weight count as printed', async () => {
  const { page } = await newTill()
  const weighed = eanOf('220005000750')
  const priced = eanOf('210005101234')
  expect(await scan(page, weighed)).toHaveProperty('output')
  expect(await scan(page, priced)).toHaveProperty('output')
  expect(page.slice('basket_changed').lines).toMatchObject([
    { sku: 'PORK', unit: 'gram', amount: 750, gross: 2_250, fixed: false },
    { sku: 'CAKE', gross: 1_234, fixed: true },
  ])
})

test('[SC17] a coded weight counts for goods by weight and is no matter for goods by the piece', async () => {
  const { page } = await newTill()
  const oil = codeOfOil(1).padStart(14, '0')
  expect(await scan(page, `]C101${oil}3103000750`)).toHaveProperty('output')
  expect(await scan(page, `]C101${oil}303`)).toHaveProperty('output')
  expect(await scan(page, `https://id.gs1.org/01/${oil}?3922=4200`)).toHaveProperty('output')
  expect(page.slice('basket_changed').lines).toMatchObject([
    { unit: 'piece', amount: 4, fixed: false },
    { gross: 4_200, fixed: true },
  ])
})

test('[CO10] after a restart the screen says whether the last sale was recorded, until a person saw it', async () => {
  const crashed = await newTill()
  await scan(crashed.page, codeOfOil(1))
  await payCash(crashed.page)
  const restarted = startTill(crashed.folder)
  expect(restarted.page.slice('last_sale_changed')).toMatchObject({ recovered: true })
  await restarted.page.call('acknowledgeSale', {})
  expect(restarted.page.slice('last_sale_changed')).toMatchObject({ recovered: false })
  const acknowledged = startTill(crashed.folder)
  expect(acknowledged.page.slice('last_sale_changed')).toMatchObject({ recovered: false })
})

test('[CO11] a sale is seen once the next basket begins, at no further cost, or the till was closed in order', async () => {
  const begun = await newTill()
  await scan(begun.page, codeOfOil(1))
  await payCash(begun.page)
  await scan(begun.page, codeOfOil(2))
  const after = startTill(begun.folder)
  expect(after.page.slice('last_sale_changed')).toMatchObject({ recovered: false })
  await payCash(after.page)
  await after.till.stop()
  expect(startTill(begun.folder).page.slice('last_sale_changed')).toMatchObject({ recovered: false })
})

test('[CO12] recent sales are listed newest first, the search finds by name, code and category', async () => {
  const { page } = await newTill()
  for (const number of [1, 2]) {
    await scan(page, codeOfOil(number))
    await payCash(page)
  }
  const listed = await page.call('recentSales', {})
  expect(listed).toMatchObject({
    output: { sales: [{ receiptNumber: 'S01-T1-1-000002' }, { receiptNumber: 'S01-T1-1-000001' }] },
  })
  const found = await page.call('searchProducts', { query: '大豆油10', categoryId: null })
  expect(found).toMatchObject({ output: { products: [{ sku: 'SKU10' }] } })
  expect(await page.call('addProduct', { sku: 'SKU10', amount: 2 })).toEqual({ output: { lineId: 1 } })
})

test('[CO13] the language and who is signed in outlive the process', async () => {
  const before = await newTill()
  await before.page.call('setLanguage', { language: 'en' })
  await before.page.call('signOut', {})
  const after = startTill(before.folder)
  expect(after.page.slice('till_changed').language).toBe('en')
  expect(after.page.slice('staff_changed')).toBeNull()
})

test('[CO14] a page that connects is told every slice once; later only what changed', async () => {
  const { page } = await newTill()
  const kinds = page.notices.map(({ kind }) => kind)
  expect([...kinds].sort()).toEqual([
    'basket_changed',
    'devices_changed',
    'last_sale_changed',
    'risk_changed',
    'shift_changed',
    'staff_changed',
    'sync_changed',
    'till_changed',
    'training_changed',
  ])
  const before = page.notices.length
  await page.call('setLanguage', { language: 'zh' })
  await page.call('clearBasket', {})
  const told = page.notices.slice(before).filter(({ kind }) => kind !== 'sync_changed')
  expect(told).toEqual([])
})

test('[CO60] a bearer coupon counts against its buyer’s limit of the day', async () => {
  const { page } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(await scan(page, coupons.dayFirst.code)).toMatchObject({ output: { kind: 'coupon_added' } })
  expect(await payCash(page)).toHaveProperty('output')
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(await scan(page, coupons.dayBearer.code)).toMatchObject({ refusal: { code: 'coupon_day_limit' } })
  // Another customer, unknown here, may use it; put in before the member, it goes idle when Wang is scanned.
  await page.call('detachMember', {})
  expect(await scan(page, coupons.dayBearer.code)).toMatchObject({ output: { kind: 'coupon_added' } })
  await scan(page, wang.code)
  expect(page.slice('basket_changed').coupons[0]).toMatchObject({
    couponId: coupons.dayBearer.couponId,
    state: 'idle',
    refusal: { code: 'coupon_day_limit' },
  })
})
