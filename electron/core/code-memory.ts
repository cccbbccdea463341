import { noSeenCodes, rememberCode, type SeenCodes } from '../../codes/seen-codes.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponsBroughtMax, failedCodesMax } from '../../domain/limits.ts'
import type { Result } from '../../domain/result.ts'
import type { SignedCoupon, SignedMemberCode } from '../../domain/signed-code.ts'

/** A coupon the chain's copy here may not have: genuine by its signature, or told by the central when asked. */
export interface BroughtCoupon {
  readonly coupon: Coupon
  /** Its claims; null = told by the central. */
  readonly signed: SignedCoupon | null
}

/** What this till remembers of codes, in memory: dynamic ones it took, coupons they brought, and those it did not take. */
export interface CodeMemory {
  /** Takes a verified dynamic code once. Refuses `code_replayed`, `code_stale`. */
  readonly takeOnce: (code: SignedMemberCode, now: number) => Result<true>
  /** Keeps a coupon for the commands that follow by its id. */
  readonly bring: (brought: BroughtCoupon) => void
  readonly brought: (couponId: Uuid) => BroughtCoupon | null
  /** A code was not taken, at this instant (epoch ms). */
  readonly fail: (at: number) => void
  /** When codes were not taken, the latest `failedCodesMax`. */
  readonly failures: () => readonly number[]
  /** Whether such codes were flagged within `forMs` before now; when not, now counts as it. */
  readonly flaggedWithin: (now: number, forMs: number) => boolean
}

export function createCodeMemory(): CodeMemory {
  const coupons = new Map<Uuid, BroughtCoupon>()
  let seen: SeenCodes = noSeenCodes
  let failures: number[] = []
  let flaggedAt: number | null = null

  return {
    takeOnce: (code, now) => {
      const taken = rememberCode(seen, code, now)
      if (!taken.ok) return taken
      seen = taken.value
      return { ok: true, value: true }
    },
    bring: (brought) => {
      const { couponId } = brought.coupon
      coupons.delete(couponId)
      coupons.set(couponId, brought)
      const [oldest] = coupons.keys()
      if (coupons.size > couponsBroughtMax && oldest) coupons.delete(oldest)
    },
    brought: (couponId) => coupons.get(couponId) ?? null,
    fail: (at) => {
      failures = [...failures, at].slice(-failedCodesMax)
    },
    failures: () => failures,
    flaggedWithin: (now, forMs) => {
      if (flaggedAt !== null && Math.abs(now - flaggedAt) < forMs) return true
      flaggedAt = now
      return false
    },
  }
}
