import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import type { CommandInput } from '../../contract/command.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { startFaultProxy } from '../fakes/fault-proxy.ts'
import { codeOf, eventsOf, outputOf } from './member-rig.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { newTill, type Rig } from './till-rig.ts'

/* Members between two tills and the real central: what one till cannot know, the chain puts right while a basket is open. */

let central: RunningCentral
beforeAll(async () => {
  const demo = { seed: 1, members: 20, products: 60 }
  central = await startCentral({ database: { kind: 'memory' }, demo })
})
afterAll(() => central.close())

/** A till of this central: enrolled, loaded, a cashier signed in. */
async function tillOfChain(centralUrl = central.url): Promise<Rig> {
  const rig = await newTill({ clock: systemClock() }, { enrolled: false, loaded: false })
  const { page } = rig
  const code = await central.makeEnrolmentCode('S01')
  outputOf(await page.call('enrolTill', { centralUrl, code }))
  await page.until(() => page.slice('till_changed').phase === 'selling', 30_000)
  outputOf(await page.call('signIn', { code: '101', pin: '246810' }))
  return rig
}

function heard(page: Page): Promise<void> {
  return page.until(() => page.slice('sync_changed').waiting === 0, 20_000)
}

const usable = (coupons: readonly { readonly couponId: string; readonly state: string }[]) =>
  coupons.flatMap(({ couponId, state }) => (state === 'usable' ? [couponId] : []))

const newcomer = {
  phone: '13999990001',
  name: '赵大宝',
  birthday: null,
  consents: { service: true, marketing: false, profiling: false },
  referrerCode: notableMembers.gold.code,
} satisfies CommandInput<'enrolMember'>

test('[MB13] two tills enrol one phone, the later one without contact: the chain makes them one, and the open basket of the later till follows and sells', async () => {
  const line = await startFaultProxy({ port: Number(new URL(central.url).port) })
  onTestFinished(line.close)
  const earlier = await tillOfChain()
  const later = await tillOfChain(`https://127.0.0.1:${line.port}`)
  // In contact the later one would ask.
  line.set({ refuses: true })
  line.cutAll()
  const first = outputOf(await earlier.page.call('enrolMember', newcomer))
  await heard(earlier.page)
  const second = outputOf(await later.page.call('enrolMember', newcomer))
  line.set({ refuses: false })
  await later.page.call('syncNow', {})
  await later.page.call('addProduct', { sku: notableProducts.rice.sku, amount: null })
  expect(later.page.slice('basket_changed').member?.memberId).toBe(second.memberId)

  const memberNow = () => later.page.slice('basket_changed').member?.memberId
  await later.page.until(() => memberNow() === first.memberId, 40_000)
  const { lines, member, coupons } = later.page.slice('basket_changed')
  expect(lines).toHaveLength(1)
  expect(member).toMatchObject({ provisional: false, maskedName: '赵**', proof: 'typed' })
  expect(coupons.some(({ state }) => state === 'usable')).toBe(true)
  // Nobody is welcomed twice.
  const issued = eventsOf(later.folder, 'member.enrolled')[0]?.data.issued ?? []
  expect(issued.length).toBeGreaterThan(0)
  for (const twice of issued) expect(usable(coupons)).not.toContain(twice.couponId)
  const { couponId } = coupons.find(({ state }) => state === 'usable') ?? { couponId: first.memberId }
  expect(await later.page.call('redeemCoupon', { couponId })).toEqual({ output: {} })
  expect(await payCash(later.page)).toHaveProperty('output')
  await heard(later.page)
  expect(later.page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  expect(eventsOf(later.folder, 'sale.completed')[0]?.data.member?.memberId).toBe(first.memberId)
  // The card that was handed out at the later till is theirs as well.
  expect(await scan(later.page, second.code)).toEqual({ output: { kind: 'member_attached' } })
  expect(memberNow()).toBe(first.memberId)
  expect([...earlier.bugs, ...later.bugs]).toEqual([])
}, 90_000)

test('[MB14] what the central sealed is opened here, and a phone it knows is found by its hash', async () => {
  const { page } = await tillOfChain()
  await scan(page, notableMembers.gold.code)
  const memberId = page.slice('basket_changed').member?.memberId
  expect(memberId).toBeDefined()
  await page.call('signIn', { code: '201', pin: '135790' })
  const { phone, name } = outputOf(
    await page.call('revealMember', { memberId: memberId ?? notableMembers.gold.memberId }),
  )
  expect(name).toMatch(/^王/)
  const asked = { ...newcomer, phone: phone ?? '', referrerCode: null }
  expect(codeOf(await page.call('enrolMember', asked))).toBe('member_exists')
  const { members } = outputOf(await page.call('searchMembers', { query: phone ?? '' }))
  expect(members.map((one) => one.memberId)).toEqual([memberId])
}, 60_000)
