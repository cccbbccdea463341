import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { startCentral } from '../../central/server.ts'
import { points } from '../../domain/points.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { openTlsDoor } from '../rig/trust.ts'
import { tillInContact } from './contact.ts'
import { codeOfOil, noon } from './demo-chain.ts'
import { dynamicCode } from './member-chain.ts'
import { codeOf, eventsOf, newMemberTill, outputOf } from './member-rig.ts'
import { asks, gift, knowing, nobodys, privacy, stranger } from './stranger.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { newFolder, startTill } from './till-rig.ts'

/* A member the copy here lacks: another area's, or new (loyalty.md 7). */

test('[MB16] a member of another area is found by the central and serves this very sale, with coupons', async () => {
  const central = await knowing()
  const { page } = await tillInContact(central, { programme: { privacy } })
  await scan(page, codeOfOil(1))
  expect(await scan(page, stranger.code)).toEqual({ output: { kind: 'member_attached' } })
  expect(asks(central)).toEqual([{ kind: 'member_code', value: stranger.code }])
  expect(page.slice('basket_changed')).toMatchObject({ member: { memberId: stranger.memberId } })
  expect(page.slice('basket_changed').coupons.map(({ couponId }) => couponId)).toContain(gift.couponId)
  expect(await payCash(page)).toHaveProperty('output')
  // They are here now.
  await scan(page, stranger.code)
  expect(asks(central)).toHaveLength(1)
})

test('[MB16] they are found by their phone, which goes there as its hash alone, and by its dynamic code', async () => {
  const central = await knowing()
  const { page } = await tillInContact(central, { members: true, programme: { privacy } })
  const { members } = outputOf(await page.call('searchMembers', { query: '139 8888 7777' }))
  expect(members).toMatchObject([{ memberId: stranger.memberId, maskedName: '赵*' }])
  expect(asks(central)).toMatchObject([{ kind: 'phone_hash' }])
  expect(JSON.stringify(asks(central))).not.toContain('13988887777')
  const other = await knowing()
  const { page: there } = await tillInContact(other, { members: true, programme: { privacy } })
  expect(await scan(there, dynamicCode(stranger.memberId, noon))).toEqual({
    output: { kind: 'member_attached' },
  })
  expect(asks(other)).toEqual([{ kind: 'member_id', value: stranger.memberId }])
  expect(there.slice('basket_changed').member).toMatchObject({ proof: 'dynamic_code' })
})

test('[MB19] who is found when their sale is paid already is in nobody else’s basket', async () => {
  const { page } = await tillInContact(await knowing(), { programme: { privacy } })
  await scan(page, codeOfOil(1))
  const found = scan(page, stranger.code)
  expect(await payCash(page)).toHaveProperty('output')
  expect(codeOf(await found)).toBe('member_coming')
  expect(page.slice('basket_changed')).toMatchObject({ saleId: null, member: null })
  // Goods scanned while the central is asked are the same customer's.
  const other = await tillInContact(await knowing(), { programme: { privacy } })
  const asked = scan(other.page, stranger.code)
  await scan(other.page, codeOfOil(1))
  expect(await asked).toEqual({ output: { kind: 'member_attached' } })
})

test('[MB21] a dynamic code is used up when it attaches: it is taken again when its member had to come first, and then no more', async () => {
  let sends = false
  const { page } = await tillInContact(await knowing({ sends: () => sends }), {
    members: true,
    programme: { privacy },
  })
  const text = dynamicCode(stranger.memberId, noon)
  expect(codeOf(await scan(page, text))).toBe('member_coming')
  sends = true
  expect(await scan(page, text)).toEqual({ output: { kind: 'member_attached' } })
  expect(page.slice('basket_changed').member).toMatchObject({ proof: 'dynamic_code' })
  expect(codeOf(await scan(page, text))).toBe('code_replayed')
  // Shown twice while the central is asked it counts once.
  const other = await tillInContact(await knowing(), { members: true, programme: { privacy } })
  const both = await Promise.all([scan(other.page, text), scan(other.page, text)])
  expect(both.map(codeOf)).toEqual([{ output: { kind: 'member_attached' } }, 'code_replayed'])
})

test('[MB21] a code shown without contact is taken when there is some', async () => {
  const { clock, folder, page, till } = await newMemberTill({ programme: { privacy } })
  const text = dynamicCode(stranger.memberId, noon)
  expect(codeOf(await scan(page, text))).toBe('member_not_here')
  await till.stop()
  const central = await knowing()
  const again = startTill(folder, { clock, config: { central: { url: central.url } } })
  await again.page.call('syncNow', {})
  await again.page.until(() => again.page.slice('sync_changed').lastContactAt !== null)
  await again.page.until(() => ['online', 'syncing'].includes(again.page.slice('sync_changed').state))
  expect(await scan(again.page, text)).toEqual({ output: { kind: 'member_attached' } })
})

test('[MB17] without contact, or with the line cut, it says they may be another area’s, and the sale goes on', async () => {
  const central = await knowing()
  const cut = await tillInContact(central, { members: true, programme: { privacy } })
  central.cut()
  const alone = await newMemberTill({ programme: { privacy } })
  for (const page of [cut.page, alone.page]) {
    await scan(page, codeOfOil(1))
    expect(codeOf(await scan(page, stranger.code))).toBe('member_not_here')
    expect(codeOf(await page.call('searchMembers', { query: '13988887777' }))).toBe('member_not_here')
    expect(codeOf(await scan(page, dynamicCode(stranger.memberId, noon)))).toBe('member_not_here')
    expect(await payCash(page)).toHaveProperty('output')
  }
  // Where every till copies everybody they are nobody.
  const whole = await newMemberTill()
  expect(codeOf(await scan(whole.page, stranger.code))).toBe('member_unknown')
  expect(outputOf(await whole.page.call('searchMembers', { query: '13988887777' })).members).toEqual([])
})

test('[MB17] whom the central does not know either is nobody, and who does not come in time is on the way', async () => {
  const { page } = await tillInContact(await knowing({ sends: () => false }), { programme: { privacy } })
  expect(codeOf(await scan(page, nobodys))).toBe('member_nowhere')
  expect(codeOf(await scan(page, stranger.code))).toBe('member_coming')
  expect(page.slice('basket_changed').member).toBeNull()
})

test('[MB18] at a real central: a member seen in one store’s area alone is served in another’s, and copied there from then on', async () => {
  const { page } = await tillOfAreas()
  const { gold, silver } = notableMembers
  const profile = (memberId: typeof gold.memberId) => page.call('memberProfile', { memberId })
  expect(codeOf(await profile(gold.memberId))).toBe('member_unknown')
  await scan(page, notableProducts.water.gtin?.slice(1) ?? '')
  await attached(page, gold.code)
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: gold.memberId, points: 12_480 })
  expect(outputOf(await profile(gold.memberId)).coupons.length).toBeGreaterThan(0)
  expect(await payCash(page)).toHaveProperty('output')
  // Nobody asked for this one.
  expect(codeOf(await profile(silver.memberId))).toBe('member_unknown')
}, 120_000)

test('[MB20] at a real central: a relative looked for in another area spends the points of their family’s owner, who was merged', async () => {
  const { familyChild, familyOwner, gold } = notableMembers
  const { folder, page } = await tillOfAreas(async (post) => {
    await post('merges', { from: familyOwner.memberId, into: gold.memberId })
  })
  for (let pieces = 0; pieces < 10; pieces++)
    await page.call('addProduct', { sku: notableProducts.rice.sku, amount: null })
  await attached(page, familyChild.code)
  const { points: held } = outputOf(await page.call('memberProfile', { memberId: familyChild.memberId }))
  expect(held).toMatchObject({ spendable: 120, family: 3_000 })
  expect(await page.call('burnPoints', { points: points(3_100) })).toEqual({ output: {} })
  expect(await payCash(page)).toHaveProperty('output')
  const { burned } = eventsOf(folder, 'sale.completed')[0]?.data ?? {}
  expect(burned).toMatchObject({ points: 3_100, ofFamily: 2_980 })
  expect(burned?.lots.at(-1)?.memberId).toBe(gold.memberId)
  await page.until(() => page.slice('sync_changed').waiting === 0, 20_000)
  expect(page.slice('sync_changed')).toMatchObject({ disputed: 0, parked: 0 })
  const left = outputOf(await page.call('memberProfile', { memberId: familyChild.memberId })).points.family
  expect(left).toBe(20)
}, 120_000)

/** A till of store two at a real central that draws areas, after what head office does there; a cashier is signed in. */
async function tillOfAreas(
  before: (post: (path: string, body: object) => Promise<void>) => Promise<void> = async () => undefined,
) {
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
  const post = async (path: string, body: object) => {
    const done = await openTlsDoor(central.ca).ask(new URL(`/v1/head-office/${path}`, central.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${central.operatorToken}` },
      body: JSON.stringify(body),
    })
    expect(done.status).toBe(200)
  }
  await before(post)
  await post('programme', { document: { ...demoProgramme(Date.now()), version: 2, privacy } })
  const enrolmentCode = await central.makeEnrolmentCode('S02')
  const config = { central: { url: central.url, enrolmentCode } }
  const own = newFolder()
  const { page } = startTill(own, { config, clock: systemClock() })
  await page.until(() => page.slice('till_changed').phase === 'selling', 60_000)
  expect(await page.call('signIn', { code: '101', pin: '246810' })).toHaveProperty('output')
  await page.until(() => ['online', 'syncing'].includes(page.slice('sync_changed').state), 20_000)
  return { folder: own, page }
}

/** Scanned again where the rows took longer than a customer waits. */
async function attached(page: Page, code: string): Promise<void> {
  await expect
    .poll(async () => codeOf(await scan(page, code)), { timeout: 20_000 })
    .toMatchObject({ output: { kind: 'member_attached' } })
}
