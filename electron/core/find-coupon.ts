import { verifyCoupon } from '../../codes/coupon.ts'
import { findCouponRowByCode } from '../../db/replica/coupon-table.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { templateOf } from '../../domain/programme.ts'
import { judgeReach } from '../../domain/redemption.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { noteFailedCode } from './anomalies.ts'
import { couponOfSigned } from './brought-coupon.ts'
import type { Counter } from './counter.ts'
import { notFound, type Selling } from './gate.ts'
import { askOnline } from './online.ts'

/** A coupon a code named, with how it was come by. */
export interface FoundCoupon {
  readonly at: CouponAtHand
  /** Genuine by its signature, whatever the copy here knows. */
  readonly signed: boolean
  /** The central was asked because the copy here did not have it. */
  readonly askedOnline: boolean
}

/**
 * The coupon of a signed code, judged without asking anybody. `buyerId` is who stands at the till, or null. Refuses what
 * `verifyCoupon` refuses, and `coupon_template_unknown`.
 */
export function findSignedCoupon(
  counter: Counter,
  selling: Selling,
  of: { readonly text: string; readonly buyerId: Uuid | null },
): Result<FoundCoupon> {
  const { chain, clock, codes } = counter
  const now = clock.now()
  const { programme } = selling.rules
  const verified = verifyCoupon(of.text, programme.codeKeys, now)
  if (!verified.ok) {
    const { code } = verified.refusal
    // An old coupon is nobody's attempt at anything.
    if (code !== 'code_expired' && code !== 'code_not_yet_valid') noteFailedCode(counter, selling)
    return verified
  }
  const signed = verified.value
  if (!templateOf(programme, signed.templateId)) return refuse('coupon_template_unknown')
  const told = codes.brought(signed.couponId)
  const isTold = told?.toldAt !== undefined
  codes.bring({ ...(isTold ? told : { coupon: couponOfSigned(signed) }), signed, code: of.text })
  const at = chain.coupon(signed.couponId, now, of.buyerId)
  return at ? ok({ at, signed: true, askedOnline: false }) : notFound(counter, 'coupon_unknown')
}

/**
 * The coupon of a plain code: of the copy here, else told by the central within the time a customer waits. Refuses
 * `coupon_unknown`, `coupon_template_unknown` and `replica_loading`.
 */
export function findPlainCoupon(
  counter: Counter,
  selling: Selling,
  of: { readonly code: string; readonly buyerId: Uuid | null },
): Result<FoundCoupon> | Promise<Result<FoundCoupon>> {
  const { chain, clock } = counter
  const { code, buyerId } = of
  const at = chain.couponByCode(code, clock.now(), buyerId)
  if (at) return ok({ at, signed: false, askedOnline: false })
  if (!chain.isLoaded()) return refuse('replica_loading')
  const isThere = chain.ask(
    false,
    ({ replica }) => replica !== null && findCouponRowByCode(replica, code) !== null,
  )
  return isThere ? refuse('coupon_template_unknown') : askForCoupon(counter, selling, of)
}

async function askForCoupon(
  counter: Counter,
  selling: Selling,
  { code, buyerId }: { readonly code: string; readonly buyerId: Uuid | null },
): Promise<Result<FoundCoupon>> {
  const { chain, clock, codes } = counter
  const asked = await askOnline(counter, ['coupon_unknown'], (central) => central.couponByCode(code))
  if (asked.kind === 'answered') {
    const { coupon, changeNumber: toldAt } = asked.answer
    codes.bring({ coupon, signed: null, code: null, toldAt })
  }
  // Told before, and the central is out of reach now: what it said then, and this till's own uses, stand.
  const brought = asked.kind === 'refused' ? null : codes.broughtByCode(code)
  if (!brought) {
    noteFailedCode(counter, selling)
    return notFound(counter, 'coupon_unknown')
  }
  const { couponId, templateId } = brought.coupon
  if (!templateOf(selling.rules.programme, templateId)) return refuse('coupon_template_unknown')
  const at = chain.coupon(couponId, clock.now(), buyerId)
  return at ? ok({ at, signed: false, askedOnline: true }) : notFound(counter, 'coupon_unknown')
}

/**
 * The coupon as it may be used now: one that asks for the central is taken as the central just told it. Refuses
 * `coupon_online_only` without contact, and `coupon_unknown` where the central does not know it: a signature says nothing
 * of its uses.
 */
export async function inReach(
  counter: Counter,
  at: CouponAtHand,
  buyerId: Uuid | null,
): Promise<Result<CouponAtHand>> {
  const { chain, clock, codes } = counter
  const { coupon, template } = at
  if (template.offlinePolicy !== 'online_only') return ok(at)
  const asked = await askOnline(counter, ['coupon_unknown'], (central) =>
    central.couponHistory(coupon.couponId),
  )
  const judged = judgeReach(template, asked.kind !== 'unknown')
  if (!judged.ok) return judged
  if (asked.kind === 'refused') return refuse('coupon_unknown')
  if (asked.kind === 'answered') {
    const { signed = null, code = null } = codes.brought(coupon.couponId) ?? {}
    const { coupon: told, changeNumber: toldAt } = asked.answer
    codes.bring({ coupon: told, signed, code, toldAt })
  }
  return ok(chain.coupon(coupon.couponId, clock.now(), buyerId) ?? at)
}
