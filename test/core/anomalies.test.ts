import { expect, test } from 'vitest'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { points } from '../../domain/points.ts'
import type { AnomalyRule } from '../../domain/programme.ts'
import { memberCode } from '../../domain/scan.ts'
import { codeOfOil, idOf, noon, staff, wang } from './demo-chain.ts'
import { aloneCoupons, cashierAsMember, signedCoupon, strangerKey, templates } from './member-chain.ts'
import { approve, beginAct, changeReplica, codeOf, eventsOf, newMemberTill, outputOf } from './member-rig.ts'
import { type Page, payCash, scan } from './till-parts.ts'

const hour = 3_600_000
const { washes } = aloneCoupons

function rule(kind: AnomalyRule['kind'], action: AnomalyRule['action'], changed: Partial<AnomalyRule> = {}) {
  return { anomalies: [{ kind, action, count: 2, withinMs: hour, ...changed }] }
}

async function wash(page: Page, actId?: Uuid) {
  const act = actId ?? (await beginAct(page))
  return page.call('redeemAlone', { actId: act, couponId: washes.couponId, uses: 1 })
}

const flagsOf = (folder: string) => eventsOf(folder, 'anomaly.flagged')

test('[AY1] a rule that warns lets the act go on and puts it on record, once for each act', async () => {
  const { page, folder } = await newMemberTill({ programme: rule('member_redemptions', 'warn') })
  expect(await wash(page)).toHaveProperty('output')
  expect(flagsOf(folder)).toEqual([])
  const actId = await beginAct(page)
  expect(outputOf(await wash(page, actId)).warnings).toEqual(['member_redemptions'])
  expect(await wash(page, actId)).toHaveProperty('output')
  expect(flagsOf(folder)).toMatchObject([
    {
      actor: staff.cashier.staffId,
      data: { kind: 'member_redemptions', action: 'warn', count: 2, memberId: wang.memberId, actId },
    },
  ])
  // The slip follows the flag, and its number says so.
  const redeemed = eventsOf(folder, 'coupon.redeemed').at(-1)
  expect(redeemed?.data.slipNumber).toBe(`S01-T1-1-${String(redeemed?.seq).padStart(6, '0')}`)
})

test('[AY1] what happened before its time does not count', async () => {
  const { page, folder, clock } = await newMemberTill({ programme: rule('member_redemptions', 'block') })
  await wash(page)
  clock.move(hour + 1)
  expect(await wash(page)).toHaveProperty('output')
  expect(flagsOf(folder)).toEqual([])
})

test('[AY2] a rule that wants a supervisor is not content with the member’s own proof', async () => {
  const { page, folder } = await newMemberTill({ programme: rule('member_redemptions', 'supervisor') })
  await wash(page)
  const actId = await beginAct(page)
  expect(await wash(page, actId)).toEqual({
    refusal: { code: 'step_up_needed', figures: { reasons: 'anomaly', amount: 1_500, actId } },
  })
  await page.call('proveMember', {
    actId,
    memberId: wang.memberId,
    proof: { kind: 'member_pin', pin: '135246' },
  })
  expect(codeOf(await wash(page, actId))).toBe('step_up_needed')
  await approve(page, { actId, amount: 1_500 })
  expect(await wash(page, actId)).toHaveProperty('output')
  expect(eventsOf(folder, 'coupon.redeemed').at(-1)).toMatchObject({
    proof: 'supervisor',
    approver: staff.supervisor.staffId,
  })
  expect(flagsOf(folder)).toHaveLength(1)
})

test('[AY3] a rule that blocks stops the act whoever approves, and records it', async () => {
  const { page, folder } = await newMemberTill({ programme: rule('member_redemptions', 'block') })
  await wash(page)
  const actId = await beginAct(page)
  await approve(page, { actId, amount: 1_500 })
  expect(await wash(page, actId)).toMatchObject({
    refusal: { code: 'anomaly_blocked', figures: { kind: 'member_redemptions' } },
  })
  expect(eventsOf(folder, 'coupon.redeemed')).toHaveLength(1)
  expect(flagsOf(folder)).toMatchObject([{ data: { action: 'block', actId } }])
})

test('[AY3] it stops a sale that uses points, before anything of it is recorded; without them the sale goes on', async () => {
  const { page, folder } = await newMemberTill({ programme: rule('member_redemptions', 'block') })
  await wash(page)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(100) })
  expect(codeOf(await payCash(page))).toBe('anomaly_blocked')
  expect(eventsOf(folder, 'sale.completed')).toEqual([])
  await page.call('burnPoints', { points: points(0) })
  expect(await payCash(page)).toHaveProperty('output')
  const [sale] = eventsOf(folder, 'sale.completed')
  expect(sale?.data.receiptNumber).toBe(`S01-T1-1-${String(sale?.seq).padStart(6, '0')}`)
})

test('[AY4] a member redeeming at two tills within minutes is seen by what the chain told', async () => {
  const elsewhere = { at: noon - 60_000, terminalId: idOf(999) }
  const { page, folder, clock } = await newMemberTill({
    programme: rule('two_tills', 'block', { withinMs: 300_000 }),
    besides: (tx) => putMember(tx, { ...wang, lastRedemption: elsewhere }),
  })
  expect(codeOf(await wash(page))).toBe('anomaly_blocked')
  expect(flagsOf(folder)).toMatchObject([{ data: { kind: 'two_tills', count: 2 } }])
  clock.move(300_000)
  expect(await wash(page)).toHaveProperty('output')
})

test('[AY5] staff redeeming for themselves, and one staff member for one member, are seen', async () => {
  const own = signedCoupon({ templateId: templates.welcome.templateId, usesMax: 1 })
  const self = await newMemberTill({ programme: rule('staff_self', 'supervisor', { count: 1 }) })
  await scan(self.page, codeOfOil(1))
  await scan(self.page, cashierAsMember.code)
  await scan(self.page, own)
  expect(self.page.slice('basket_changed').stepUp).toEqual(['anomaly'])
  expect(codeOf(await payCash(self.page))).toBe('step_up_needed')
  const { saleId, toPay } = self.page.slice('basket_changed')
  expect(toPay).toBe(4_000 - 500)
  await approve(self.page, { actId: saleId ?? '', amount: 1_000 })
  expect(await payCash(self.page)).toHaveProperty('output')

  const one = await newMemberTill({ programme: rule('staff_one_member', 'block') })
  expect(await wash(one.page)).toHaveProperty('output')
  expect(codeOf(await wash(one.page))).toBe('anomaly_blocked')
  await one.page.call('signIn', { code: staff.supervisor.code, pin: staff.supervisor.pin })
  expect(await wash(one.page)).toHaveProperty('output')
})

test('[AY6] codes that are not taken count at this till: forged, replayed and unknown ones, not goods or old coupons', async () => {
  const { page, folder, clock } = await newMemberTill({
    programme: rule('failed_codes', 'warn', { count: 3, withinMs: 600_000 }),
  })
  await scan(page, '6901234567899')
  await scan(page, signedCoupon({ notBefore: noon - 9 * 86_400_000, expiresAt: noon - 1_000 }))
  await scan(page, memberCode(4_444))
  await page.call('verifyCoupon', { text: signedCoupon({}, strangerKey) })
  expect(flagsOf(folder)).toEqual([])
  expect(codeOf(await scan(page, signedCoupon({}, strangerKey)))).toBe('code_forged')
  expect(flagsOf(folder)).toMatchObject([
    { data: { kind: 'failed_codes', action: 'warn', count: 3, memberId: null, actId: null } },
  ])
  // A jammed scanner says it once a minute.
  for (let times = 0; times < 20; times++) await scan(page, memberCode(4_444))
  expect(flagsOf(folder)).toHaveLength(1)
  clock.move(60_000)
  await scan(page, memberCode(4_444))
  expect(flagsOf(folder)).toHaveLength(2)
})

test('[AY6] after too many of them a redemption here wants a supervisor', async () => {
  const { page } = await newMemberTill({ programme: rule('failed_codes', 'supervisor', { count: 3 }) })
  for (let times = 0; times < 3; times++) await scan(page, memberCode(4_444))
  expect(await wash(page)).toMatchObject({ refusal: { figures: { reasons: 'anomaly' } } })
})

test('[AY9] what was redeemed under an id that was merged since counts', async () => {
  const survivor = { ...wang, memberId: idOf(1_900), code: memberCode(1_900) }
  const { page, folder } = await newMemberTill({ programme: rule('member_redemptions', 'block') })
  await wash(page)
  changeReplica(folder, (tx) => {
    putMember(tx, { ...wang, status: 'merged', mergedInto: survivor.memberId })
    putMember(tx, survivor)
    putCoupon(tx, { ...washes, memberId: survivor.memberId })
  })
  expect(codeOf(await wash(page))).toBe('anomaly_blocked')
  expect(flagsOf(folder).at(-1)?.data).toMatchObject({ count: 2, memberId: survivor.memberId })
})

test('[AY7] a clock that is set back does not make a till forget', async () => {
  const { page, clock } = await newMemberTill({ programme: rule('member_redemptions', 'block') })
  await wash(page)
  clock.setWall(clock.now() - 30_000)
  expect(codeOf(await wash(page))).toBe('anomaly_blocked')
})

test('[AY8] looking at a basket records nothing', async () => {
  const { page, folder } = await newMemberTill({
    programme: {
      anomalies: [
        { kind: 'member_redemptions', action: 'supervisor', count: 1, withinMs: hour },
        { kind: 'staff_one_member', action: 'warn', count: 1, withinMs: hour },
      ],
    },
  })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(100) })
  expect(page.slice('basket_changed')).toMatchObject({ stepUp: ['anomaly'], warnings: ['staff_one_member'] })
  expect(outputOf(await page.call('verifyCoupon', { text: washes.code })).refusal).toBeNull()
  expect(flagsOf(folder)).toEqual([])
})
