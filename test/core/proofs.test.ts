import { expect, test } from 'vitest'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { uuid } from '../../domain/ids.ts'
import { memberProofMs } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, coupons, frozen, idOf, lots, noon, poor, programme, staff, wang } from './demo-chain.ts'
import { aloneCoupons, dynamicCode, wangs } from './member-chain.ts'
import {
  approve,
  beginAct,
  careful,
  changeReplica,
  codeOf,
  dearBasket,
  dynamic,
  eventsOf,
  fakeCentral,
  newMemberTill,
  outputOf,
  prove,
} from './member-rig.ts'
import { generous } from './risk-rows.ts'
import { payCash, scan } from './till-parts.ts'
import { startTill } from './till-rig.ts'

const pinOf = (pin: string) => ({ kind: 'member_pin', pin }) as const
const digits = (code: string) => ({ kind: 'one_time_code', code }) as const

test('[PA4] another member’s code, a wrong PIN, a PIN nobody chose and a stranger prove nothing', async () => {
  const { page } = await newMemberTill()
  const actId = await beginAct(page)
  expect(codeOf(await prove(page, actId, dynamic(dynamicCode(poor.memberId, noon))))).toBe('proof_wrong')
  expect(codeOf(await prove(page, actId, dynamic('M0000000000017')))).toBe('code_forged')
  expect(codeOf(await prove(page, actId, pinOf('000000')))).toBe('proof_wrong')
  expect(codeOf(await prove(page, actId, pinOf('135246'), poor.memberId))).toBe('member_pin_missing')
  expect(codeOf(await prove(page, actId, pinOf('135246'), idOf(77)))).toBe('member_unknown')
  const couponId = aloneCoupons.voucher.couponId
  expect(codeOf(await page.call('redeemAlone', { actId, couponId, uses: 1 }))).toBe('step_up_needed')
})

test('[PA5] the member’s own PIN proves an act; tries lock it durably, and a right one forgives', async () => {
  const { page, folder, clock, till } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  for (let tries = 1; tries < 5; tries++) {
    expect(codeOf(await prove(page, actId, pinOf('000000')))).toBe('proof_wrong')
  }
  expect(await prove(page, actId, pinOf('000000'))).toEqual({
    refusal: { code: 'pin_locked', figures: { until: noon + 60_000 } },
  })
  await till.stop()
  const again = startTill(folder, { clock })
  expect(codeOf(await prove(again.page, actId, pinOf(wangs.pin)))).toBe('pin_locked')
  clock.move(60_000)
  expect(await prove(again.page, actId, pinOf(wangs.pin))).toEqual({ output: {} })
  expect(codeOf(await prove(again.page, actId, pinOf('000000')))).toBe('proof_wrong')
  expect(await payCash(again.page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ proof: 'member_pin', approver: null }])
  expect(eventsOf(folder, 'access.denied').at(-1)?.data.what).toBe('member_pin_wrong')
})

test('[PA6] six digits of the central prove an act, with contact alone', async () => {
  const central = await fakeCentral(({ method, path, body }) => {
    if (method !== 'POST') return null
    if (path === '/v1/one-time-codes') {
      return { status: 200, body: { sentTo: '138****5678', expiresAt: noon + 180_000 } }
    }
    if (path !== '/v1/one-time-codes/check') return null
    const { actId, amount, code } = body as { actId: string; amount: number; code: string }
    return code === '123456' && amount === 600
      ? { status: 200, body: { actId, proven: true } }
      : { status: 403, body: { code: 'one_time_code_wrong', message: 'no' } }
  })
  const { page, folder } = await newMemberTill({
    programme: careful,
    changed: { config: { central: { url: central.url } } },
  })
  const actId = await dearBasket(page)
  const asked = { actId, memberId: wang.memberId, amount: 600 as never }
  expect(await page.call('requestOneTimeCode', asked)).toEqual({
    output: { sentTo: '138****5678', expiresAt: noon + 180_000 },
  })
  expect(central.asked.find(({ path }) => path === '/v1/one-time-codes')?.body).toEqual(asked)
  expect(codeOf(await prove(page, actId, digits('000000')))).toBe('one_time_code_wrong')
  expect(await prove(page, actId, digits('123456'))).toEqual({ output: {} })
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ proof: 'one_time_code' }])

  const forgetful = await fakeCentral(({ path, body }) => {
    if (path !== '/v1/one-time-codes') return null
    const isPoor = (body as { memberId: string }).memberId === poor.memberId
    return isPoor
      ? { status: 429, body: { code: 'rate_limited', message: 'later' } }
      : { status: 404, body: { code: 'member_unknown', message: 'nobody' } }
  })
  const other = await newMemberTill({ changed: { config: { central: { url: forgetful.url } } } })
  expect(codeOf(await other.page.call('requestOneTimeCode', asked))).toBe('member_unknown')
  const tooOften = await other.page.call('requestOneTimeCode', { ...asked, memberId: poor.memberId })
  expect(codeOf(tooOften)).toBe('online_only')

  const alone = await newMemberTill()
  expect(codeOf(await alone.page.call('requestOneTimeCode', asked))).toBe('online_only')
  expect(codeOf(await prove(alone.page, actId, digits('123456')))).toBe('online_only')
})

test('[PA7] a supervisor approves this act and this amount for a minute, and the events say so', async () => {
  const { page, folder, clock } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  expect(await approve(page, { actId, amount: 600 })).toEqual({ output: { approver: staff.supervisor.name } })
  expect(page.slice('basket_changed').proven).toBe('supervisor')
  clock.move(60_001)
  expect(codeOf(await payCash(page))).toBe('approval_stale')
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await approve(page, { actId, amount: 500 })
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await approve(page, { actId: idOf(5), amount: 600 })
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await approve(page, { actId, amount: 600 })
  clock.move(59_000)
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'approval.given').at(-1)).toMatchObject({
    actor: staff.cashier.staffId,
    data: { approverId: staff.supervisor.staffId, actId, amount: 600, reason: '店长同意' },
  })
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([
    { id: actId, proof: 'supervisor', approver: staff.supervisor.staffId },
  ])
})

test('[PA7] an approval for one member is none for another of the same worth', async () => {
  const { page } = await newMemberTill({
    programme: careful,
    besides: (tx) => putLot(tx, { ...lots[0], lotId: idOf(4_900), memberId: poor.memberId }),
  })
  const actId = await dearBasket(page)
  await approve(page, { actId, amount: 600 })
  expect(page.slice('basket_changed').proven).toBe('supervisor')
  await page.call('attachMember', { memberId: poor.memberId })
  await page.call('burnPoints', { points: points(600) })
  expect(page.slice('basket_changed')).toMatchObject({ saleId: actId, burn: { amount: 600 }, proven: 'none' })
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await approve(page, { actId, amount: 600 })
  expect(await payCash(page)).toHaveProperty('output')
})

test('[PA7] an approval of one gift is none for another of the same points', async () => {
  const gifts = programme.gifts.map((gift) => ({ ...gift, points: points(500) }))
  const { page } = await newMemberTill({ programme: { ...careful, gifts } })
  await scan(page, wang.code)
  const actId = await beginAct(page)
  const exchange = (giftId: string) => page.call('exchangeGift', { actId, giftId })
  expect(codeOf(await exchange('cup'))).toBe('step_up_needed')
  await approve(page, { actId, amount: 500 })
  expect(codeOf(await exchange('wash'))).toBe('step_up_needed')
  await approve(page, { actId, amount: 500 })
  expect(await exchange('wash')).toHaveProperty('output')
})

test('[PA7] an approval is good once: the undo of what it was given for wants its own', async () => {
  const { page } = await newMemberTill({ policy: generous })
  const actId = await beginAct(page)
  const { couponId } = aloneCoupons.voucher
  await scan(page, wang.code)
  const redeem = () => page.call('redeemAlone', { actId, couponId, uses: 1 })
  const refused = await redeem()
  if (!('refusal' in refused)) throw new Error('no step-up')
  const amount = Number(refused.refusal.figures?.['amount'])
  await approve(page, { actId, amount })
  expect(await redeem()).toHaveProperty('output')
  const undo = () => page.call('undoRedemption', { redemptionId: actId })
  expect(codeOf(await undo())).toBe('approval_needed')
  await approve(page, { actId, amount })
  expect(await undo()).toHaveProperty('output')
})

test.each([
  ['themselves', staff.cashier, '理由', 'approval_self'],
  ['another who may not', staff.storeIt, '理由', 'approver_not_allowed'],
  ['nobody', { code: '999', pin: '000000' }, '理由', 'staff_unknown'],
  ['a wrong PIN', { code: staff.supervisor.code, pin: '000000' }, '理由', 'pin_wrong'],
  ['a supervisor without a reason', staff.supervisor, '  ', 'reason_missing'],
])('[PA8] %s does not approve', async (_, { code, pin }, reason, refusal) => {
  const { page, folder } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  expect(codeOf(await page.call('approveAct', { actId, amount: 600 as never, code, pin, reason }))).toBe(
    refusal,
  )
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  expect(eventsOf(folder, 'approval.given')).toEqual([])
  expect(eventsOf(folder, 'access.denied')).toHaveLength(1)
})

test('[PA8] who approved and then signed in to act is one person, not two', async () => {
  const { page } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  await approve(page, { actId, amount: 600 })
  const { code, pin } = staff.supervisor
  await page.call('signIn', { code, pin })
  expect(page.slice('basket_changed').proven).toBe('none')
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
})

test('[PA8] wrong PINs of an approver lock them as signing in does, and a right one forgives', async () => {
  const { page, clock } = await newMemberTill()
  const actId = await beginAct(page)
  const wrong = { code: staff.supervisor.code, pin: '000000' }
  for (let tries = 1; tries < 5; tries++) {
    expect(codeOf(await approve(page, { actId, amount: 1 }, wrong))).toBe('pin_wrong')
  }
  expect(codeOf(await approve(page, { actId, amount: 1 }, wrong))).toBe('pin_locked')
  expect(codeOf(await approve(page, { actId, amount: 1 }))).toBe('pin_locked')
  clock.move(60_000)
  expect(await approve(page, { actId, amount: 1 })).toHaveProperty('output')
  expect(codeOf(await approve(page, { actId, amount: 1 }, wrong))).toBe('pin_wrong')
})

test('[PA9] what a member proved holds for that act alone and not for ever', async () => {
  const { page, clock } = await newMemberTill({ programme: careful })
  await dearBasket(page)
  await prove(page, await beginAct(page), pinOf(wangs.pin))
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  const actId = uuid(page.slice('basket_changed').saleId ?? '')
  await prove(page, actId, pinOf(wangs.pin))
  clock.move(memberProofMs)
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await prove(page, actId, pinOf(wangs.pin))
  clock.move(memberProofMs - 1)
  expect(await payCash(page)).toHaveProperty('output')
})

test('[PA9] what a member proved for so much does not hold for more', async () => {
  const { page } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  await prove(page, actId, pinOf(wangs.pin))
  await page.call('burnPoints', { points: points(700) })
  expect(page.slice('basket_changed')).toMatchObject({ burn: { amount: 700 }, proven: 'none' })
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await page.call('burnPoints', { points: points(500) })
  expect(await payCash(page)).toHaveProperty('output')
})

test('[PA9] a proof of one member is none for another who took their place in the basket', async () => {
  const { page } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, dynamicCode(poor.memberId, noon))
  await scan(page, wang.code)
  const { saleId } = page.slice('basket_changed')
  expect(page.slice('basket_changed').member?.proof).toBe('scanned')
  await scan(page, coupons.good.code)
  expect(page.slice('basket_changed').proven).toBe('none')
  await expect(saleId).not.toBeNull()
})

test('[PA10] a sale that burns nothing and uses no coupon asks nobody, and says how its member was recognised', async () => {
  const { page, folder } = await newMemberTill({
    programme: { stepUp: { ...programme.stepUp, burnFrom: points(1), redemptionOfDay: 1 } },
  })
  await scan(page, codeOfOil(1))
  await page.call('attachMember', { memberId: wang.memberId })
  expect(page.slice('basket_changed').stepUp).toEqual([])
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ proof: 'searched', approver: null }])
})

test('[PA10] the third redemption of a day asks, whichever way the first two went', async () => {
  const { page, clock } = await newMemberTill({
    programme: { stepUp: { ...programme.stepUp, redemptionOfDay: 3 } },
  })
  const wash = async () =>
    page.call('redeemAlone', { actId: await beginAct(page), couponId: aloneCoupons.washes.couponId, uses: 1 })
  expect(await wash()).toHaveProperty('output')
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  expect(await payCash(page)).toHaveProperty('output')
  expect(await wash()).toMatchObject({ refusal: { figures: { reasons: 'many_redemptions' } } })
  clock.move(86_400_000)
  expect(await wash()).toHaveProperty('output')
})

test('[PA11] a frozen member’s code names them and lets nothing be spent', async () => {
  const { page } = await newMemberTill()
  await scan(page, codeOfOil(1))
  expect(await scan(page, dynamicCode(frozen.memberId, noon))).toHaveProperty('output')
  expect(codeOf(await page.call('burnPoints', { points: points(100) }))).toBe('member_frozen')
  const { couponId } = aloneCoupons.ofFrozen
  const actId = await beginAct(page)
  expect(codeOf(await page.call('redeemAlone', { actId, couponId, uses: 1 }))).toBe('member_frozen')
})

test('[PA11] who was blacklisted while in the basket spends nothing', async () => {
  const { page, folder } = await newMemberTill()
  await dearBasket(page)
  changeReplica(folder, (tx) => putMember(tx, { ...wang, status: 'blacklisted' }))
  await scan(page, codeOfOil(2))
  const { burn, toPay } = page.slice('basket_changed')
  expect([burn.points, toPay]).toEqual([0, 10_000])
})

test('[PA12] no PIN, code or proof is in the log', async () => {
  const { page, log } = await newMemberTill()
  const actId = await beginAct(page)
  const text = dynamicCode(wang.memberId, noon)
  await prove(page, actId, pinOf('918273'))
  await prove(page, actId, dynamic(text))
  await prove(page, actId, digits('564738'))
  await approve(page, { actId, amount: 1 }, { code: '201', pin: '827364' })
  await scan(page, text)
  const lines = log.lines.join('\n')
  for (const secret of ['918273', '564738', '827364', text.slice(4, 30), '店长同意']) {
    expect(lines).not.toContain(secret)
  }
  expect(outputOf(await page.call('memberProfile', { memberId: wang.memberId })).memberId).toBe(wang.memberId)
})
