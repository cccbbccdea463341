import { expect, test } from 'vitest'
import type { Coupon } from '../../domain/coupon.ts'
import { judgeCouponTransfer } from '../../domain/coupon-transfer.ts'
import { id, noon } from './act-shop.ts'

const owner = id(100)
const coupon: Coupon = {
  couponId: id(1),
  code: 'C0000000000017',
  templateId: id(2_001),
  memberId: owner,
  status: 'issued',
  validFrom: noon + 1,
  validTo: noon + 2,
  usesMax: 3,
  usesDone: 2,
  usesRestored: 0,
  issuedAt: noon,
}
const judge = (changes: Partial<Coupon>, transferable = true) =>
  judgeCouponTransfer({
    coupon: { ...coupon, ...changes },
    template: { transferable },
    ownerId: owner,
    now: noon,
  })

test('[TF6] a coupon of a transferable template is given with the uses that are left, also before it is valid', () => {
  expect(judge({})).toEqual({ ok: true, value: true })
  expect(judge({ usesDone: 3, usesRestored: 1 })).toEqual({ ok: true, value: true })
})

test('[TF6] what cannot be given away is refused by name, in this order', () => {
  const wrongs: readonly [Partial<Coupon>, object][] = [
    [{ memberId: null }, { code: 'coupon_bearer' }],
    [{ memberId: id(101) }, { code: 'coupon_not_yours' }],
    [{ status: 'revoked' }, { code: 'coupon_revoked' }],
    [{ status: 'disputed' }, { code: 'coupon_disputed' }],
    [{ status: 'reserved' }, { code: 'coupon_reserved' }],
    [{ usesDone: 3 }, { code: 'coupon_used', figures: { usedMax: 3 } }],
    [{ validTo: noon }, { code: 'coupon_expired', figures: { expiredAt: noon } }],
  ]
  for (const [place, [changes, refusal]] of wrongs.entries()) {
    // All that would be refused later is wrong as well.
    const later = Object.assign(
      {},
      ...wrongs
        .slice(place)
        .reverse()
        .map(([one]) => one),
    ) as Partial<Coupon>
    expect(judge(changes)).toEqual({ ok: false, refusal })
    expect(judge(later)).toEqual({ ok: false, refusal })
  }
  expect(judge({}, false)).toEqual({ ok: false, refusal: { code: 'coupon_not_transferable' } })
  expect(judge({ memberId: id(101) }, false)).toMatchObject({ refusal: { code: 'coupon_not_yours' } })
  expect(judge({ status: 'revoked' }, false)).toMatchObject({ refusal: { code: 'coupon_not_transferable' } })
})
