import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOfOil, idOf, noon, wang } from './demo-chain.ts'
import { dynamicCode, signedCoupon } from './member-chain.ts'
import { beginAct, codeOf, eventsOf, newMemberTill } from './member-rig.ts'
import { payCash, scan } from './till-parts.ts'

/** Text of any kind, and text that begins as ours does or is ours with a bit of it changed. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[MCGmcg0-9]{8,15}$/),
  fc.stringMatching(/^E[CM]1:[0-9A-Z $%*+./:-]{0,200}$/),
  fc
    .tuple(fc.constantFrom(signedCoupon(), dynamicCode(wang.memberId, noon)), fc.nat(), fc.nat({ max: 7 }))
    .map(([text, at, bit]) => {
      const place = at % text.length
      const changed = String.fromCharCode(text.charCodeAt(place) ^ (1 << bit))
      return text.slice(0, place) + changed + text.slice(place + 1)
    }),
)

test('[MB15] whatever is verified, searched for, proven or typed as a customer is answered, and the till sells on', async () => {
  const { page, folder, bugs } = await newMemberTill()
  const actId = await beginAct(page)
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (text, other) => {
      const consents = { service: true, marketing: false, profiling: false }
      const answers = [
        await page.call('verifyCoupon', { text }),
        await scan(page, text),
        await page.call('searchMembers', { query: text.slice(0, 40) }),
        await page.call('enrolMember', {
          phone: text.slice(0, 30),
          name: other.slice(0, 40),
          birthday: null,
          consents,
          referrerCode: other.slice(0, 20),
        }),
        await page.call('proveMember', {
          actId,
          memberId: wang.memberId,
          proof: { kind: 'dynamic_code', text },
        }),
      ]
      for (const answer of answers) expect(answer).not.toHaveProperty('fault')
    }),
    { numRuns: 120 },
  )
  expect(eventsOf(folder, 'member.enrolled')).toEqual([])
  await page.call('clearBasket', {})
  await scan(page, codeOfOil(1))
  expect(await payCash(page)).toHaveProperty('output')
  expect(bugs).toEqual([])
}, 60_000)

test('[MB15] one bit of a signed coupon or a dynamic code changed, any one, and it is not taken', async () => {
  const { page, folder } = await newMemberTill()
  for (const text of [signedCoupon(), dynamicCode(wang.memberId, noon)]) {
    for (let at = 4; at < text.length; at += 1) {
      const changed = String.fromCharCode(text.charCodeAt(at) ^ 1)
      expect(codeOf(await scan(page, text.slice(0, at) + changed + text.slice(at + 1)))).toMatch(/^code_/)
    }
  }
  expect(page.slice('basket_changed').saleId).toBeNull()
  expect(eventsOf(folder, 'access.denied')).toEqual([])
  expect(codeOf(await page.call('redeemAlone', { actId: idOf(1), couponId: idOf(9_001), uses: 1 }))).toBe(
    'coupon_unknown',
  )
})
