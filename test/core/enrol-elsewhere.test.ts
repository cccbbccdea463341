import { expect, test } from 'vitest'
import { phoneHash } from '../../codes/personal.ts'
import type { CommandInput } from '../../contract/command.ts'
import { memberCode } from '../../domain/scan.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, wang } from './demo-chain.ts'
import { memberKeys, wangs } from './member-chain.ts'
import { codeOf, eventsOf, newMemberTill, outputOf, personOf } from './member-rig.ts'
import { asks, knowing, privacy, stranger } from './stranger.ts'
import { payCash, scan } from './till-parts.ts'

/* Enrolling whom the chain may know already, and who was brought by a member of another area (loyalty.md 1 and 7). */

const ofAreas = { members: true, programme: { privacy } }
const newcomer = {
  phone: '139 1234 5678',
  name: '李小红',
  birthday: null,
  consents: { service: true, marketing: false, profiling: false },
  referrerCode: null,
} satisfies CommandInput<'enrolMember'>
const hash = phoneHash('13912345678', memberKeys.phone)
const nobody = { knows: () => false }

test.each([
  ['of another area', ofAreas],
  ['new at another till', { members: true }],
])('[MB24] a member %s is not enrolled again: they are brought and offered', async (_, furniture) => {
  const central = await knowing()
  const { folder, page } = await tillInContact(central, furniture)
  await scan(page, codeOfOil(1))
  const { maskedName, memberId } = stranger
  expect(await page.call('enrolMember', newcomer)).toEqual({
    refusal: { code: 'member_exists', figures: { maskedName, memberId } },
  })
  expect(asks(central)).toEqual([{ kind: 'phone_hash', value: hash }])
  expect(eventsOf(folder, 'member.enrolled')).toEqual([])
  expect(page.slice('basket_changed').member).toBeNull()
  expect(await page.call('attachMember', { memberId })).toEqual({ output: {} })
  expect(await payCash(page)).toHaveProperty('output')
})

test('[MB24] whom the central found and whose rows do not come in time is not enrolled either', async () => {
  const { folder, page } = await tillInContact(await knowing({ sends: () => false }), ofAreas)
  expect(codeOf(await page.call('enrolMember', newcomer))).toBe('member_coming')
  expect(eventsOf(folder, 'member.enrolled')).toEqual([])
})

test('[MB24] whom the central does not know is enrolled, the same form sent twice once; without contact nobody is waited for', async () => {
  const central = await knowing(nobody)
  const { folder, page } = await tillInContact(central, ofAreas)
  const both = await Promise.all([page.call('enrolMember', newcomer), page.call('enrolMember', newcomer)])
  const { memberId } = outputOf(both[0])
  expect(codeOf(both[1])).toBe('member_exists')
  expect(eventsOf(folder, 'member.enrolled')).toHaveLength(1)
  expect(page.slice('basket_changed').member).toMatchObject({ memberId, provisional: true })
  const cut = await tillInContact(central, ofAreas)
  const before = asks(central).length
  central.cut()
  const alone = await newMemberTill({ programme: { privacy } })
  for (const till of [cut, alone]) {
    expect(await till.page.call('enrolMember', newcomer)).toHaveProperty('output')
    expect(till.page.slice('basket_changed').member).toMatchObject({ provisional: true })
  }
  expect(asks(central)).toHaveLength(before)
})

test('[MB24] a central that does not answer in time is not waited for', async () => {
  const silent = await centralInContact((path) =>
    path.startsWith('/v1/members') ? new Promise(() => undefined) : null,
  )
  const { page } = await tillInContact(silent, ofAreas)
  expect(await page.call('enrolMember', newcomer)).toHaveProperty('output')
  expect(asks(silent)).toHaveLength(1)
})

test('[MB24] a form that enrols nobody, and a phone that is here, are asked for nowhere', async () => {
  const central = await knowing()
  const { page } = await tillInContact(central, ofAreas)
  for (const [changed, code] of [
    [{ phone: '123' }, 'phone_invalid'],
    [{ name: '12345' }, 'name_invalid'],
    [{ consents: { ...newcomer.consents, service: false } }, 'consent_missing'],
    [{ phone: wangs.phone }, 'member_exists'],
  ] as const)
    expect(codeOf(await page.call('enrolMember', { ...newcomer, ...changed }))).toBe(code)
  expect(asks(central)).toEqual([])
})

test('[MB24] who is enrolled when the sale of before is paid already is in nobody else’s basket', async () => {
  const { folder, page } = await tillInContact(await knowing(nobody), ofAreas)
  await scan(page, codeOfOil(1))
  const enrolled = page.call('enrolMember', newcomer)
  expect(await payCash(page)).toHaveProperty('output')
  expect(await enrolled).toHaveProperty('output')
  expect(eventsOf(folder, 'member.enrolled')).toHaveLength(1)
  expect(page.slice('basket_changed').member).toBeNull()
})

const brought = '13988887777'
const broughtHash = phoneHash(brought, memberKeys.phone)

test.each([
  ['their member code', stranger.code, { kind: 'member_code', value: stranger.code }],
  ['their phone', '139 8888 7777', { kind: 'phone_hash', value: broughtHash }],
])(
  '[MB25] a referrer of another area is asked for by %s beside the phone of who is new, and is not brought',
  async (_, referrerCode, named) => {
    const central = await knowing({ knows: (value) => value !== hash })
    const { folder, page } = await tillInContact(central, ofAreas)
    expect(await page.call('enrolMember', { ...newcomer, referrerCode })).toHaveProperty('output')
    expect(asks(central)).toHaveLength(2)
    expect(asks(central)).toContainEqual({ kind: 'phone_hash', value: hash })
    expect(asks(central)).toContainEqual({ ...named, onlyNamed: true })
    const [event] = eventsOf(folder, 'member.enrolled')
    expect(personOf(event).member.referrerId).toBe(stranger.memberId)
    expect(JSON.stringify([event, asks(central)])).not.toContain(brought)
    expect(codeOf(await page.call('memberProfile', { memberId: stranger.memberId }))).toBe('member_unknown')
  },
)

test('[MB25] a referrer who is here is found by their phone too, without being asked for', async () => {
  const central = await knowing(nobody)
  const { folder, page } = await tillInContact(central, ofAreas)
  const asked = { ...newcomer, referrerCode: wangs.phone }
  expect(await page.call('enrolMember', asked)).toHaveProperty('output')
  expect(asks(central)).toEqual([{ kind: 'phone_hash', value: hash }])
  expect(personOf(eventsOf(folder, 'member.enrolled')[0]).member.referrerId).toBe(wang.memberId)
})

test('[MB25] a referrer whom nobody knows, or who cannot be asked for, enrols nobody', async () => {
  const { folder, page } = await tillInContact(await knowing(nobody), ofAreas)
  const alone = await newMemberTill({ programme: { privacy } })
  for (const till of [page, alone.page])
    for (const referrerCode of [memberCode(999), brought, 'C0000000077785'])
      expect(codeOf(await till.call('enrolMember', { ...newcomer, referrerCode }))).toBe('referrer_unknown')
  expect(eventsOf(folder, 'member.enrolled')).toEqual([])
})
