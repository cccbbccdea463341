import type { CouponIdentity } from '../../domain/issue-coupon.ts'
import { couponCode } from '../../domain/scan.ts'
import type { Chance } from './ids.ts'

/** Codes are given out up to this number: twelve digits (domain/scan.ts). */
const codesMax = 1e12

/**
 * A number for a code made here without asking anybody, below 10¹²: drawn from 48 bits nobody can guess, so that a chain
 * with a million codes meets one twice in a million draws at most, and the central says so.
 */
export function newCodeNumber({ bytes }: Chance): number {
  return Buffer.from(bytes(6)).readUIntBE(0, 6) % codesMax
}

/** What a coupon issued at this till is known by. */
export function newCouponIdentity(chance: Chance, now: number): CouponIdentity {
  return { couponId: chance.newId(now), code: couponCode(newCodeNumber(chance)) }
}
