import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, coupons, poor, programme, wang } from './demo-chain.ts'
import { openHanded } from './give-coupon-rows.ts'
import { codeOf, outputOf } from './member-rig.ts'
import { approve, begin } from './refusal-row.ts'
import { scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

const { couponId } = coupons.early
const path = '/v1/coupon-transfers'
const given = (body: unknown) => ({ actId: (body as { actId: string }).actId, couponId, toMaskedName: '李*' })

test('[PD19] the desk lists what of the member’s coupons may be given away, those that end first', async () => {
  const { page } = await newTill({}, { programme: openHanded })
  await scan(page, wang.code)
  const { giveable } = outputOf(await page.call('pointsDesk', {}))
  const ids = giveable.map((one) => one.couponId)
  expect(ids).toContain(couponId)
  for (const no of [coupons.used, coupons.expired, coupons.revoked, coupons.reserved, coupons.bearer]) {
    expect(ids).not.toContain(no.couponId)
  }
  const ends = giveable.map(({ expiresAt }) => expiresAt)
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
})

test('[PD19] a coupon goes to another member through the central alone, and the pull is hurried', async () => {
  const central = await centralInContact((asked, body) =>
    asked === path ? { status: 200, body: given(body) } : null,
  )
  const { page } = await tillInContact(central, { programme: openHanded })
  await scan(page, wang.code)
  const pulls = () => central.asked.filter(({ what }) => what === 'GET changes').length
  const before = pulls()
  const actId = await begin(page)
  expect(await page.call('transferCoupon', { actId, couponId, to: poor.code })).toEqual({
    output: { couponId, toMaskedName: '李*' },
  })
  expect(central.asked.find(({ what }) => what === `POST ${path}`)?.body).toMatchObject({
    actId,
    couponId,
    fromMemberId: wang.memberId,
    to: { kind: 'member_code', value: poor.code },
  })
  await expect.poll(pulls).toBeGreaterThan(before)
})

test('[PD19] once given away it is the receiver’s at this very till, before the feed says so and apart', async () => {
  const coupon = { ...coupons.early, memberId: poor.memberId, validFrom: coupons.good.validFrom }
  const line: { isUp: boolean } = { isUp: true }
  const central = await centralInContact((asked, body) => {
    if (!line.isUp) return { status: 503, body: { code: 'unavailable', message: 'try later' } }
    return asked === path ? { status: 200, body: { ...given(body), coupon, changeNumber: 1_000_000 } } : null
  })
  const { page } = await tillInContact(central, { programme: openHanded })
  await scan(page, wang.code)
  await scan(page, codeOfOil(1))
  expect(
    await page.call('transferCoupon', { actId: await begin(page), couponId, to: poor.code }),
  ).toHaveProperty('output')
  line.isUp = false
  expect(codeOf(await scan(page, coupon.code))).toBe('coupon_not_yours')
  await scan(page, poor.code)
  expect(codeOf(await scan(page, coupon.code))).not.toBe('coupon_not_yours')
})

test('[PD19] the central’s no is said in its words, and a phone goes there as its hash alone', async () => {
  const central = await centralInContact((asked) =>
    asked === path ? { status: 409, body: { code: 'coupon_disputed', message: 'people decide' } } : null,
  )
  const { page } = await tillInContact(central, { programme: openHanded })
  await scan(page, wang.code)
  const wish = { actId: await begin(page), couponId, to: '13812345678' }
  expect(await page.call('transferCoupon', wish)).toMatchObject({ refusal: { code: 'coupon_disputed' } })
  const body = central.asked.find(({ what }) => what === `POST ${path}`)?.body
  expect(body).toMatchObject({ to: { kind: 'phone_hash' } })
  expect(JSON.stringify(body)).not.toContain('13812345678')
})

test('[PD19] a dear coupon asks for a second proof of this very act, as points do', async () => {
  const central = await centralInContact((asked, body) =>
    asked === path ? { status: 200, body: given(body) } : null,
  )
  const stepUp = { ...programme.stepUp, couponFrom: money(1) }
  const { page } = await tillInContact(central, { programme: { ...openHanded, stepUp } })
  await scan(page, wang.code)
  const wish = { actId: await begin(page), couponId, to: poor.code }
  const refused = await page.call('transferCoupon', wish)
  expect(refused).toMatchObject({ refusal: { code: 'step_up_needed', figures: { reasons: 'dear_coupon' } } })
  await approve(page, refused)
  // To somebody else it is another act.
  expect(await page.call('transferCoupon', { ...wish, to: '13812345678' })).toMatchObject({
    refusal: { code: 'step_up_needed' },
  })
  expect(await page.call('transferCoupon', wish)).toHaveProperty('output')
})

test('[PD20] a coupon whose answer was lost says so, outlives the process, and the same wish again is the same act', async () => {
  const acts: string[] = []
  const central = await centralInContact((asked, body) => {
    if (asked !== path) return null
    acts.push((body as { actId: string }).actId)
    return acts.length > 1
      ? { status: 200, body: given(body) }
      : { status: 503, body: { code: 'unavailable', message: 'try later' } }
  })
  const before = await tillInContact(central, { programme: openHanded })
  await scan(before.page, wang.code)
  const wish = { couponId, to: poor.code }
  expect(
    await before.page.call('transferCoupon', { actId: await begin(before.page), ...wish }),
  ).toMatchObject({
    refusal: { code: 'outcome_unknown' },
  })
  const after = startTill(before.folder, { config: { central: { url: central.url } } })
  expect(await after.page.call('transferCoupon', { actId: await begin(after.page), ...wish })).toMatchObject({
    output: { couponId },
  })
  expect(new Set(acts).size).toBe(1)
})

test('[PD22] a coupon sent without an answer goes to nobody else, and its id sends it again', async () => {
  const sent: unknown[] = []
  const central = await centralInContact((asked, body) => {
    if (asked !== path) return null
    sent.push(body)
    return sent.length > 1
      ? { status: 200, body: given(body) }
      : { status: 503, body: { code: 'unavailable', message: 'try later' } }
  })
  const { page } = await tillInContact(central, { programme: openHanded })
  await scan(page, wang.code)
  const actId = await begin(page)
  await page.call('transferCoupon', { actId, couponId, to: poor.code })
  const other = { actId: await begin(page), couponId, to: '13812345678' }
  expect(await page.call('transferCoupon', other)).toMatchObject({ refusal: { code: 'transfer_open' } })
  const listed = outputOf(await page.call('pointsDesk', {})).giveable
  expect(listed.filter((one) => one.sent !== null)).toMatchObject([{ couponId, sent: actId }])
  expect(await page.call('transferCoupon', { ...other, actId })).toHaveProperty('output')
  expect(sent).toHaveLength(2)
  expect(sent[1]).toEqual(sent[0])
})

test('[PD21] who gave a coupon away where stands in its history', async () => {
  const steps = [{ at: 1, what: 'issued', storeNumber: null, terminalNumber: null, useNumber: null }]
  const transfers = [{ at: 2, storeNumber: 'S02', terminalNumber: 'T7' }]
  const central = await centralInContact((asked) =>
    asked.endsWith('/history') ? { status: 200, body: { coupon: coupons.early, steps, transfers } } : null,
  )
  const { page } = await tillInContact(central)
  expect(outputOf(await page.call('couponHistory', { couponId })).steps).toEqual([
    ...steps,
    { ...transfers[0], what: 'transferred', useNumber: null },
  ])
})
