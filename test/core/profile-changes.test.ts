import { expect, test } from 'vitest'
import { staff, wang } from './demo-chain.ts'
import { wangs } from './member-chain.ts'
import { codeOf, eventsOf, newMemberTill, outputOf } from './member-rig.ts'
import type { Page } from './till-parts.ts'
import { startTill } from './till-rig.ts'

/* A member's profile put right at the till. */

const newcomer = {
  phone: '13912345678',
  name: '李小红',
  birthday: null,
  consents: { service: true, marketing: false, profiling: false },
  referrerCode: null,
} as const

async function found(page: Page, query: string) {
  const { members } = outputOf(await page.call('searchMembers', { query }))
  return members.map(({ memberId }) => memberId)
}

test('[MB30] a supervisor puts name, phone and birthday right offline, and the till knows at once', async () => {
  const { page, folder, till } = await newMemberTill({ signedIn: 'supervisor' })
  const { memberId } = outputOf(await page.call('enrolMember', newcomer))
  const change = (over: object) =>
    page.call('changeProfile', { memberId, name: null, phone: null, birthday: null, ...over })
  expect(await change({ phone: '13900001111' })).toEqual({ output: {} })
  expect(await change({ name: '李晓红', birthday: '05-17' })).toEqual({ output: {} })
  expect(page.slice('basket_changed').member?.maskedName).toBe('李**')
  // Nothing new is nothing to tell.
  expect(await change({ name: '李晓红', phone: '139 0000 1111' })).toEqual({ output: {} })
  const events = eventsOf(folder, 'member.profile_changed')
  expect(events).toHaveLength(2)
  expect(events[0]).toMatchObject({ actor: staff.supervisor.staffId, data: { memberId } })
  expect(JSON.stringify(events)).not.toContain('13900001111')
  expect(await found(page, '13900001111')).toEqual([memberId])
  expect(await found(page, '1111')).toEqual([memberId])
  expect(await found(page, '13912345678')).toEqual([])
  expect(await found(page, '5678')).not.toContain(memberId)
  expect(await page.call('revealMember', { memberId })).toEqual({
    output: { name: '李晓红', phone: '13900001111' },
  })
  expect(outputOf(await page.call('memberProfile', { memberId }))).toMatchObject({
    canCorrect: true,
    maskedPhone: '139****1111',
  })
  await till.stop()
  const again = startTill(folder)
  expect(await found(again.page, '13900001111')).toEqual([memberId])
})

test('[MB30] one the chain knows is put right the same way; a cashier may not, and another’s phone is nobody’s', async () => {
  const { page, folder } = await newMemberTill()
  const change = (over: object) =>
    page.call('changeProfile', { memberId: wang.memberId, name: null, phone: null, birthday: null, ...over })
  expect(codeOf(await change({ name: '王小' }))).toBe('role_not_allowed')
  expect(eventsOf(folder, 'access.denied').at(-1)?.data).toMatchObject({ what: 'change_profile' })
  const { code, pin } = staff.supervisor
  await page.call('signIn', { code, pin })
  await page.call('enrolMember', newcomer)
  expect(codeOf(await change({ phone: newcomer.phone }))).toBe('member_exists')
  expect(eventsOf(folder, 'member.profile_changed')).toEqual([])
  expect(await change({ phone: '13900001111' })).toEqual({ output: {} })
  expect(await found(page, '1111')).toEqual([wang.memberId])
  expect(await found(page, wangs.phone)).toEqual([])
  expect(await page.call('revealMember', { memberId: wang.memberId })).toEqual({
    output: { name: wangs.name, phone: '13900001111' },
  })
})
