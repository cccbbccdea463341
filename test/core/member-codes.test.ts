import { expect, test } from 'vitest'
import { actWaitsMs } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import { giftCardCode, memberCode } from '../../domain/scan.ts'
import { blacklisted, codeOfOil, idOf, noon, poor, wang } from './demo-chain.ts'
import { aloneCoupons, dynamicCode, wangs } from './member-chain.ts'
import {
  beginAct,
  careful,
  codeOf,
  dearBasket,
  dynamic,
  eventsOf,
  newMemberTill,
  prove,
} from './member-rig.ts'
import { generous } from './risk-rows.ts'
import { payCash, scan } from './till-parts.ts'
import { startTill } from './till-rig.ts'

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
  const { page, folder } = await newMemberTill({ policy: generous })
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

test('[PA3] a dynamic code is taken once over a restart too', async () => {
  const { page, folder, till } = await newMemberTill()
  const text = dynamicCode(wang.memberId, noon)
  expect(await scan(page, text)).toHaveProperty('output')
  await till.stop()
  expect(codeOf(await scan(startTill(folder).page, text))).toBe('code_replayed')
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
