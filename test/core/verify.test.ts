import { expect, test } from 'vitest'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponCode } from '../../domain/scan.ts'
import { codeOfOil, coupons, idOf, noon, staff, wang } from './demo-chain.ts'
import { aloneCoupons, signedCoupon, templates } from './member-chain.ts'
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
import { generous } from './risk-rows.ts'
import { type Page, payCash, scan } from './till-parts.ts'
import { startTill } from './till-rig.ts'

const day = 86_400_000
const { washes, bearerWash, voucher, daily } = aloneCoupons

function verify(page: Page, text: string) {
  return page.call('verifyCoupon', { text })
}

async function redeem(page: Page, couponId: Uuid, uses = 1, actId?: Uuid) {
  return page.call('redeemAlone', { actId: actId ?? (await beginAct(page)), couponId, uses })
}

test('[VF1] a coupon is shown in one glance: good or not, whose, its rules, what is left', async () => {
  const { page } = await newMemberTill()
  expect(outputOf(await verify(page, washes.code))).toEqual({
    couponId: washes.couponId,
    name: { zh: '洗车卡', en: 'Car washes' },
    terms: templates.washes.terms,
    refusal: null,
    state: 'issued',
    kind: 'service',
    forGoods: false,
    owner: { memberId: wang.memberId, maskedName: '王*', maskedPhone: '138****5678' },
    usesMax: 5,
    usesLeft: 5,
    validFrom: washes.validFrom,
    validTo: washes.validTo,
    faceValue: 1_500,
    partner: null,
    signed: false,
    askedOnline: false,
  })
  expect(outputOf(await verify(page, ` ${bearerWash.code.toLowerCase()}\r`))).toMatchObject({
    refusal: null,
    owner: null,
  })
  expect(outputOf(await verify(page, washes.couponId)).couponId).toBe(washes.couponId)
})

test.each([
  ['used', coupons.used, 'coupon_used', 'redeemed'],
  ['expired', coupons.expired, 'coupon_expired', 'expired'],
  ['not yet valid', coupons.early, 'coupon_not_yet_valid', 'issued'],
  ['revoked', coupons.revoked, 'coupon_revoked', 'revoked'],
  ['of a frozen member', aloneCoupons.ofFrozen, 'member_frozen', 'issued'],
  ['of another store', coupons.otherStore, 'coupon_wrong_store', 'issued'],
  ['of another tier', coupons.otherTier, 'coupon_wrong_tier', 'issued'],
  ['of another day', coupons.otherDay, 'coupon_wrong_time', 'issued'],
  ['of the central alone', aloneCoupons.onlineOnly, 'coupon_online_only', 'issued'],
] as const)('[VF1] a coupon %s is shown with the reason', async (_, coupon, code, state) => {
  const { page } = await newMemberTill()
  const shown = outputOf(await verify(page, coupon.code))
  expect(shown).toMatchObject({ refusal: { code }, state })
})

test('[VF1] a coupon on goods is no "no": it says that it belongs to a sale, and is not redeemed alone', async () => {
  const { page } = await newMemberTill()
  expect(outputOf(await verify(page, coupons.good.code))).toMatchObject({ refusal: null, forGoods: true })
  expect(codeOf(await redeem(page, coupons.good.couponId))).toBe('coupon_only_for_goods')
})

test.each([
  ['a code nobody issued', couponCode(999_999), 'coupon_unknown'],
  ['a coupon whose template has not arrived', aloneCoupons.noTemplate.code, 'coupon_template_unknown'],
  ['goods', codeOfOil(1), 'code_unknown'],
  ['a member', wang.code, 'code_unknown'],
  [
    'a wrong check digit',
    `${washes.code.slice(0, -1)}${(Number(washes.code.at(-1)) + 1) % 10}`,
    'code_damaged',
  ],
  ['nothing', '', 'code_damaged'],
  ['a signed code cut off', signedCoupon().slice(0, 40), 'code_forged'],
  ['a wall of text', '9'.repeat(5_000), 'code_too_long'],
  ['an id nobody has', idOf(77), 'coupon_unknown'],
])('[VF2] %s shows no coupon', async (_, text, code) => {
  const { page } = await newMemberTill()
  expect(codeOf(await verify(page, text))).toBe(code)
})

test('[VF3] uses go one by one or several at once, each under its number, never more than are left', async () => {
  const { page, folder } = await newMemberTill({ policy: generous })
  expect(outputOf(await redeem(page, washes.couponId))).toMatchObject({
    name: { en: 'Car washes' },
    uses: 1,
    usesLeft: 4,
    at: noon,
    mark: 'O',
    declinedLater: false,
    undone: false,
    undoUntil: noon + 300_000,
  })
  expect(outputOf(await redeem(page, washes.couponId, 3))).toMatchObject({ uses: 3, usesLeft: 1 })
  expect(await redeem(page, washes.couponId, 2)).toEqual({
    refusal: { code: 'uses_not_left', figures: { left: 1 } },
  })
  expect(outputOf(await redeem(page, washes.couponId))).toMatchObject({ usesLeft: 0 })
  expect(codeOf(await redeem(page, washes.couponId))).toBe('coupon_used')
  const events = eventsOf(folder, 'coupon.redeemed')
  expect(events.map(({ data }) => data.useNumbers)).toEqual([[1], [2, 3, 4], [5]])
  expect(events[0]).toMatchObject({
    id: events[0]?.data.redemptionId,
    actor: staff.cashier.staffId,
    proof: 'scanned',
    approver: null,
    data: { memberId: wang.memberId, faceValue: 1_500, signed: null, slipNumber: 'S01-T1-1-000001' },
  })
})

test('[VF4] a redemption asked for again is answered and not made twice, also at once and after a restart', async () => {
  const { page, folder, till } = await newMemberTill()
  const actId = await beginAct(page)
  const [first, second] = await Promise.all([
    redeem(page, washes.couponId, 2, actId),
    redeem(page, washes.couponId, 2, actId),
  ])
  expect(second).toEqual(first)
  await till.stop()
  const again = startTill(folder)
  expect(await redeem(again.page, washes.couponId, 2, actId)).toEqual(first)
  expect(eventsOf(folder, 'coupon.redeemed')).toHaveLength(1)
})

test('[VF4] what was good when it was looked at is judged again when it is redeemed', async () => {
  const { page, folder } = await newMemberTill()
  expect(outputOf(await verify(page, washes.code)).refusal).toBeNull()
  changeReplica(folder, (tx) => putCoupon(tx, { ...washes, status: 'revoked' }))
  expect(codeOf(await redeem(page, washes.couponId))).toBe('coupon_revoked')
  expect(codeOf(await redeem(page, idOf(77)))).toBe('coupon_unknown')
  changeReplica(folder, (tx) => {
    putCoupon(tx, washes)
    putMember(tx, { ...wang, status: 'frozen' })
  })
  expect(codeOf(await redeem(page, washes.couponId))).toBe('member_frozen')
  expect(eventsOf(folder, 'coupon.redeemed')).toEqual([])
})

test('[VF4] the limit of a day counts uses in sales and alone together', async () => {
  const { page, clock } = await newMemberTill()
  expect(codeOf(await redeem(page, daily.couponId, 3))).toBe('coupon_day_limit')
  expect(outputOf(await redeem(page, daily.couponId, 2)).usesLeft).toBe(3)
  expect(codeOf(await redeem(page, daily.couponId))).toBe('coupon_day_limit')
  clock.move(day)
  expect(outputOf(await redeem(page, daily.couponId)).usesLeft).toBe(2)
})

test('[VF5] a supervisor takes a redemption back within five minutes, once, and its uses are left again', async () => {
  const { page, folder, clock } = await newMemberTill({ signedIn: 'supervisor', policy: generous })
  const { redemptionId } = outputOf(await redeem(page, washes.couponId, 5))
  clock.move(299_000)
  const undone = outputOf(await page.call('undoRedemption', { redemptionId }))
  expect(undone).toMatchObject({ redemptionId, undone: true, usesLeft: 5 })
  expect(outputOf(await verify(page, washes.code))).toMatchObject({
    state: 'restored',
    usesLeft: 5,
    refusal: null,
  })
  expect(codeOf(await page.call('undoRedemption', { redemptionId }))).toBe('already_undone')
  expect(eventsOf(folder, 'coupon.restored')).toMatchObject([
    {
      actor: staff.supervisor.staffId,
      data: { redemptionId, couponId: washes.couponId, useNumbers: [1, 2, 3, 4, 5], reason: 'undo' },
    },
  ])
  // Numbers go on: the chain keeps each of them once for ever.
  await redeem(page, washes.couponId)
  expect(eventsOf(folder, 'coupon.redeemed').at(-1)?.data.useNumbers).toEqual([6])
})

test('[VF5] after five minutes it is too late; what was no redemption is unknown', async () => {
  const { page, clock, folder } = await newMemberTill({ signedIn: 'supervisor' })
  const { redemptionId } = outputOf(await redeem(page, washes.couponId))
  clock.move(300_001)
  expect(codeOf(await page.call('undoRedemption', { redemptionId }))).toBe('undo_too_late')
  await scan(page, codeOfOil(1))
  const { saleId } = outputOf(await payCash(page))
  expect(codeOf(await page.call('undoRedemption', { redemptionId: saleId }))).toBe('redemption_unknown')
  expect(codeOf(await page.call('undoRedemption', { redemptionId: idOf(77) }))).toBe('redemption_unknown')
  expect(eventsOf(folder, 'coupon.restored')).toEqual([])
})

test('[VF6] a cashier needs a supervisor’s word for exactly this redemption', async () => {
  const { page, folder, clock } = await newMemberTill()
  const { redemptionId } = outputOf(await redeem(page, washes.couponId, 2))
  const undo = () => page.call('undoRedemption', { redemptionId })
  expect(await undo()).toEqual({
    refusal: { code: 'approval_needed', figures: { actId: redemptionId, amount: 3_000 } },
  })
  await approve(page, { actId: redemptionId, amount: 1_500 })
  expect(codeOf(await undo())).toBe('approval_needed')
  await approve(page, { actId: redemptionId, amount: 3_000 })
  clock.move(60_001)
  expect(codeOf(await undo())).toBe('approval_stale')
  await approve(page, { actId: redemptionId, amount: 3_000 })
  expect(outputOf(await undo()).undone).toBe(true)
  expect(eventsOf(folder, 'coupon.restored')).toMatchObject([
    { actor: staff.cashier.staffId, proof: 'supervisor', approver: staff.supervisor.staffId },
  ])
})

test('[VF7] the day’s redemptions are listed newest first, with what was taken back', async () => {
  const { page, clock } = await newMemberTill({ signedIn: 'supervisor' })
  const first = outputOf(await redeem(page, washes.couponId))
  clock.move(1_000)
  const second = outputOf(await redeem(page, bearerWash.couponId))
  await page.call('undoRedemption', { redemptionId: first.redemptionId })
  const { redemptions } = outputOf(await page.call('recentRedemptions', {}))
  expect(redemptions.map(({ redemptionId, undone }) => [redemptionId, undone])).toEqual([
    [second.redemptionId, false],
    [first.redemptionId, true],
  ])
  clock.move(day)
  expect(outputOf(await page.call('recentRedemptions', {})).redemptions).toEqual([])
  await page.call('signOut', {})
  expect(codeOf(await page.call('recentRedemptions', {}))).toBe('signed_out')
})

test('[VF14] a coupon’s history is the central’s with what it has not heard added; without contact what is known here', async () => {
  const told = [
    { at: washes.issuedAt, what: 'issued', storeNumber: null, terminalNumber: null, useNumber: null },
    { at: noon - day, what: 'redeemed', storeNumber: 'S02', terminalNumber: 'T9', useNumber: 1 },
  ]
  const central = await fakeCentral(({ path }) =>
    path === `/v1/coupons/${washes.couponId}/history`
      ? { status: 200, body: { coupon: { ...washes, usesDone: 1 }, steps: told } }
      : null,
  )
  const here = { storeNumber: 'S01', terminalNumber: 'T1' }
  const own = { at: noon, what: 'redeemed', ...here, useNumber: 2 }
  const besides = (tx: Parameters<typeof putCoupon>[0]) => putCoupon(tx, { ...washes, usesDone: 1 })
  const online = await newMemberTill({ besides, changed: { config: { central: { url: central.url } } } })
  await redeem(online.page, washes.couponId)
  expect(await online.page.call('couponHistory', { couponId: washes.couponId })).toEqual({
    output: { complete: true, steps: [...told, own] },
  })
  const alone = await newMemberTill({ besides, signedIn: 'supervisor' })
  const { redemptionId } = outputOf(await redeem(alone.page, washes.couponId))
  await alone.page.call('undoRedemption', { redemptionId })
  expect(await alone.page.call('couponHistory', { couponId: washes.couponId })).toEqual({
    output: { complete: false, steps: [told[0], own, { ...own, what: 'restored' }] },
  })
  const { couponId } = outputOf(await verify(alone.page, signedCoupon()))
  expect(outputOf(await alone.page.call('couponHistory', { couponId })).steps).toMatchObject([
    { what: 'issued' },
  ])
  expect(codeOf(await alone.page.call('couponHistory', { couponId: idOf(77) }))).toBe('coupon_unknown')
})

test('[VF15] a dear coupon asks for a second proof, and the event says which', async () => {
  const { page, folder } = await newMemberTill({ policy: generous })
  const actId = await beginAct(page)
  expect(await redeem(page, voucher.couponId, 1, actId)).toEqual({
    refusal: { code: 'step_up_needed', figures: { reasons: 'dear_coupon', amount: 15_000, actId } },
  })
  await approve(page, { actId, amount: 15_000 })
  expect(await redeem(page, voucher.couponId, 1, actId)).toHaveProperty('output')
  const high = await redeem(page, aloneCoupons.highValue.couponId)
  expect(high).toMatchObject({ refusal: { figures: { reasons: 'dear_coupon', amount: 0 } } })
  expect(eventsOf(folder, 'coupon.redeemed')).toMatchObject([
    { id: actId, proof: 'supervisor', approver: staff.supervisor.staffId },
  ])
})

test('[VF16] a coupon that gives no goods, scanned beside them, is shown instead of refused', async () => {
  const { page } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(await scan(page, washes.code)).toEqual({
    output: { kind: 'coupon_verified', subjectId: washes.couponId },
  })
  expect(page.slice('basket_changed').coupons.filter(({ state }) => state === 'applied')).toEqual([])
})
