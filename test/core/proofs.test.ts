import { expect, test } from 'vitest'
import { putMember } from '../../db/replica/member-table.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import { actWaitsMs, memberProofMs } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import { giftCardCode, memberCode } from '../../domain/scan.ts'
import {
  blacklisted,
  codeOfOil,
  coupons,
  frozen,
  idOf,
  noon,
  poor,
  programme,
  staff,
  wang,
} from './demo-chain.ts'
import { aloneCoupons, dynamicCode, wangs } from './member-chain.ts'
import {
  approve,
  beginAct,
  changeReplica,
  codeOf,
  eventsOf,
  fakeCentral,
  newMemberTill,
  outputOf,
} from './member-rig.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { startTill } from './till-rig.ts'

/** A programme in which 500 points are many. */
const careful = { stepUp: { ...programme.stepUp, burnFrom: points(500) } }

/** A basket of Wang's that pays with 600 points: ¥6. */
async function dearBasket(page: Page): Promise<Uuid> {
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await page.call('burnPoints', { points: points(600) })
  return uuid(page.slice('basket_changed').saleId ?? '')
}

function prove(
  page: Page,
  actId: Uuid,
  proof: Parameters<typeof page.call<'proveMember'>>[1]['proof'],
  memberId = wang.memberId,
) {
  return page.call('proveMember', { actId, memberId, proof })
}

const dynamic = (text: string) => ({ kind: 'dynamic_code', text }) as const
const pinOf = (pin: string) => ({ kind: 'member_pin', pin }) as const
const digits = (code: string) => ({ kind: 'one_time_code', code }) as const

test.each([
  ['their code', wang.code],
  ['their code in small letters', wang.code.toLowerCase()],
  ['their card', wangs.card],
  ['their NFC identity', wangs.nfc],
  ['their NFC identity with colons', '04:a2:24:b1:c8:34:80'],
  ['their NFC identity in small letters', wangs.nfc.toLowerCase()],
])('[PA1] a member is recognised by %s, scanned or typed', async (_, text) => {
  const { page } = await newMemberTill()
  expect(await scan(page, text)).toEqual({ output: { kind: 'member_attached' } })
  expect(page.slice('basket_changed').member).toMatchObject({ memberId: wang.memberId, proof: 'scanned' })
  const typed = await newMemberTill()
  await typed.page.call('takeScan', { text, source: 'typed' })
  expect(typed.page.slice('basket_changed').member?.proof).toBe('typed')
})

test.each([
  ['a card nobody has', '801000000002', 'code_damaged'],
  ['an identity nobody has', '04A224B1C83481', 'code_unknown'],
  ['a member nobody knows', memberCode(4_444), 'member_unknown'],
  ['a member who is blacklisted', blacklisted.code, 'member_blacklisted'],
  ['a gift card nobody knows', giftCardCode(4_444), 'account_unknown'],
  ['an injection', "' OR '1'='1", 'code_unknown'],
  ['a card with a control character', '8010\u000000000001', 'code_damaged'],
])('[PA1] %s attaches nobody', async (_, text, code) => {
  const { page } = await newMemberTill()
  expect(codeOf(await scan(page, text))).toBe(code)
  expect(page.slice('basket_changed').member).toBeNull()
})

test('[PA2] a phone’s dynamic code attaches its member, and proves this very sale', async () => {
  const { page, folder } = await newMemberTill({ programme: careful })
  await scan(page, codeOfOil(1))
  expect(await scan(page, dynamicCode(wang.memberId, noon))).toEqual({ output: { kind: 'member_attached' } })
  await page.call('burnPoints', { points: points(600) })
  expect(page.slice('basket_changed')).toMatchObject({
    member: { memberId: wang.memberId, proof: 'dynamic_code' },
    stepUp: ['many_points'],
    proven: 'dynamic_code',
  })
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ proof: 'dynamic_code', approver: null }])
})

test('[PA2] while a sale of theirs waits for a second proof, the code is that proof', async () => {
  const { page, folder } = await newMemberTill({ programme: careful })
  const actId = await dearBasket(page)
  expect(await payCash(page)).toEqual({
    refusal: { code: 'step_up_needed', figures: { reasons: 'many_points', amount: 600, actId } },
  })
  expect(await scan(page, dynamicCode(wang.memberId, noon))).toEqual({
    output: { kind: 'member_proven', subjectId: wang.memberId },
  })
  expect(page.slice('basket_changed').proven).toBe('dynamic_code')
  expect(await payCash(page)).toHaveProperty('output')
  expect(eventsOf(folder, 'sale.completed')).toMatchObject([{ id: actId, proof: 'dynamic_code' }])
})

test('[PA2] the code proves an act of the verification screen too, and only its owner’s', async () => {
  const { page, folder } = await newMemberTill()
  const actId = await beginAct(page)
  const redeem = () => page.call('redeemAlone', { actId, couponId: aloneCoupons.voucher.couponId, uses: 1 })
  expect(codeOf(await redeem())).toBe('step_up_needed')
  expect(await scan(page, dynamicCode(poor.memberId, noon))).toEqual({ output: { kind: 'member_attached' } })
  expect(codeOf(await redeem())).toBe('step_up_needed')
  expect(await scan(page, dynamicCode(wang.memberId, noon))).toHaveProperty('output.kind', 'member_proven')
  expect(await redeem()).toHaveProperty('output')
  expect(eventsOf(folder, 'coupon.redeemed')).toMatchObject([{ id: actId, proof: 'dynamic_code' }])
})

test('[PA2] an act that was given up waits for nobody: the code then names the member of the next basket', async () => {
  const { page, clock } = await newMemberTill({ programme: careful })
  await dearBasket(page)
  expect(codeOf(await payCash(page))).toBe('step_up_needed')
  await page.call('clearBasket', {})
  await scan(page, codeOfOil(1))
  expect(await scan(page, dynamicCode(wang.memberId, noon))).toEqual({ output: { kind: 'member_attached' } })
  const actId = await beginAct(page)
  const redeem = () => page.call('redeemAlone', { actId, couponId: aloneCoupons.voucher.couponId, uses: 1 })
  expect(codeOf(await redeem())).toBe('step_up_needed')
  clock.move(actWaitsMs + 1)
  const later = dynamicCode(wang.memberId, noon + actWaitsMs)
  expect(await scan(page, later)).toHaveProperty('output.kind', 'member_proven')
  expect(codeOf(await redeem())).toBe('step_up_needed')
})

test('[PA3] a dynamic code is taken once, also by a till on which it was proven instead of scanned', async () => {
  const { page } = await newMemberTill()
  const text = dynamicCode(wang.memberId, noon)
  await scan(page, text)
  expect(codeOf(await scan(page, text))).toBe('code_replayed')
  const actId = await beginAct(page)
  expect(codeOf(await prove(page, actId, dynamic(text)))).toBe('code_replayed')
  expect(await prove(page, actId, dynamic(dynamicCode(wang.memberId, noon, '00'.repeat(8))))).toEqual({
    output: {},
  })
})

test.each([
  ['a minute and a half old and more', dynamicCode(wang.memberId, noon - 91_000), 'code_stale'],
  ['of the future', dynamicCode(wang.memberId, noon + 31_000), 'code_stale'],
  ['cut off', dynamicCode(wang.memberId, noon).slice(0, -3), 'code_forged'],
  ['of a member nobody knows', dynamicCode(idOf(77), noon), 'member_unknown'],
  ['of a blacklisted member', dynamicCode(blacklisted.memberId, noon), 'member_blacklisted'],
])('[PA3] a dynamic code %s attaches nobody', async (_, text, code) => {
  const { page } = await newMemberTill()
  expect(codeOf(await scan(page, text))).toBe(code)
  expect(page.slice('basket_changed').member).toBeNull()
})

test('[PA3] one character of a dynamic code swapped anywhere is refused', async () => {
  const { page } = await newMemberTill()
  const text = dynamicCode(wang.memberId, noon)
  for (let at = 4; at < text.length; at += 11) {
    const swapped = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
    expect(codeOf(await scan(page, swapped))).toMatch(/^code_(forged|key_unknown)$/)
  }
  expect(page.slice('basket_changed').member).toBeNull()
})

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
    const { actId, code } = body as { actId: string; code: string }
    return code === '123456'
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

test('[PA9] a proof of one member is none for another who took their place in the basket', async () => {
  const { page } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, dynamicCode(poor.memberId, noon))
  await scan(page, wang.code)
  const { saleId } = page.slice('basket_changed')
  expect(page.slice('basket_changed').member?.proof).toBe('scanned')
  await scan(page, coupons.good.code)
  expect(page.slice('basket_changed').proven).toBe('none')
  expect(saleId).not.toBeNull()
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
