import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { isUuid } from '../../../domain/ids.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { classifyScan } from '../../../domain/scan.ts'
import type { Counter } from '../counter.ts'
import { type FoundCoupon, findPlainCoupon, findSignedCoupon, inReach } from '../find-coupon.ts'
import { notFound, requireSelling, type Selling } from '../gate.ts'
import { buyerOf, verifiedViewOf } from '../verified-view.ts'

/** Looks at a coupon without using it: a code scanned or typed, plain or signed, or the id a device's scan has found. */
export async function verifyCoupon(
  counter: Counter,
  { text }: CommandInput<'verifyCoupon'>,
): Promise<Result<CommandOutput<'verifyCoupon'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const found = await find(counter, selling.value, text)
  if (!found.ok) return found
  const reached = await inReach(counter, found.value.at, buyerOf(counter))
  const at = reached.ok ? reached.value : found.value.at
  const outOfReach = reached.ok ? null : reached.refusal
  return ok(verifiedViewOf(counter, selling.value.rules, { ...found.value, at }, outOfReach))
}

function find(
  counter: Counter,
  selling: Selling,
  text: string,
): Result<FoundCoupon> | Promise<Result<FoundCoupon>> {
  const buyerId = buyerOf(counter)
  if (isUuid(text)) {
    const at = counter.chain.coupon(text, counter.clock.now(), buyerId)
    const signed =
      counter.codes.brought(text)?.signed !== undefined && counter.codes.brought(text)?.signed !== null
    return at ? ok({ at, signed, askedOnline: false }) : notFound(counter, 'coupon_unknown')
  }
  const scanned = classifyScan(text, selling.rules.programme.labelPrefixes)
  if (!scanned.ok) return scanned
  if (scanned.value.kind === 'signed_coupon') {
    return findSignedCoupon(counter, selling, { text: scanned.value.text, buyerId })
  }
  if (scanned.value.kind === 'coupon') {
    return findPlainCoupon(counter, selling, { code: scanned.value.code, buyerId })
  }
  return refuse('code_unknown')
}
