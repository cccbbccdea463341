import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import { uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { outputOf } from './member-rig.ts'
import { approve, begin, openSale } from './refusal-row.ts'
import { type Answer, cash, type Page, payCash, scan } from './till-parts.ts'
import { newFolder, type Rig, startTill } from './till-rig.ts'

const { gold, silver } = notableMembers
const water = notableProducts.water.gtin?.slice(1) ?? ''
const limitMs = 20_000

async function demoCentral(): Promise<RunningCentral> {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-central-'))
  const central = await startCentral({
    database: { kind: 'folder', folder: join(folder, 'data') },
    demo: { members: 20, coupons: 40, products: 60 },
    port: 0,
  })
  onTestFinished(async () => {
    await central.close()
    await rm(folder, { recursive: true, force: true })
  })
  return central
}

async function tillOf(central: RunningCentral): Promise<Rig> {
  const enrolmentCode = await central.makeEnrolmentCode('S01')
  const config = { central: { url: central.url, enrolmentCode } }
  const rig = startTill(newFolder(), { config, clock: systemClock() })
  await rig.page.until(() => rig.page.slice('till_changed').phase === 'selling', 60_000)
  expect(await rig.page.call('signIn', { code: '101', pin: '246810' })).toHaveProperty('output')
  return rig
}

/** Asks again with a supervisor's word where the rules want one. */
async function withApproval<T extends Answer<'exchangeGift' | 'drawLottery' | 'donatePoints' | 'commitSale'>>(
  page: Page,
  ask: () => Promise<T>,
): Promise<T> {
  const first = await ask()
  if (!('refusal' in first) || first.refusal.code !== 'step_up_needed') return first
  expect(await approve(page, first)).toHaveProperty('output')
  return ask()
}

/** What belongs to the member in the basket, as the screen shows it. */
async function shown({ page }: Rig, code: string) {
  await page.call('clearBasket', {})
  await scan(page, code)
  const member = page.slice('basket_changed').member
  if (!member) throw new Error('the member is recognised')
  const { debt, growth, pending, points: spendable, value } = member
  const coupons = page.slice('basket_changed').coupons.map(({ couponId }) => couponId)
  return { debt, growth, pending, spendable, value, coupons: coupons.sort() }
}

/** Waits until the chain has heard everything and this till has heard the chain. */
async function settled({ page }: Rig): Promise<void> {
  await page.call('syncNow', {})
  await page.until(() => page.slice('sync_changed').waiting === 0, limitMs)
  const before = page.slice('sync_changed').lastContactAt ?? 0
  await page.call('syncNow', {})
  await page.until(() => (page.slice('sync_changed').lastContactAt ?? 0) > before, limitMs)
}

test('[PD14] what a till did stays what the screen showed once the chain has heard of it, with nothing disputed', async () => {
  const central = await demoCentral()
  const rig = await tillOf(central)
  const { page } = rig
  await scan(page, gold.code)
  const gift = await begin(page)
  const bowl = await withApproval(page, () => page.call('exchangeGift', { actId: gift, giftId: 'rice_bowl' }))
  expect(bowl).toMatchObject({ output: { stock: 39 } })
  for (const giftId of ['ten_voucher', 'knife_sharpening']) {
    const actId = await begin(page)
    const done = await withApproval(page, () => page.call('exchangeGift', { actId, giftId }))
    expect(done).toHaveProperty('output')
  }
  const draw = await begin(page)
  expect(await withApproval(page, () => page.call('drawLottery', { actId: draw }))).toMatchObject({
    output: { index: 0 },
  })
  const donation = await begin(page)
  const given = { actId: donation, projectId: 'school_meals', points: points(1_000) }
  expect(await withApproval(page, () => page.call('donatePoints', given))).toHaveProperty('output')
  const amount = money(20_000)
  const topUp = { actId: await begin(page), accountId: gold.memberId, amount, tenders: [cash(20_000)] }
  expect(await page.call('topUpValue', topUp)).toMatchObject({ output: { gift: 1_000 } })

  await scan(page, water)
  await page.call('setQuantity', { lineId: 1, amount: 100 })
  await page.call('chooseCoupons', { choice: 'best' })
  await page.call('burnPoints', { points: points(300) })
  const { toPay } = page.slice('basket_changed')
  const saleId = openSale(page)
  const tenders = [
    { kind: 'stored_value' as const, amount: money(1_000), accountId: gold.memberId },
    cash(toPay - 1_000),
  ]
  const sold = await withApproval(page, () => page.call('commitSale', { saleId, toPay, tenders }))
  expect(sold).toHaveProperty('output')
  const lines = [{ place: 0, amount: 30 }]
  const back = { actId: await begin(page), saleId, lines, reason: 'unwanted' as const }
  expect(await page.call('returnSale', back)).toHaveProperty('output')

  const before = await shown(rig, gold.code)
  await settled(rig)
  expect(page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0, waiting: 0 })
  expect(await shown(rig, gold.code)).toEqual(before)
  expect(outputOf(await page.call('findAccount', { code: null }))).toMatchObject({
    // ¥200 + ¥200 less ¥10, of which 30 of 100 came back.
    principal: 39_300,
  })
  expect(rig.bugs).toEqual([])
}, 180_000)

test('[PD15] points sent and a sale made at one till are there at another once both have heard', async () => {
  const central = await demoCentral()
  const [here, there] = [await tillOf(central), await tillOf(central)]
  const start = await shown(here, silver.code)
  await shown(here, gold.code)
  const actId = await begin(here.page)
  const sent = { actId, to: silver.code, points: points(500) }
  const moved = await here.page.call('transferPoints', sent)
  expect(moved).toMatchObject({ output: { points: 500, fee: 50, received: 450 } })
  // Asked again, the answer is the same and nothing moves twice.
  expect(await here.page.call('transferPoints', sent)).toEqual(moved)
  await scan(here.page, water)
  const { receiptNumber } = outputOf(await payCash(here.page))
  await settled(here)
  await settled(there)
  // Whenever the chain's rows come, the member on the screen follows them.
  await shown(there, silver.code)
  const known = () => there.page.slice('basket_changed').member?.points
  await there.page.until(() => known() === start.spendable + 450, limitMs)
  await there.page.call('clearBasket', {})

  const found = outputOf(await there.page.call('findSale', { receipt: receiptNumber }))
  expect(found).toMatchObject({ elsewhere: true, lines: [{ left: 1 }] })
  const returned = await there.page.call('returnSale', {
    actId: await begin(there.page),
    saleId: uuid(found.saleId),
    lines: [{ place: 0, amount: 1 }],
    reason: 'damaged',
  })
  expect(returned).toHaveProperty('output')
  await settled(there)
  expect(there.page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  expect(outputOf(await here.page.call('findSale', { receipt: receiptNumber }))).toMatchObject({
    elsewhere: false,
    lines: [{ left: 0 }],
  })
}, 180_000)
