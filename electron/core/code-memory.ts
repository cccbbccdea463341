import { noSeenCodes, rememberCode, type SeenCodes } from '../../codes/seen-codes.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponsBroughtMax, failedCodesMax } from '../../domain/limits.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { SignedCoupon, SignedMemberCode } from '../../domain/signed-code.ts'
import type { Books } from './books.ts'

/** A coupon the chain's copy here may not have: genuine by its signature, or told by the central when asked. */
export interface BroughtCoupon {
  readonly coupon: Coupon
  /** Its claims; null = told by the central. */
  readonly signed: SignedCoupon | null
  /** The text that said so; null = told by the central. */
  readonly code: string | null
  /** Where in the feed the central told of it; missing when it was not. */
  readonly toldAt?: number | undefined
}

/**
 * What this till remembers of codes: those it did not take, in memory; the dynamic ones it took, in the journal, because
 * they are fresh longer than a restart takes; the coupons they brought there too, because a basket names them and
 * outlives the process.
 */
export interface CodeMemory {
  /** Takes a verified dynamic code once. Refuses `code_replayed`, `code_stale`. */
  readonly takeOnce: (code: SignedMemberCode, now: number) => Result<true>
  /** Keeps a coupon for what follows by its id; the oldest go above `couponsBroughtMax`. */
  readonly bring: (brought: BroughtCoupon) => void
  readonly brought: (couponId: Uuid) => BroughtCoupon | null
  readonly broughtByCode: (code: string) => BroughtCoupon | null
  /** What the journal keeps of it has changed below: it is read again. */
  readonly reload: () => void
  /** A code was not taken, at this instant (epoch ms). */
  readonly fail: (at: number) => void
  /** When codes were not taken, the latest `failedCodesMax`. */
  readonly failures: () => readonly number[]
  /** Whether such codes were flagged within `forMs` before now; when not, now counts as it. */
  readonly flaggedWithin: (now: number, forMs: number) => boolean
}

export function createCodeMemory({ books }: { readonly books: Books }): CodeMemory {
  let coupons: readonly BroughtCoupon[] | null = null
  let seen: SeenCodes | null = null
  let failures: number[] = []
  let flaggedAt: number | null = null

  function kept(): readonly BroughtCoupon[] {
    coupons ??= books.isOpen() ? (readSetting(books.read(), 'broughtCoupons') ?? []) : []
    return coupons
  }

  function seenBefore(): SeenCodes {
    seen ??= books.isOpen() ? new Map(readSetting(books.read(), 'seenCodes') ?? []) : noSeenCodes
    return seen
  }

  return {
    takeOnce: (code, now) => {
      const taken = rememberCode(seenBefore(), code, now)
      if (!taken.ok) return taken
      const next = [...taken.value]
      if (books.isOpen()) {
        books.write(
          (tx) => saveSetting(tx, 'seenCodes', next),
          (db) => JSON.stringify(readSetting(db, 'seenCodes')) === JSON.stringify(next),
        )
      }
      seen = taken.value
      return ok(true)
    },
    bring: (brought) => {
      const { couponId } = brought.coupon
      const known = kept().find(({ coupon }) => coupon.couponId === couponId)
      if (known && JSON.stringify(known) === JSON.stringify(brought)) return
      const others = kept().filter((one) => one !== known)
      const next = [...others, brought].slice(-couponsBroughtMax)
      books.write(
        (tx) => saveSetting(tx, 'broughtCoupons', next),
        (db) => JSON.stringify(readSetting(db, 'broughtCoupons')) === JSON.stringify(next),
      )
      coupons = next
    },
    brought: (couponId) => kept().find(({ coupon }) => coupon.couponId === couponId) ?? null,
    broughtByCode: (code) => kept().find(({ coupon }) => coupon.code === code) ?? null,
    reload: () => {
      coupons = null
      seen = null
    },
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
