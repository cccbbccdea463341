import { expect, test } from 'vitest'
import { openPersonal, phoneHash } from '../../codes/personal.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { uuid } from '../../domain/ids.ts'
import { memberSearchMax } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import { memberCode } from '../../domain/scan.ts'
import {
  blacklisted,
  child,
  codeOfOil,
  coupons,
  frozen,
  idOf,
  lots,
  noon,
  poor,
  staff,
  wang,
} from './demo-chain.ts'
import { memberKeys, wangs } from './member-chain.ts'
import { changeReplica, codeOf, eventsOf, newMemberTill, outputOf, personOf } from './member-rig.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { startTill } from './till-rig.ts'

const yes = { service: true, marketing: false, profiling: true }

const newcomer = {
  phone: '139 1234 5678',
  name: '李小红',
  birthday: '02-29',
  consents: yes,
  referrerCode: null,
}

async function found(page: Page, query: string) {
  return outputOf(await page.call('searchMembers', { query }))
}

/** The demo chain gave them all one name. A blacklisted one is found too: staff see why. */
const everyWang = [wang, frozen, blacklisted, child, poor]

const idsOf = ({ members }: Awaited<ReturnType<typeof found>>) => members.map(({ memberId }) => memberId)

test.each([
  ['the last four digits', '5678', everyWang],
  ['a whole phone', '138 1234-5678', [wang]],
  ['a whole phone with its country', '+86 13812345678', [wang]],
  ['a phone nobody has', '13800000000', []],
  ['initials', 'wxm', everyWang],
  ['a name in Chinese', '王小明', everyWang],
  ['initials and digits', 'WX 5678', everyWang],
  ['initials of nobody', 'zz', []],
])('[MB1] a search by %s finds who fits', async (_, query, members) => {
  const { page } = await newMemberTill()
  const { members: shown, more } = await found(page, query)
  expect(more).toBe(false)
  expect(shown.map(({ memberId }) => memberId).sort()).toEqual(members.map(({ memberId }) => memberId).sort())
  for (const one of shown) {
    expect(one).toMatchObject({ maskedName: '王*', maskedPhone: '138****5678', provisional: false })
  }
})

test.each(['', ' ', '1', '123', '12345', 'w', '王', '%_%', "' OR 1=1"])(
  '[MB1] %j says too little to search by',
  async (query) => {
    const { page } = await newMemberTill()
    expect(codeOf(await page.call('searchMembers', { query }))).toBe('query_too_short')
  },
)

test('[MB2] a search shows so many and says that there are more', async () => {
  const { page } = await newMemberTill({
    besides: (tx) => {
      for (let number = 1; number <= memberSearchMax + 5; number++) {
        putMember(tx, {
          ...wang,
          memberId: idOf(20_000 + number),
          code: memberCode(20_000 + number),
          maskedPhone: '137****7777',
        })
      }
    },
  })
  const { members, more } = await found(page, '7777')
  expect(members).toHaveLength(memberSearchMax)
  expect(more).toBe(true)
})

test('[MB3] who a search found is attached as searched; a code scanned is the stronger proof and stays', async () => {
  const { page } = await newMemberTill()
  await page.call('attachMember', { memberId: wang.memberId })
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: wang.memberId, proof: 'searched' })
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member?.proof).toBe('scanned')
  await page.call('attachMember', { memberId: wang.memberId })
  expect(page.slice('basket_changed').member?.proof).toBe('scanned')
  await page.call('attachMember', { memberId: poor.memberId })
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: poor.memberId, proof: 'searched' })
})

test('[MB3] a frozen member is attached, a blacklisted or unknown one is not', async () => {
  const { page } = await newMemberTill()
  const attach = (memberId: typeof wang.memberId) => page.call('attachMember', { memberId })
  expect(codeOf(await attach(blacklisted.memberId))).toBe('member_blacklisted')
  expect(codeOf(await attach(idOf(77)))).toBe('member_unknown')
  expect(page.slice('basket_changed').member).toBeNull()
  expect(await attach(frozen.memberId)).toEqual({ output: {} })
})

test('[MB4] whoever is enrolled is a member at once: found, attached, with a welcome pack, before the chain knows', async () => {
  const { page, folder } = await newMemberTill()
  const enrolled = outputOf(await page.call('enrolMember', newcomer))
  expect(enrolled).toMatchObject({ maskedName: '李**', welcome: [{ zh: '迎新券', en: 'Welcome' }] })
  const { memberId } = enrolled
  expect(page.slice('basket_changed').member).toMatchObject({ memberId, provisional: true, proof: 'typed' })
  for (const query of ['5678 lxh'.split(' ').reverse().join(' '), '13912345678']) {
    expect(idsOf(await found(page, query))).toEqual([memberId])
  }
  await scan(page, codeOfOil(1))
  const coupon = page.slice('basket_changed').coupons.find(({ state }) => state === 'usable')
  expect(coupon).toMatchObject({ amount: 1_000 })
  await page.call('redeemCoupon', { couponId: coupon?.couponId ?? idOf(1) })
  expect(page.slice('basket_changed').toPay).toBe(4_000)
  expect(await payCash(page)).toHaveProperty('output.earned', 40)

  const [event] = eventsOf(folder, 'member.enrolled')
  expect(event).toMatchObject({ actor: staff.cashier.staffId, proof: 'typed' })
  const { member, identifiers } = personOf(event)
  expect(member).toMatchObject({
    memberId,
    tierId: 'bronze',
    birthday: '02-29',
    initials: 'lxh',
    maskedPhone: '139****5678',
    joinedAt: noon,
    consents: [
      { purpose: 'service', given: true, version: 'v1', at: noon },
      { purpose: 'marketing', given: false, version: 'v2', at: noon },
      { purpose: 'profiling', given: true, version: 'v3', at: noon },
    ],
  })
  expect(identifiers).toContainEqual({
    kind: 'phone_hash',
    value: phoneHash('13912345678', memberKeys.phone),
    memberId,
  })
  expect(openPersonal(member.sealed ?? '', memberKeys.personal)).toEqual({
    name: '李小红',
    phone: '13912345678',
  })
  expect(JSON.stringify(event)).not.toContain('13912345678')
})

test('[MB5] who enrolled here is still a member when the till starts again', async () => {
  const { page, folder, till } = await newMemberTill()
  const { code, memberId } = outputOf(await page.call('enrolMember', newcomer))
  await page.call('clearBasket', {})
  await till.stop()
  const again = startTill(folder)
  expect(await scan(again.page, code)).toEqual({ output: { kind: 'member_attached' } })
  expect(again.page.slice('basket_changed').member?.memberId).toBe(memberId)
})

test('[MB6] a phone that is known is told, also one enrolled here a moment ago', async () => {
  const { page, folder } = await newMemberTill()
  expect(await page.call('enrolMember', { ...newcomer, phone: wangs.phone })).toEqual({
    refusal: { code: 'member_exists', figures: { maskedName: '王*', memberId: wang.memberId } },
  })
  const { memberId } = outputOf(await page.call('enrolMember', newcomer))
  expect(await page.call('enrolMember', { ...newcomer, phone: '+8613912345678' })).toEqual({
    refusal: { code: 'member_exists', figures: { maskedName: '李**', memberId } },
  })
  expect(eventsOf(folder, 'member.enrolled')).toHaveLength(1)
})

test.each([
  ['no phone', { phone: '' }, 'phone_invalid'],
  ['a short phone', { phone: '1381234567' }, 'phone_invalid'],
  ['a phone of letters', { phone: 'call me' }, 'phone_invalid'],
  ['a phone that is a wall of digits', { phone: '1'.repeat(30) }, 'phone_invalid'],
  ['a phone with a line feed', { phone: '138\n12345678\u0000' }, 'phone_invalid'],
  ['a name with an escape of printers', { name: '王\u001b@小' }, 'name_invalid'],
  ['a name with a cut command', { name: '\u001dV\u0000' }, 'name_invalid'],
  ['a name of digits', { name: '12345' }, 'name_invalid'],
  ['a name turned around', { name: '\u202e王' }, 'name_invalid'],
  ['half a character', { name: '王\ud800' }, 'name_invalid'],
  ['no consent', { consents: { ...yes, service: false } }, 'consent_missing'],
  ['a day no year has', { birthday: '02-30' }, 'name_invalid'],
  ['a referrer nobody knows', { referrerCode: memberCode(999) }, 'referrer_unknown'],
  ['a referrer who is blacklisted', { referrerCode: blacklisted.code }, 'referrer_unknown'],
  ['a referrer that is a coupon', { referrerCode: coupons.good.code }, 'referrer_unknown'],
])('[MB7] %s enrols nobody', async (_, changed, code) => {
  const { page, folder } = await newMemberTill()
  expect(codeOf(await page.call('enrolMember', { ...newcomer, ...changed }))).toBe(code)
  expect(eventsOf(folder, 'member.enrolled')).toEqual([])
  expect(page.slice('basket_changed').member).toBeNull()
})

test('[MB7] a name is free, and who brought them is kept', async () => {
  const { page, folder } = await newMemberTill()
  const input = { ...newcomer, name: null, birthday: null, referrerCode: wang.code.toLowerCase() }
  expect(outputOf(await page.call('enrolMember', input)).maskedName).toBe('')
  expect(personOf(eventsOf(folder, 'member.enrolled')[0]).member).toMatchObject({
    referrerId: wang.memberId,
    initials: '',
    birthday: null,
  })
})

test('[MB8] the profile card says all that is known, this till’s own doings included', async () => {
  const { page, clock } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(200) })
  await payCash(page)
  clock.move(1_000)
  await scan(page, codeOfOil(3))
  const card = outputOf(await page.call('memberProfile', { memberId: wang.memberId }))
  expect(card).toMatchObject({
    memberId: wang.memberId,
    code: wang.code,
    maskedName: '王*',
    maskedPhone: '138****5678',
    canReveal: false,
    provisional: false,
    status: 'active',
    payBps: 9_000,
    earnBps: 12_000,
    growth: 2_500 + 88,
    birthday: 'today',
    memberSince: wang.joinedAt,
    value: { principal: 8_000, gift: 1_000 },
  })
  // Two lines of ¥45 less ¥1 of points each: 44 at 1.2, rounded down by line.
  expect(card.points).toMatchObject({ spendable: 1_100 - 200 + 104, expiringSoon: 400, debt: 0 })
  expect(card.points.ends[0]).toEqual({ at: noon + 20 * 86_400_000, points: 400 })
  const fits = card.coupons.map((coupon) => coupon.fits)
  expect(fits).toEqual([...fits].sort((a, b) => Number(b) - Number(a)))
  expect(card.coupons.find(({ couponId }) => couponId === coupons.good.couponId)).toMatchObject({
    fits: true,
    amount: 500,
    usesLeft: 1,
  })
})

test('[MB8] the profile of a blacklisted member says why and offers nothing; an unknown one is none', async () => {
  const { page } = await newMemberTill({
    besides: (tx) => putMember(tx, { ...blacklisted, statusReason: { zh: '恶意', en: 'Abuse' } }),
  })
  expect(await page.call('memberProfile', { memberId: blacklisted.memberId })).toMatchObject({
    output: { status: 'blacklisted', statusReason: { zh: '恶意', en: 'Abuse' }, coupons: [] },
  })
  const refused = await page.call('attachMember', { memberId: blacklisted.memberId })
  expect(refused).toMatchObject({
    refusal: { code: 'member_blacklisted', figures: { reasonZh: '恶意', reasonEn: 'Abuse' } },
  })
  expect(codeOf(await page.call('memberProfile', { memberId: idOf(77) }))).toBe('member_unknown')
})

test('[MB9] only a supervisor sees name and phone in clear, and both ways it is on record', async () => {
  const { page, folder } = await newMemberTill()
  const reveal = (memberId = wang.memberId) => page.call('revealMember', { memberId })
  expect(codeOf(await reveal())).toBe('role_not_allowed')
  expect(eventsOf(folder, 'member.revealed')).toEqual([])
  expect(eventsOf(folder, 'access.denied').at(-1)?.data).toEqual({
    staffId: staff.cashier.staffId,
    what: 'reveal',
  })
  const { code, pin } = staff.supervisor
  await page.call('signIn', { code, pin })
  expect(outputOf(await page.call('memberProfile', { memberId: wang.memberId })).canReveal).toBe(true)
  expect(await reveal()).toEqual({ output: { name: wangs.name, phone: wangs.phone } })
  expect(eventsOf(folder, 'member.revealed')).toMatchObject([
    { actor: staff.supervisor.staffId, data: { memberId: wang.memberId } },
  ])
  expect(codeOf(await reveal(poor.memberId))).toBe('nothing_to_reveal')
  expect(codeOf(await reveal(idOf(77)))).toBe('member_unknown')
})

test('[MB9] what was sealed under another key, or changed by one bit, is nothing to reveal', async () => {
  const { page, folder } = await newMemberTill({
    signedIn: 'supervisor',
    besides: (tx) => {
      const sealed = Buffer.alloc(60, 7).toString('base64')
      putMember(tx, { ...poor, sealed })
    },
  })
  expect(codeOf(await page.call('revealMember', { memberId: poor.memberId }))).toBe('nothing_to_reveal')
  expect(eventsOf(folder, 'member.revealed')).toEqual([])
})

test('[MB10] consents change by purpose with their version and time; membership needs its own', async () => {
  const { page, folder, clock } = await newMemberTill()
  const { memberId } = outputOf(await page.call('enrolMember', newcomer))
  clock.move(5_000)
  const set = (consents: typeof yes) => page.call('setConsents', { memberId, consents })
  expect(codeOf(await set({ ...yes, service: false }))).toBe('consent_missing')
  expect(await set({ service: true, marketing: true, profiling: true })).toEqual({ output: {} })
  expect(eventsOf(folder, 'consent.changed').map(({ data }) => data.consents)).toEqual([
    [
      { purpose: 'service', given: true, version: 'v1', at: noon },
      { purpose: 'marketing', given: true, version: 'v2', at: noon + 5_000 },
      { purpose: 'profiling', given: true, version: 'v3', at: noon },
    ],
  ])
  const card = outputOf(await page.call('memberProfile', { memberId }))
  expect(card.consents.find(({ purpose }) => purpose === 'marketing')).toMatchObject({ given: true })
  expect(codeOf(await page.call('setConsents', { memberId: idOf(77), consents: yes }))).toBe('member_unknown')
})

test('[MB11] a basket follows its member when the chain merges them: lines, coupons and points stay and sell', async () => {
  const survivor = {
    ...wang,
    memberId: idOf(1_900),
    code: memberCode(1_900),
    maskedName: '王**',
    tierId: 'bronze',
  }
  const { page, folder } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  await page.call('burnPoints', { points: points(200) })
  changeReplica(folder, (tx) => {
    putMember(tx, { ...wang, status: 'merged', mergedInto: survivor.memberId })
    putMember(tx, survivor)
    putIdentifier(tx, { kind: 'member_code', value: wang.code, memberId: survivor.memberId })
    for (const lot of lots) putLot(tx, { ...lot, memberId: survivor.memberId })
    putCoupon(tx, { ...coupons.good, memberId: survivor.memberId })
  })
  await scan(page, codeOfOil(3))
  const slice = page.slice('basket_changed')
  expect(slice.member).toMatchObject({ memberId: survivor.memberId, maskedName: '王**', proof: 'scanned' })
  expect(slice.lines).toHaveLength(3)
  expect(slice.coupons.filter(({ state }) => state === 'applied')).toMatchObject([
    { couponId: coupons.good.couponId, amount: 500 },
  ])
  expect(slice.burn.points).toBe(200)
  expect(slice.toPay).toBe(15_000 - 500 - 200)
  expect(await payCash(page)).toHaveProperty('output')
  const [sale] = eventsOf(folder, 'sale.completed')
  expect(sale?.data.member).toMatchObject({ memberId: survivor.memberId, tierId: 'bronze' })
  expect(sale?.data.coupons).toMatchObject([{ couponId: coupons.good.couponId }])
  expect(sale?.data.burned?.lots).toEqual([{ lotId: idOf(4_001), memberId: survivor.memberId, points: 200 }])
})

test('[MB11] who enrolled here and was merged meanwhile is the one they were merged into', async () => {
  const { page, folder } = await newMemberTill()
  const { code, memberId } = outputOf(await page.call('enrolMember', newcomer))
  await scan(page, codeOfOil(1))
  changeReplica(folder, (tx) => {
    putMember(tx, {
      ...wang,
      memberId: uuid(memberId),
      code,
      status: 'merged',
      mergedInto: poor.memberId,
      maskedName: '',
    })
  })
  await page.call('setQuantity', { lineId: 1, amount: 2 })
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: poor.memberId, provisional: false })
  // The welcome coupon was theirs and is still unheard of.
  const welcome = page.slice('basket_changed').coupons.find(({ name }) => name.en === 'Welcome')
  expect(welcome).toMatchObject({ state: 'usable', amount: 1_000 })
  await page.call('redeemCoupon', { couponId: welcome?.couponId ?? idOf(1) })
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')[0]?.data.member?.memberId).toBe(poor.memberId)
  expect(outputOf(await page.call('memberProfile', { memberId: uuid(memberId) })).memberId).toBe(
    poor.memberId,
  )
})

test('[MB12] a search, an enrolment, a card and a reveal leave nothing personal in the log', async () => {
  const { page, log } = await newMemberTill({ signedIn: 'supervisor' })
  await page.call('searchMembers', { query: wangs.phone })
  await page.call('searchMembers', { query: wangs.name })
  await page.call('enrolMember', newcomer)
  await page.call('memberProfile', { memberId: wang.memberId })
  await page.call('revealMember', { memberId: wang.memberId })
  await page.call('enrolMember', { ...newcomer, phone: wangs.phone })
  const lines = log.lines.join('\n')
  for (const secret of [wangs.phone, '13912345678', '5678', wangs.name, '李小红', '王*', '李*']) {
    expect(lines).not.toContain(secret)
  }
})
