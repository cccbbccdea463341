import { expect, test } from 'vitest'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { couponCode } from '../../domain/scan.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, frozen, idOf, noon, wang } from './demo-chain.ts'
import { aloneCoupons, signedCoupon, strangerKey, tagOf, templates } from './member-chain.ts'
import {
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
const { washes, bearerWash } = aloneCoupons

function verify(page: Page, text: string) {
  return page.call('verifyCoupon', { text })
}

async function redeem(page: Page, couponId: Uuid, uses = 1, actId?: Uuid) {
  return page.call('redeemAlone', { actId: actId ?? (await beginAct(page)), couponId, uses })
}

test('[VF8] a signed coupon nobody here has heard of is good without asking, alone and beside goods, and counts its uses', async () => {
  const { page, folder } = await newMemberTill()
  const text = signedCoupon()
  const shown = outputOf(await verify(page, text))
  expect(shown).toMatchObject({ refusal: null, signed: true, usesLeft: 5, owner: null, kind: 'service' })
  expect(outputOf(await redeem(page, shown.couponId, 2))).toMatchObject({ usesLeft: 3 })
  expect(outputOf(await verify(page, text))).toMatchObject({ usesLeft: 3 })
  expect(eventsOf(folder, 'coupon.redeemed')[0]?.data).toMatchObject({
    signed: { code: text, face: null },
    useNumbers: [1, 2],
  })

  const beside = signedCoupon({
    couponId: idOf(9_002),
    templateId: templates.welcome.templateId,
    face: money(2_500),
    usesMax: 1,
  })
  await scan(page, codeOfOil(1))
  expect(await scan(page, beside)).toEqual({ output: { kind: 'coupon_added' } })
  expect(page.slice('basket_changed').toPay).toBe(2_500)
  expect(codeOf(await scan(page, beside))).toBe('coupon_already_in_basket')
  await payCash(page)
  expect(eventsOf(folder, 'sale.completed')[0]?.data.coupons).toMatchObject([
    { couponId: idOf(9_002), useNumber: 1, amount: 2_500 },
  ])
  await scan(page, codeOfOil(1))
  expect(codeOf(await scan(page, beside))).toBe('coupon_used')
})

test('[VF8] a code says whose a coupon was; whose it became the central says, and the code brought again changes nothing', async () => {
  const { onlineOnly } = aloneCoupons
  const couponId = idOf(9_003)
  const text = signedCoupon({ couponId, templateId: onlineOnly.templateId, memberTag: tagOf(wang.memberId) })
  const given = { ...onlineOnly, couponId, code: '', memberId: frozen.memberId }
  const central = await centralInContact((path) =>
    path === `/v1/coupons/${couponId}/history`
      ? { status: 200, body: { coupon: given, changeNumber: 1_000_000, steps: [] } }
      : null,
  )
  const { page } = await tillInContact(central, { members: true })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  for (let again = 0; again < 2; again++) {
    expect(codeOf(await scan(page, text))).toBe('coupon_not_yours')
  }
})

test('[VF8] a basket with a signed coupon outlives the process', async () => {
  const { page, folder, till } = await newMemberTill()
  await scan(page, codeOfOil(1))
  await scan(page, signedCoupon({ templateId: templates.welcome.templateId, usesMax: 1 }))
  expect(page.slice('basket_changed').toPay).toBe(4_000)
  await till.stop()
  const again = startTill(folder)
  expect(again.page.slice('basket_changed').toPay).toBe(4_000)
  expect(await payCash(again.page)).toHaveProperty('output')
})

test('[VF9] a signed coupon of a member is theirs alone, and of a store this one’s', async () => {
  const { page } = await newMemberTill()
  const text = signedCoupon({ memberTag: tagOf(wang.memberId), homeStoreId: idOf(1) })
  expect(outputOf(await verify(page, text))).toMatchObject({
    refusal: { code: 'coupon_not_yours' },
    owner: null,
  })
  expect(codeOf(await redeem(page, idOf(9_001)))).toBe('coupon_not_yours')
  await page.call('attachMember', { memberId: frozen.memberId })
  expect(outputOf(await verify(page, text)).refusal?.code).toBe('coupon_not_yours')
  await page.call('attachMember', { memberId: wang.memberId })
  expect(outputOf(await verify(page, text))).toMatchObject({
    refusal: null,
    owner: { memberId: wang.memberId },
  })
  const elsewhere = signedCoupon({ couponId: idOf(9_003), homeStoreId: idOf(99) })
  expect(outputOf(await verify(page, elsewhere)).refusal?.code).toBe('coupon_wrong_store')
})

test('[VF9] a signed coupon issued to an id that was merged is the survivor’s', async () => {
  const { page, folder } = await newMemberTill()
  const old = idOf(1_777)
  changeReplica(folder, (tx) =>
    putMember(tx, {
      ...wang,
      memberId: old,
      code: 'M0000000017776',
      status: 'merged',
      mergedInto: wang.memberId,
    }),
  )
  await page.call('attachMember', { memberId: old })
  expect(page.slice('basket_changed').member?.memberId).toBe(wang.memberId)
  expect(outputOf(await verify(page, signedCoupon({ memberTag: tagOf(old) })))).toMatchObject({
    refusal: null,
    owner: { memberId: wang.memberId },
  })
})

test.each([
  ['signed by a stranger', signedCoupon({}, strangerKey), 'code_forged'],
  [
    'of a series nobody knows',
    signedCoupon({}, { ...strangerKey, keyId: 'ab'.repeat(8) }),
    'code_key_unknown',
  ],
  ['of last year', signedCoupon({ notBefore: noon - 9 * day, expiresAt: noon - day }), 'code_expired'],
  ['of next year', signedCoupon({ notBefore: noon + day }), 'code_not_yet_valid'],
  ['of a template not here', signedCoupon({ templateId: idOf(2_998) }), 'coupon_template_unknown'],
])('[VF10] a signed coupon %s is not taken', async (_, text, code) => {
  const { page } = await newMemberTill()
  expect(codeOf(await verify(page, text))).toBe(code)
  await scan(page, codeOfOil(1))
  expect(codeOf(await scan(page, text))).toBe(code)
  expect(page.slice('basket_changed').coupons).toEqual([])
})

test('[VF10] one character of a signed coupon swapped anywhere is refused, and nothing is kept of it', async () => {
  const { page, folder } = await newMemberTill()
  const text = signedCoupon()
  for (let at = 4; at < text.length; at += 7) {
    const swapped = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
    expect(codeOf(await verify(page, swapped))).toMatch(/^code_(forged|key_unknown)$/)
  }
  expect(eventsOf(folder, 'coupon.redeemed')).toEqual([])
  expect(codeOf(await redeem(page, idOf(9_001)))).toBe('coupon_unknown')
})

test('[VF11] two coupons with one code: the chain keeps the one it was told last, and the other is unknown', async () => {
  const { page, folder } = await newMemberTill()
  const twin = { ...bearerWash, couponId: idOf(3_900) }
  changeReplica(folder, (tx) => putCoupon(tx, twin))
  const shown = outputOf(await verify(page, bearerWash.code))
  expect([bearerWash.couponId, twin.couponId]).toContain(shown.couponId)
  await redeem(page, shown.couponId)
  expect(outputOf(await verify(page, bearerWash.code)).refusal?.code).toBe('coupon_used')
})

test('[VF12] a coupon the copy here does not have is asked for, and good for a sale and alone', async () => {
  const told = { ...washes, couponId: idOf(3_800), code: couponCode(800), memberId: null }
  const central = await fakeCentral(({ path }) =>
    path === `/v1/coupons/${told.code}` ? { status: 200, body: { coupon: told } } : null,
  )
  const { page } = await newMemberTill({
    changed: { config: { central: { url: central.url } } },
    policy: generous,
  })
  expect(outputOf(await verify(page, told.code))).toMatchObject({
    askedOnline: true,
    refusal: null,
    usesLeft: 5,
  })
  expect(outputOf(await redeem(page, told.couponId, 5)).usesLeft).toBe(0)
  expect(outputOf(await verify(page, told.code)).refusal?.code).toBe('coupon_used')
  expect(codeOf(await verify(page, couponCode(801)))).toBe('coupon_unknown')
  await scan(page, codeOfOil(1))
  expect(codeOf(await scan(page, told.code))).toBe('coupon_used')
  expect(codeOf(await scan(page, couponCode(801)))).toBe('coupon_unknown')
})

test('[VF13] a coupon of the central alone is taken as the central tells it now, and not without contact', async () => {
  const { onlineOnly } = aloneCoupons
  let usesDone = 0
  const central = await fakeCentral(({ path }) =>
    path === `/v1/coupons/${onlineOnly.couponId}/history`
      ? { status: 200, body: { coupon: { ...onlineOnly, usesDone }, steps: [] } }
      : null,
  )
  const online = await newMemberTill({ changed: { config: { central: { url: central.url } } } })
  await scan(online.page, codeOfOil(1))
  await scan(online.page, wang.code)
  usesDone = 1
  expect(codeOf(await scan(online.page, onlineOnly.code))).toBe('coupon_used')
  expect(outputOf(await verify(online.page, onlineOnly.code)).refusal?.code).toBe('coupon_used')
  usesDone = 0
  const reached = await centralInContact((path) =>
    path === `/v1/coupons/${onlineOnly.couponId}/history`
      ? { status: 200, body: { coupon: onlineOnly, steps: [] } }
      : null,
  )
  const fresh = await tillInContact(reached, { members: true })
  expect(outputOf(await verify(fresh.page, onlineOnly.code)).refusal).toBeNull()
  expect(outputOf(await redeem(fresh.page, onlineOnly.couponId)).usesLeft).toBe(0)
  const alone = await newMemberTill()
  expect(codeOf(await redeem(alone.page, onlineOnly.couponId))).toBe('coupon_online_only')
  await scan(alone.page, codeOfOil(1))
  await scan(alone.page, wang.code)
  expect(codeOf(await scan(alone.page, onlineOnly.code))).toBe('coupon_online_only')
  const inStrip = await alone.page.call('redeemCoupon', { couponId: onlineOnly.couponId })
  expect(codeOf(inStrip)).toBe('coupon_online_only')
})

test('[VF13] a coupon of the central alone that is in the basket is not sold once contact is lost', async () => {
  const { onlineOnly } = aloneCoupons
  const central = await centralInContact((path) =>
    path === `/v1/coupons/${onlineOnly.couponId}/history`
      ? { status: 200, body: { coupon: onlineOnly, steps: [] } }
      : null,
  )
  const before = await tillInContact(central, { members: true })
  await scan(before.page, codeOfOil(1))
  await scan(before.page, wang.code)
  expect(await scan(before.page, onlineOnly.code)).toEqual({ output: { kind: 'coupon_added' } })
  await before.till.stop()
  const { page } = startTill(before.folder)
  expect(codeOf(await payCash(page))).toBe('coupon_online_only')
  await page.call('removeCoupon', { couponId: onlineOnly.couponId })
  expect(await payCash(page)).toHaveProperty('output')
})

test('[VF13] a coupon of the central alone that the central does not know is refused', async () => {
  const { onlineOnly } = aloneCoupons
  const central = await fakeCentral(() => ({
    status: 404,
    body: { code: 'coupon_unknown', message: 'nothing here' },
  }))
  const { page } = await newMemberTill({ changed: { config: { central: { url: central.url } } } })
  expect(codeOf(await redeem(page, onlineOnly.couponId))).toBe('coupon_unknown')
})
