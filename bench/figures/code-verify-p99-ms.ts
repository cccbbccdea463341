import { measureCodes } from '../codes/codes.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** Judging the dearer of both signed codes, a member's dynamic one with its two signatures, from text to claims. */
export async function codeVerifyP99Ms(bench: Workbench): Promise<Figure> {
  const { coupon, member, signature } = await bench.once(measureCodes)
  const [ofCoupon, ofMember, bare] = [spreadOf(coupon), spreadOf(member), spreadOf(signature)]
  return {
    name: 'code_verify_p99_ms',
    value: Math.max(ofCoupon.p99, ofMember.p99),
    ours: { what: 'member’s code p99', value: ofMember.p99, unit: 'ms', samples: ofMember.samples },
    floor: { what: 'one bare signature p99', value: bare.p99, unit: 'ms', samples: bare.samples },
    besides: {
      coupon_p50_ms: ofCoupon.p50,
      coupon_p99_ms: ofCoupon.p99,
      member_p50_ms: ofMember.p50,
      signature_p50_ms: bare.p50,
    },
  }
}
