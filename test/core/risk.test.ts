import { join } from 'node:path'
import { expect, test } from 'vitest'
import { intentsIn } from '../../db/journal/intent-table.ts'
import { exposureOf } from '../../db/journal/unsecured-table.ts'
import { openJournal } from '../../db/open.ts'
import { putDenial } from '../../db/replica/denial-table.ts'
import { putPolicy } from '../../db/replica/policy-table.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { hourMs } from '../../domain/time.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, coupons, noon, wang } from './demo-chain.ts'
import { changeReplica, codeOf, eventsOf, outputOf } from './member-rig.ts'
import { approve, begin } from './refusal-row.ts'
import { authorized, generous, leaseOf, policyRow } from './risk-rows.ts'
import { keys, type Page, payCash, scan } from './till-parts.ts'
import { newTill, type Rig, startTill } from './till-rig.ts'

/* Honest redemption at a till: the central, a till alone, and what is in between. */

function journalOf<T>(folder: string, look: (journal: ReturnType<typeof openJournal>) => T): T {
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const found = look(journal)
  journal.close()
  return found
}

const exposureIn = (folder: string) => journalOf(folder, exposureOf)
const intentsLeft = (folder: string) =>
  journalOf(folder, (db) => [...intentsIn(db, 'asked', 10), ...intentsIn(db, 'unused', 10)])

async function withCoupon(page: Page): Promise<void> {
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(await page.call('redeemCoupon', { couponId: coupons.good.couponId })).toHaveProperty('output')
}

async function draw(page: Page) {
  return page.call('drawLottery', { actId: await begin(page) })
}

test('[RI1] a redemption the central approves goes down as its word: mark H, no exposure, and no intent left', async () => {
  const central = await centralInContact()
  const { folder, page } = await tillInContact(central)
  await withCoupon(page)
  const sold = outputOf(await payCash(page))
  expect(sold).toMatchObject({ mark: 'H', declinedLater: false })
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ id: sold.saleId, mode: 'online', exposure: 0 }])
  const [asked] = central.asked.filter(({ what }) => what === 'POST /v1/authorize')
  expect(asked?.body).toMatchObject({
    id: sold.saleId,
    memberId: wang.memberId,
    uses: [{ couponId: coupons.good.couponId, useNumber: 1 }],
    points: [],
    value: [],
  })
  expect(intentsLeft(folder)).toEqual([])
})

test('[RI2] a sale that spends nothing asks nobody', async () => {
  const central = await centralInContact()
  const { folder, page } = await tillInContact(central)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(outputOf(await payCash(page)).mark).toBeNull()
  expect(central.asked.some(({ what }) => what.includes('authorize'))).toBe(false)
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ mode: 'isolated', exposure: 0 }])
})

test('[RI3] what the central declines is not sold, and the basket gets an id it can be asked about anew', async () => {
  let code: string | null = 'coupon_used'
  const central = await centralInContact((path, body) =>
    path === '/v1/authorize' ? { status: 200, body: authorized(body, noon, code) } : null,
  )
  const { folder, page } = await tillInContact(central)
  await withCoupon(page)
  const before = page.slice('basket_changed').saleId
  expect(codeOf(await payCash(page))).toBe('coupon_used')
  expect(eventsOf(folder, 'sale.completed')).toEqual([])
  expect(page.slice('basket_changed').saleId).not.toBe(before)
  code = null
  expect(outputOf(await payCash(page)).mark).toBe('H')
})

test.each([
  [
    'is not signed',
    (body: unknown) => ({ ...authorized(body, noon), sig: Buffer.alloc(64).toString('base64') }),
  ],
  [
    'is to another question',
    (body: unknown) => authorized({ ...(body as object), nonce: 'ab'.repeat(32) }, noon),
  ],
  ['is about another act', (body: unknown) => authorized({ ...(body as object), id: wang.memberId }, noon)],
] as const)('[RI4] an answer that %s is none: the till decides by itself, and says so', async (_, answer) => {
  const central = await centralInContact((path, body) =>
    path === '/v1/authorize' ? { status: 200, body: answer(body) } : null,
  )
  const { folder, page } = await tillInContact(central)
  await withCoupon(page)
  expect(outputOf(await payCash(page)).mark).toBe('O')
  const [event] = eventsOf(folder, 'sale.completed')
  expect(event).toMatchObject({ mode: 'isolated' })
  expect(event?.exposure).toBeGreaterThan(0)
  expect(exposureIn(folder)).toBe(event?.exposure)
})

/** A central that keeps the question until it is let go. */
async function slowCentral(code: string | null = null) {
  const held: (() => void)[] = []
  const central = await centralInContact((path, body) =>
    path === '/v1/authorize'
      ? new Promise((resolve) => {
          held.push(() => resolve({ status: 200, body: authorized(body, noon, code) }))
        })
      : path.endsWith('/cancel')
        ? { status: 200, body: { id: path.split('/')[3], cancelled: true } }
        : null,
  )
  /** Answers the question that is waiting, once it has come. */
  const answer = async () => {
    await expect.poll(() => held.length, { timeout: 10_000 }).toBeGreaterThan(0)
    held.shift()?.()
  }
  return { central, answer }
}

test('[RI5] while the central is asked nothing else is sold, the same act asked again is one act, and the screen says so', async () => {
  const { answer, central } = await slowCentral()
  const { folder, page } = await tillInContact(central, { policy: { authorizeMs: 1_500 } })
  await withCoupon(page)
  const first = payCash(page)
  await page.until(() => page.slice('risk_changed').asking)
  expect(codeOf(await scan(page, codeOfOil(2)))).toBe('asking_central')
  expect(codeOf(await page.call('clearBasket', {}))).toBe('asking_central')
  const second = payCash(page)
  await answer()
  expect(await second).toEqual(await first)
  expect(eventsOf(folder, 'sale.completed')).toHaveLength(1)
  expect(page.slice('risk_changed').asking).toBe(false)
  expect(await scan(page, codeOfOil(2))).toHaveProperty('output')
})

test('[RI6] no answer in time is no "no": the sale is the till’s own, nobody is kept waiting again, and a late approval upgrades it', async () => {
  const { answer, central } = await slowCentral()
  const { folder, page } = await tillInContact(central, { policy: { authorizeMs: 100 } })
  await withCoupon(page)
  const { saleId, mark } = outputOf(await payCash(page))
  expect(mark).toBe('O')
  expect(exposureIn(folder)).toBeGreaterThan(0)
  await scan(page, wang.code)
  expect(await draw(page)).toMatchObject({ output: { mark: 'O' } })
  expect(central.asked.filter(({ what }) => what === 'POST /v1/authorize')).toHaveLength(1)
  const ofSale = eventsOf(folder, 'sale.completed')[0]?.exposure ?? 0
  const before = exposureIn(folder)
  await answer()
  await page.until(() => page.slice('last_sale_changed')?.sale.mark === 'H')
  expect(exposureIn(folder)).toBe(before - ofSale)
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ id: saleId, mode: 'isolated' }])
})

test('[RI6] a late no flags the same act', async () => {
  const { answer, central } = await slowCentral('coupon_used')
  const { folder, page } = await tillInContact(central, { policy: { authorizeMs: 100 } })
  await withCoupon(page)
  await payCash(page)
  const before = exposureIn(folder)
  await answer()
  await page.until(() => page.slice('last_sale_changed')?.sale.declinedLater === true)
  expect(page.slice('last_sale_changed')?.sale.mark).toBe('O')
  expect(exposureIn(folder)).toBe(before)
})

test('[RI7] what was asked about and did not happen is given back: the basket changed, or the till died', async () => {
  const { answer, central } = await slowCentral()
  const cancelled = () =>
    central.asked.filter(({ what }) => what.endsWith('/cancel')).map(({ what }) => what.split('/')[3])
  const strict = { policy: { authorizeMs: 100, boundedMax: money(0) } }
  const { folder, page, till } = await tillInContact(central, strict)
  await withCoupon(page)
  const first = page.slice('basket_changed').saleId
  expect(codeOf(await payCash(page))).toBe('offline_over_bound')
  await scan(page, codeOfOil(2))
  expect(page.slice('basket_changed').saleId).not.toBe(first)
  await expect.poll(cancelled, { timeout: 10_000 }).toEqual([first])
  await answer()
  await page.call('syncNow', {})
  await till.stop()
  // A till that died in the middle: the intent is there, the sale is not.
  const { intent, again } = await diedAsking(folder, central.url)
  await expect.poll(cancelled, { timeout: 10_000 }).toContain(intent)
  await expect.poll(() => intentsLeft(folder), { timeout: 10_000 }).toEqual([])
  expect(again.page.slice('basket_changed').saleId).not.toBe(intent)
})

async function diedAsking(folder: string, url: string): Promise<{ intent: string; again: Rig }> {
  const first = startTill(folder, { config: { central: { url } } })
  await first.page.until(() => first.page.slice('sync_changed').lastContactAt !== null)
  void payCash(first.page)
  await first.page.until(() => first.page.slice('risk_changed').asking)
  const intent = first.page.slice('basket_changed').saleId ?? ''
  expect(intentsLeft(folder)).toContain(intent)
  return { intent, again: startTill(folder, { config: { central: { url } } }) }
}

test('[RI8] exposure counts in the act’s own transaction, across restarts, and never passes the limit', async () => {
  const limits = { ...generous, tillExposureMax: money(450) }
  const before = await newTill({}, { policy: limits })
  await scan(before.page, wang.code)
  expect(await draw(before.page)).toHaveProperty('output')
  const { page } = startTill(before.folder)
  expect(await draw(page)).toHaveProperty('output')
  expect(await draw(page)).toEqual({ refusal: { code: 'offline_till_limit', figures: { left: 50 } } })
  expect(eventsOf(before.folder, 'lottery.drawn').map(({ exposure }) => exposure)).toEqual([200, 400])
  expect(exposureIn(before.folder)).toBe(400)
  // Selling and earning never stop.
  await scan(page, codeOfOil(1))
  expect(outputOf(await payCash(page)).mark).toBeNull()
})

test('[RI9] what one member may use a day is lifted by a second person alone, and marked so', async () => {
  const { folder, page } = await newTill()
  await scan(page, wang.code)
  await draw(page)
  await draw(page)
  const actId = await begin(page)
  const again = () => page.call('drawLottery', { actId })
  const refused = await again()
  expect(refused).toMatchObject({ refusal: { code: 'step_up_needed' } })
  await approve(page, refused)
  expect(await again()).toMatchObject({ output: { mark: 'O*' } })
  expect(eventsOf(folder, 'lottery.drawn').at(-1)).toMatchObject({ mode: 'isolated', proof: 'supervisor' })
})

test('[RI10] whoever and whatever is denied is told when it is put in, and the goods are sold all the same', async () => {
  const { folder, page } = await newTill({}, {}, (at) =>
    changeReplica(at, (tx) =>
      putDenial(tx, { kind: 'coupon', subject: coupons.good.couponId, since: noon, reason: 'stolen' }),
    ),
  )
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(await page.call('redeemCoupon', { couponId: coupons.good.couponId })).toEqual({
    refusal: { code: 'denied', figures: { kind: 'coupon' } },
  })
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')[0]?.data.coupons).toEqual([])
})

test('[RI11] a list of denials three days old ends redemption and not selling', async () => {
  const { clock, page } = await newTill()
  clock.move(72 * hourMs)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(codeOf(await page.call('burnPoints', { points: points(100) }))).toBe('deny_list_old')
  expect(await payCash(page)).toHaveProperty('output')
})

test('[RI12] limits that are not signed by the chain’s central are none: the standard ones hold', async () => {
  const forged = { ...policyRow(generous), boundedMax: money(900_000) }
  const { page } = await newTill({}, {}, (at) => changeReplica(at, (tx) => putPolicy(tx, forged)))
  await scan(page, wang.code)
  await draw(page)
  await draw(page)
  expect(await draw(page)).toMatchObject({ refusal: { code: 'step_up_needed' } })
})

test('[RI13] inside a lease held here a strict act happens without contact, until the lease is used up, also after a restart', async () => {
  const lease = leaseOf(wang.memberId, 300, { kind: 'points' })
  const { folder, page } = await newTill({}, { leases: [lease], policy: { boundedMax: money(0) } })
  await scan(page, wang.code)
  expect(await draw(page)).toMatchObject({ output: { mark: 'L' } })
  expect(eventsOf(folder, 'lottery.drawn')).toMatchObject([
    { mode: 'leased', exposure: 0, leases: [{ leaseId: lease.leaseId, amount: 200 }] },
  ])
  const { clock, page: later } = startTill(folder)
  expect(codeOf(await draw(later))).toBe('offline_over_bound')
  clock.move(hourMs)
  expect(codeOf(await draw(later))).toBe('offline_over_bound')
})
