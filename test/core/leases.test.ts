import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { startCentral } from '../../central/server.ts'
import type { LeaseRequest } from '../../contract/risk.ts'
import { money } from '../../domain/money.ts'
import type { Lease } from '../../domain/risk.ts'
import { hourMs } from '../../domain/time.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { coupons, idOf, noon, wang } from './demo-chain.ts'
import { accounts } from './demo-value.ts'
import { codeOf, eventsOf, outputOf } from './member-rig.ts'
import { begin, openSale } from './refusal-row.ts'
import { leaseOf } from './risk-rows.ts'
import { cash, type Page, scan } from './till-parts.ts'
import { newFolder, startTill } from './till-rig.ts'

/* Parts the central sets aside for this till (sync.md 7, class S): asked for, used without contact, handed back. */

/** A central that grants what it is asked for, and tells it with the feed unless it keeps quiet. */
async function grantingCentral(options: { tells?: boolean; refuses?: string; silent?: boolean } = {}) {
  const { tells = true, refuses, silent } = options
  const rows: object[] = []
  const central = await centralInContact(
    (path, body) => {
      if (path === '/v1/leases') {
        if (silent) return new Promise(() => undefined)
        if (refuses) return { status: 409, body: { code: refuses, message: 'no' } }
        const lease = granted(body as LeaseRequest)
        if (tells) rows.push({ c: 'lease', k: lease.leaseId, v: rows.length + 1, d: lease })
        return { status: 200, body: { lease, serverTime: noon } }
      }
      const [, , , leaseId, what] = path.split('/')
      if (what !== 'return') return null
      if (silent) return new Promise(() => undefined)
      rows.push({ c: 'lease', k: leaseId, v: rows.length + 1, d: null })
      return { status: 200, body: { leaseId, returned: true } }
    },
    () => rows,
  )
  return { central, rows }
}

function granted({ amount, kind, leaseId, ms = 24 * hourMs, subjectId }: LeaseRequest): Lease {
  return leaseOf(subjectId, amount, { leaseId, kind, expiresAt: noon + ms })
}

const pointsOfWang = { kind: 'points', subjectId: wang.memberId, amount: 400, hours: 2 } as const

async function take(page: Page, leaseId = idOf(4_300)) {
  return page.call('takeLease', { leaseId, ...pointsOfWang })
}

async function draw(page: Page) {
  return page.call('drawLottery', { actId: await begin(page) })
}

test('[RI14] what the customer has can be set aside while online, is at hand at once, and is used without contact under L', async () => {
  const { central } = await grantingCentral()
  const { clock, folder, page } = await tillInContact(central, { policy: { boundedMax: money(0) } })
  await scan(page, wang.code)
  const before = outputOf(await page.call('leaseDesk', { accountId: accounts.card.accountId }))
  expect(before).toMatchObject({ online: true, held: [] })
  expect(before.leasable.slice(0, 3)).toMatchObject([
    { kind: 'points', subjectId: wang.memberId, open: 'yes' },
    { kind: 'value', subjectId: wang.memberId, most: 9_000, card: null, open: 'yes' },
    { kind: 'value', subjectId: accounts.card.accountId, most: 3_000, open: 'yes' },
  ])
  expect(before.leasable).toContainEqual(
    expect.objectContaining({ kind: 'coupon', subjectId: coupons.good.couponId, open: 'yes' }),
  )
  expect(await take(page)).toEqual({ output: { granted: 400, expiresAt: noon + 2 * hourMs, atHand: true } })
  expect(outputOf(await page.call('leaseDesk', { accountId: null }))).toMatchObject({
    held: [{ kind: 'points', granted: 400, left: 400, state: 'held', memberName: wang.maskedName }],
  })
  central.cut()
  expect(await draw(page)).toMatchObject({ output: { mark: 'L' } })
  expect(eventsOf(folder, 'lottery.drawn')).toMatchObject([
    { mode: 'leased', leases: [{ leaseId: idOf(4_300), amount: 200 }] },
  ])
  expect(outputOf(await page.call('leaseDesk', { accountId: null })).held).toMatchObject([{ left: 200 }])
  clock.move(2 * hourMs)
  expect(codeOf(await draw(page))).toBe('offline_over_bound')
  expect(outputOf(await page.call('leaseDesk', { accountId: null })).held).toMatchObject([
    { state: 'expired' },
  ])
})

test('[RI15] what a lease held here covers is this till’s to decide in contact too: the central is not asked about it', async () => {
  const { central } = await grantingCentral()
  const { page } = await tillInContact(central)
  await scan(page, wang.code)
  expect(await take(page)).toHaveProperty('output')
  expect(await draw(page)).toMatchObject({ output: { mark: 'L' } })
  expect(central.asked.some(({ what }) => what.includes('authorize'))).toBe(false)
  // What is beyond it is asked about, and only that.
  expect(await draw(page)).toMatchObject({ output: { mark: 'L' } })
  expect(await draw(page)).toMatchObject({ output: { mark: 'H' } })
  expect(central.asked.filter(({ what }) => what.endsWith('authorize'))).toMatchObject([
    { body: { points: [{ memberId: wang.memberId, points: 200 }] } },
  ])
})

test('[RI16] a lease is not said to be at hand before the chain’s rows have it', async () => {
  const { central } = await grantingCentral({ tells: false })
  const { page } = await tillInContact(central)
  await scan(page, wang.code)
  expect(await take(page)).toMatchObject({ output: { granted: 400, atHand: false } })
  expect(outputOf(await page.call('leaseDesk', { accountId: null })).held).toEqual([])
})

test('[RI16] the central’s no is said in its words, and no answer in time is unknown: asked again it is the same lease', async () => {
  const no = await tillInContact((await grantingCentral({ refuses: 'lease_refused' })).central)
  expect(codeOf(await take(no.page))).toBe('lease_refused')
  const { central } = await grantingCentral({ silent: true })
  const { page } = await tillInContact(central)
  expect(codeOf(await take(page))).toBe('outcome_unknown')
  await take(page)
  const ids = central.asked.filter(({ what }) => what === 'POST /v1/leases').map(({ body }) => body)
  expect(ids).toHaveLength(2)
  expect(ids[1]).toEqual(ids[0])
})

test('[RI17] a lease is handed back early, once all that was spent of it is in the chain’s rows', async () => {
  const { central } = await grantingCentral()
  const { page } = await tillInContact(central)
  await scan(page, wang.code)
  await take(page)
  await draw(page)
  // A push is under way for as long as this central lives: the use stays unheard.
  expect(codeOf(await page.call('returnLease', { leaseId: idOf(4_300) }))).toBe('lease_unsent')
  const other = idOf(4_301)
  const value = { kind: 'value', subjectId: wang.memberId, amount: 1_000, hours: 24 } as const
  expect(await page.call('takeLease', { leaseId: other, ...value })).toHaveProperty('output')
  expect(await page.call('returnLease', { leaseId: other })).toEqual({ output: {} })
  await expect
    .poll(async () => outputOf(await page.call('leaseDesk', { accountId: null })).held.length, {
      timeout: 10_000,
    })
    .toBe(1)
})

test('[RI17] from the moment it is handed back nothing is spent of it, answered or not, also after a crash; head office is told again', async () => {
  const lease = leaseOf(wang.memberId, 400, { kind: 'points' })
  const furniture = { leases: [lease], policy: { boundedMax: money(0) } }
  const { central } = await grantingCentral({ silent: true })
  const { folder, page } = await tillInContact(central, furniture)
  expect(codeOf(await page.call('returnLease', { leaseId: lease.leaseId }))).toBe('outcome_unknown')
  central.cut()
  // Another till on the same folder is this one after a crash.
  const again = startTill(folder)
  await scan(again.page, wang.code)
  expect(codeOf(await draw(again.page))).toBe('offline_over_bound')
  expect(outputOf(await again.page.call('leaseDesk', { accountId: null })).held).toMatchObject([
    { state: 'returning' },
  ])
  const back = await grantingCentral()
  startTill(folder, { config: { central: { url: back.central.url } } })
  await expect
    .poll(() => back.central.asked.map(({ what }) => what), { timeout: 15_000 })
    .toContain(`POST /v1/leases/${lease.leaseId}/return`)
})

test('[RI18] from a real central: set aside, spent without it, told, and the rest handed back, with nothing disputed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-central-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const database = { kind: 'folder', folder: join(folder, 'data') } as const
  const demo = { members: 20, coupons: 40, products: 60 }
  const central = await startCentral({ database, demo, port: 0 })
  const config = { central: { url: central.url, enrolmentCode: await central.makeEnrolmentCode('S01') } }
  const { page } = startTill(newFolder(), { config, clock: systemClock() })
  await page.until(() => page.slice('till_changed').phase === 'selling', 60_000)
  await page.call('signIn', { code: '101', pin: '246810' })
  const { gold } = notableMembers
  await scan(page, gold.code)
  const wish = { kind: 'value', subjectId: gold.memberId, amount: 5_000, hours: 8 } as const
  const leaseId = await begin(page)
  expect(await page.call('takeLease', { leaseId, ...wish })).toMatchObject({
    output: { granted: 5_000, atHand: true },
  })
  await central.close()
  await scan(page, (notableProducts.water.gtin ?? '').slice(1))
  await page.call('setQuantity', { lineId: 1, amount: 20 })
  const { toPay } = page.slice('basket_changed')
  const spent = Math.min(toPay, 2_000)
  const tenders = [
    { kind: 'stored_value' as const, amount: money(spent), accountId: gold.memberId },
    ...(toPay > spent ? [cash(toPay - spent)] : []),
  ]
  const sold = await page.call('commitSale', { saleId: openSale(page), toPay, tenders })
  expect(sold).toMatchObject({ output: { mark: 'L' } })
  await page.until(() => page.slice('sync_changed').state === 'offline', 30_000)
  expect(codeOf(await page.call('returnLease', { leaseId }))).toBe('online_only')
  const port = Number(new URL(central.url).port)
  const again = await startCentral({ database, demo, port })
  onTestFinished(() => again.close())
  await page.call('syncNow', {})
  const answer = async () => page.call('returnLease', { leaseId })
  await expect.poll(answer, { timeout: 30_000, interval: 500 }).toEqual({ output: {} })
  expect(page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  await scan(page, gold.code)
  await expect
    .poll(async () => outputOf(await page.call('leaseDesk', { accountId: null })).held.length, {
      timeout: 15_000,
    })
    .toBe(0)
  // Nothing of it is set aside any more: all of the account can be again.
  const desk = outputOf(await page.call('leaseDesk', { accountId: null }))
  const all = desk.leasable.find(({ kind }) => kind === 'value')?.most ?? 0
  const whole = { ...wish, leaseId: await begin(page), amount: all }
  expect(await page.call('takeLease', whole)).toMatchObject({ output: { granted: all } })
}, 120_000)
