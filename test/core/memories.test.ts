import { expect, test } from 'vitest'
import { actsRememberedMax, couponsBroughtMax, failedCodesMax, seenCodesMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { createCodeMemory } from '../../electron/core/code-memory.ts'
import { createProofMemory } from '../../electron/core/proof-memory.ts'
import { idOf, noon, staff, wang } from './demo-chain.ts'
import { signedCoupon } from './member-chain.ts'
import { codeOf, newMemberTill } from './member-rig.ts'

/** Nothing of these questions reaches the journal. */
const noBooks = { isOpen: () => false } as unknown as Parameters<typeof createCodeMemory>[0]['books']

test('[PA13] proofs of so many acts are kept, the oldest go first', () => {
  const memory = createProofMemory()
  for (let number = 0; number < actsRememberedMax + 10; number++) {
    memory.prove({
      actId: idOf(number),
      memberId: wang.memberId,
      proof: 'member_pin',
      amount: null,
      at: noon,
    })
  }
  expect(memory.provenOf(idOf(9))).toBeNull()
  expect(memory.provenOf(idOf(10))).not.toBeNull()
  // An act that is used again is the newest again.
  const approval = {
    actId: idOf(10),
    approverId: staff.supervisor.staffId,
    amount: money(1),
    subject: 'points of Wang',
    reason: 'r',
    at: noon,
  }
  memory.approve(approval)
  memory.prove({ actId: idOf(9_000), memberId: wang.memberId, proof: 'member_pin', amount: null, at: noon })
  expect(memory.provenOf(idOf(10))).not.toBeNull()
  expect(memory.approvalOf(idOf(10))).toEqual(approval)
  memory.forgetApproval(idOf(10))
  expect(memory.approvalOf(idOf(10))).toBeNull()
  expect(memory.provenOf(idOf(10))).not.toBeNull()
})

test('[PA13] failed codes are counted up to a bound, and fresh dynamic codes up to theirs', () => {
  const memory = createCodeMemory({ books: noBooks })
  for (let number = 0; number < failedCodesMax * 2; number++) memory.fail(noon + number)
  expect(memory.failures()).toHaveLength(failedCodesMax)
  expect(memory.failures().at(-1)).toBe(noon + failedCodesMax * 2 - 1)
  const shown = (number: number) =>
    memory.takeOnce({ memberId: wang.memberId, time: noon, nonce: String(number).padStart(16, '0') }, noon)
  for (let number = 0; number < seenCodesMax; number++) expect(shown(number).ok).toBe(true)
  expect(shown(seenCodesMax)).toMatchObject({ refusal: { code: 'code_stale' } })
  expect(shown(0)).toMatchObject({ refusal: { code: 'code_replayed' } })
})

test('[PA13] coupons that codes brought are kept up to a bound; the oldest is brought again by its own code', async () => {
  const { page } = await newMemberTill()
  const textOf = (number: number) => signedCoupon({ couponId: idOf(30_000 + number) })
  for (let number = 0; number <= couponsBroughtMax; number++) {
    await page.call('verifyCoupon', { text: textOf(number) })
  }
  const byId = (number: number) => page.call('verifyCoupon', { text: idOf(30_000 + number) })
  expect(codeOf(await byId(0))).toBe('coupon_unknown')
  expect(await byId(1)).toHaveProperty('output.signed', true)
  expect(await page.call('verifyCoupon', { text: textOf(0) })).toHaveProperty('output')
  expect(await byId(0)).toHaveProperty('output')
})
