import { expect, test } from 'vitest'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, coupons, frozen, lots, noon, staff, wang } from './demo-chain.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { slipsOf, withPrinter, wordsOn } from './paper.ts'
import { approve, begin, openSale, soldOils } from './refusal-row.ts'
import { generous, leaseOf } from './risk-rows.ts'
import { cash, type Page, payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const day = 86_400_000

async function bringBack(page: Page, saleId: Uuid, lines: { place: number; amount: number }[]) {
  return page.call('returnSale', { actId: await begin(page), saleId, lines, reason: 'unwanted' })
}

/** Three oils of one line to Wang, with 300 points and a coupon: ¥135 less ¥5, of which ¥3 in points. */
async function richSale(page: Page): Promise<{ saleId: Uuid; receiptNumber: string }> {
  await scan(page, codeOfOil(1))
  await page.call('setQuantity', { lineId: 1, amount: 3 })
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  await page.call('burnPoints', { points: points(300) })
  const { saleId, receiptNumber } = outputOf(await payCash(page))
  return { saleId, receiptNumber }
}

async function wangsPoints(page: Page): Promise<number | undefined> {
  await scan(page, wang.code)
  return page.slice('basket_changed').member?.points
}

test('[RT1] parts that come back sum to the whole, to the fen and the point, and then nothing is left', async () => {
  const { folder, page } = await newTill()
  const { saleId, receiptNumber } = await richSale(page)
  const found = outputOf(await page.call('findSale', { receipt: ` ${receiptNumber.toLowerCase()}` }))
  expect(found).toMatchObject({
    saleId,
    elsewhere: false,
    memberName: '王*',
    tenders: [{ kind: 'cash', amount: 12_700 }],
    lines: [{ place: 0, sku: 'SKU1', unit: 'piece', sold: 3, left: 3, net: 13_000 }],
  })
  for (let piece = 0; piece < 3; piece++) {
    expect(await bringBack(page, saleId, [{ place: 0, amount: 1 }])).toHaveProperty('output')
  }
  const [sale] = eventsOf(folder, 'sale.completed')
  const returned = eventsOf(folder, 'sale.returned').map(({ data }) => data)
  const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0)
  expect(sum(returned.map(({ refund }) => refund))).toBe(12_700)
  expect(sum(returned.map(({ takenBack }) => takenBack?.points ?? 0))).toBe(sale?.data.earned?.points)
  expect(sum(returned.map(({ givenBack }) => givenBack?.points ?? 0))).toBe(300)
  expect(sum(returned.map(({ growth }) => growth))).toBe(sale?.data.growth)
  // The coupon comes back with the last piece, and not before.
  expect(returned.map(({ couponsRestored }) => couponsRestored.length)).toEqual([0, 0, 1])
  expect(await wangsPoints(page)).toBe(1_100)
  expect(page.slice('basket_changed').member?.growth).toBe(wang.growth)
  await scan(page, codeOfOil(2))
  expect(await scan(page, coupons.good.code)).toHaveProperty('output')
  expect(await bringBack(page, saleId, [{ place: 0, amount: 1 }])).toMatchObject({
    refusal: { code: 'return_too_much', figures: { left: 0 } },
  })
})

test('[RT2] a quote says exactly what the return then does, and does nothing itself', async () => {
  const { folder, page } = await newTill()
  const { saleId } = await richSale(page)
  const quote = outputOf(await page.call('quoteReturn', { saleId, lines: [{ place: 0, amount: 2 }] }))
  expect(eventsOf(folder, 'sale.returned')).toEqual([])
  await bringBack(page, saleId, [{ place: 0, amount: 2 }])
  const [returned] = eventsOf(folder, 'sale.returned')
  expect(quote).toEqual({
    refund: returned?.data.refund,
    refunds: [{ kind: 'cash', amount: returned?.data.refund }],
    takenBack: returned?.data.takenBack?.points,
    debt: 0,
    givenBack: returned?.data.givenBack?.points,
    couponsRestored: [],
  })
})

test('[RT3] points that were spent meanwhile are owed, and the next sale pays them off', async () => {
  const { folder, page } = await newTill({}, { policy: generous })
  const { saleId } = await soldOils(page)
  // 2 × 54 points; all 1 208 but eight are spent.
  await scan(page, wang.code)
  for (const giftId of ['cup', 'cup', 'cup', 'wash'])
    await page.call('exchangeGift', { actId: await begin(page), giftId })
  expect(page.slice('basket_changed').member?.points).toBe(108)
  await page.call('donatePoints', { actId: await begin(page), projectId: 'school', points: points(1_000) })
  await scan(page, codeOfOil(5))
  await page.call('burnPoints', { points: points(100) })
  await payCash(page)
  const spent = eventsOf(folder, 'sale.completed')[1]?.data
  const left = 8 + (spent?.earned?.points ?? 0)
  await bringBack(page, saleId, [
    { place: 0, amount: 1 },
    { place: 1, amount: 1 },
  ])
  const owed = 108 - left
  expect(eventsOf(folder, 'sale.returned')[0]?.data.takenBack).toMatchObject({ points: 108, debt: owed })
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member).toMatchObject({ points: 0, debt: owed })
  await scan(page, codeOfOil(3))
  await scan(page, codeOfOil(4))
  await payCash(page)
  expect(eventsOf(folder, 'sale.completed').at(-1)?.data.earned).toMatchObject({
    gross: 108,
    debtPaid: owed,
    points: 108 - owed,
  })
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member).toMatchObject({ points: 108 - owed, debt: 0 })
})

test('[RT13] what a frozen member earned is held, says so on the receipt, and comes back to the point', async () => {
  const { folder, page } = await newTill(withPrinter)
  const { saleId } = await soldOils(page, { member: frozen.code })
  const [sale] = eventsOf(folder, 'sale.completed')
  const { earned, member } = sale?.data ?? {}
  expect(earned?.points).toBeGreaterThan(0)
  expect(earned?.spendableFrom).toBe(earned?.expiresAt)
  expect(member?.pointsAfter).toBe(0)
  expect(wordsOn(slipsOf(folder, saleId)[0])).toContain('会员解冻后生效')
  const profile = outputOf(await page.call('memberProfile', { memberId: frozen.memberId }))
  expect(profile.points).toMatchObject({ spendable: 0, pending: earned?.points, debt: 0 })
  await bringBack(page, saleId, [
    { place: 0, amount: 1 },
    { place: 1, amount: 1 },
  ])
  const [returned] = eventsOf(folder, 'sale.returned')
  expect(returned?.data.takenBack).toEqual({
    points: earned?.points,
    lots: [{ lotId: earned?.lotId, points: earned?.points }],
    debt: 0,
  })
  const after = outputOf(await page.call('memberProfile', { memberId: frozen.memberId }))
  expect(after.points).toMatchObject({ spendable: 0, pending: 0, debt: 0 })
})

test('[RT4] points come back into their own lot, and one that ended meanwhile gets thirty days', async () => {
  const { clock, folder, page } = await newTill({}, { programme: { returnDays: 60 } })
  const { saleId } = await richSale(page)
  clock.move(25 * day)
  await bringBack(page, saleId, [{ place: 0, amount: 3 }])
  const [returned] = eventsOf(folder, 'sale.returned')
  const [back] = returned?.data.givenBack?.lots ?? []
  expect(back).toMatchObject({ lotId: lots[0].lotId, memberId: wang.memberId, points: 300 })
  expect(back?.expiresAt).toBeGreaterThan(noon + (25 + 30) * day)
  // 500 of the other lot and the 300 that live again; the 300 left of the ended one are gone.
  expect(await wangsPoints(page)).toBe(800)
})

test('[RT5] stored value goes back as it was split, and the rest by its tender', async () => {
  const { folder, page } = await newTill({}, { leases: [leaseOf(wang.memberId, 2_000)] })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  const { toPay } = page.slice('basket_changed')
  await page.call('commitSale', {
    saleId: openSale(page),
    toPay,
    tenders: [{ kind: 'stored_value', amount: money(2_000), accountId: wang.memberId }, cash(5_000)],
  })
  const saleId = eventsOf(folder, 'sale.completed')[0]?.data.saleId as Uuid
  await bringBack(page, saleId, [{ place: 0, amount: 1 }])
  expect(eventsOf(folder, 'sale.returned')[0]?.data.refunds).toEqual([
    { kind: 'stored_value', amount: 2_000, accountId: wang.memberId, principal: 2_000, gift: 0 },
    { kind: 'cash', amount: 2_500 },
  ])
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member?.value).toBe(9_000)
})

test('[RT6] a return asked for again under its id is answered and done once, also over a restart', async () => {
  const before = await newTill()
  const { saleId } = await soldOils(before.page)
  const ask = {
    actId: await begin(before.page),
    saleId,
    lines: [{ place: 0, amount: 1 }],
    reason: 'damaged' as const,
  }
  const first = await before.page.call('returnSale', ask)
  expect(first).toMatchObject({ output: { refund: 4_500, receiptNumber: 'S01-T1-1-000002' } })
  expect(await before.page.call('returnSale', ask)).toEqual(first)
  expect(await startTill(before.folder).page.call('returnSale', ask)).toEqual(first)
  expect(eventsOf(before.folder, 'sale.returned')).toHaveLength(1)
})

/** A sale as another till made it, from one of a till of its own. */
async function saleOfAnother(): Promise<SaleCompleted> {
  const other = await newTill()
  await soldOils(other.page)
  const sale = eventsOf(other.folder, 'sale.completed')[0]?.data
  if (!sale) throw new Error('the other till sold')
  return { ...sale, receiptNumber: 'S01-T2-1-000001' }
}

test('[RT7] another till’s sale comes back through the central, less what came back elsewhere', async () => {
  const sale = await saleOfAnother()
  const back = { place: 0, amount: 1, net: 4_500, pointsShare: 0, takenBack: 54, givenBack: 0, growth: 45 }
  const central = await centralInContact((path) =>
    path === '/v1/sales/S01-T2-1-000001'
      ? { status: 200, body: { sale, soldAt: noon, returned: [back] } }
      : null,
  )
  const { folder, page } = await tillInContact(central)
  const found = outputOf(await page.call('findSale', { receipt: 'S01-T2-1-000001' }))
  expect(found).toMatchObject({ elsewhere: true, lines: [{ left: 0 }, { left: 1 }] })
  expect(await bringBack(page, found.saleId, [{ place: 0, amount: 1 }])).toMatchObject({
    refusal: { code: 'return_too_much' },
  })
  expect(await bringBack(page, found.saleId, [{ place: 1, amount: 1 }])).toMatchObject({
    output: { refund: 4_500 },
  })
  expect(await bringBack(page, found.saleId, [{ place: 1, amount: 1 }])).toMatchObject({
    refusal: { code: 'return_too_much' },
  })
  expect(eventsOf(folder, 'sale.returned')[0]?.data).toMatchObject({
    saleReceiptNumber: 'S01-T2-1-000001',
    takenBack: { points: 54 },
  })
  expect(await page.call('findSale', { receipt: 'S01-T2-1-000009' })).toMatchObject({
    refusal: { code: 'sale_elsewhere' },
  })
})

test('[RT8] a sale of this till that came back elsewhere has that much less left', async () => {
  const sales: SaleCompleted[] = []
  const back = { place: 0, amount: 1, net: 4_500, pointsShare: 0, takenBack: 54, givenBack: 0, growth: 45 }
  const central = await centralInContact((path) => {
    const sale = sales[0]
    return sale && path === `/v1/sales/${sale.receiptNumber}`
      ? { status: 200, body: { sale, soldAt: noon, returned: [back] } }
      : null
  })
  const { folder, page } = await tillInContact(central)
  const { receiptNumber } = await soldOils(page)
  sales.push(...eventsOf(folder, 'sale.completed').map(({ data }) => data))
  const found = outputOf(await page.call('findSale', { receipt: receiptNumber }))
  expect(found).toMatchObject({ elsewhere: false, lines: [{ left: 0 }, { left: 1 }] })
})

test('[RT9] goods without their sale are a supervisor’s act, or one with a supervisor’s word for it and the amount', async () => {
  const loose = [{ sku: 'SKU1', amount: 1, refund: money(4_000) }]
  const cashier = await newTill()
  const ask = { actId: await begin(cashier.page), lines: loose, reason: 'other' as const }
  const refused = await cashier.page.call('returnWithoutSale', ask)
  expect(refused).toMatchObject({
    refusal: { code: 'approval_needed', figures: { actId: ask.actId, amount: 4_000 } },
  })
  expect(await approve(cashier.page, refused)).toHaveProperty('output')
  expect(await cashier.page.call('returnWithoutSale', ask)).toMatchObject({ output: { refund: 4_000 } })
  expect(eventsOf(cashier.folder, 'sale.returned')[0]).toMatchObject({
    proof: 'supervisor',
    approver: staff.supervisor.staffId,
    actor: staff.cashier.staffId,
    data: { saleId: null, memberId: null, takenBack: null, refunds: [{ kind: 'cash', amount: 4_000 }] },
  })
  const supervisor = await newTill({}, { signedIn: 'supervisor' })
  expect(
    await supervisor.page.call('returnWithoutSale', { ...ask, actId: await begin(supervisor.page) }),
  ).toHaveProperty('output')
  expect(eventsOf(supervisor.folder, 'sale.returned')[0]).toMatchObject({ approver: null })
})

test('[RT10] a return prints what came back, both ways of points and the coupons, and opens the drawer for cash', async () => {
  const { folder, page } = await newTill(withPrinter)
  const { saleId, receiptNumber } = await richSale(page)
  const actId = await begin(page)
  const lines = [{ place: 0, amount: 3 }]
  expect(await page.call('returnSale', { actId, saleId, lines, reason: 'damaged' })).toHaveProperty('output')
  const [slip] = slipsOf(folder, actId)
  expect(slip?.openDrawer).toBe(true)
  const words = wordsOn(slip)
  for (const word of ['S01-T1-1-000002', receiptNumber, '大豆油1', '127.00', '满40减5', '王*', '1100']) {
    expect(words).toContain(word)
  }
})

test('[RT11] a return of nothing that was paid in cash leaves the drawer shut', async () => {
  const { folder, page } = await newTill(withPrinter)
  await scan(page, codeOfOil(1))
  const { saleId, toPay } = page.slice('basket_changed')
  await page.call('commitSale', {
    saleId: saleId as Uuid,
    toPay,
    tenders: [{ kind: 'mobile', amount: toPay, accountId: null }],
  })
  const actId = await begin(page)
  const lines = [{ place: 0, amount: 1 }]
  await page.call('returnSale', { actId, saleId: saleId as Uuid, lines, reason: 'unwanted' })
  expect(slipsOf(folder, actId)[0]?.openDrawer).toBe(false)
  expect(eventsOf(folder, 'sale.returned')[0]?.data.refunds).toEqual([{ kind: 'mobile', amount: 5_000 }])
})

test('[RT12] a receipt scanned while selling is told as one, whoever sold it, and touches no basket', async () => {
  const { page } = await newTill()
  const { receiptNumber } = await soldOils(page)
  const before = page.slice('basket_changed')
  expect(outputOf(await scan(page, receiptNumber.toLowerCase()))).toEqual({
    kind: 'receipt_read',
    receipt: receiptNumber,
  })
  expect(outputOf(await scan(page, 'S09-T3-2-000004'))).toMatchObject({ receipt: 'S09-T3-2-000004' })
  expect(await scan(page, 'S09-T3-2-4')).toMatchObject({ refusal: { code: 'code_unknown' } })
  expect(page.slice('basket_changed')).toEqual(before)
})
