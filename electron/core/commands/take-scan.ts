import type { CommandOutput } from '../../../contract/command.ts'
import { unreachable } from '../../../domain/assert.ts'
import { type Addition, withMember, withProduct } from '../../../domain/basket.ts'
import { judgeMember } from '../../../domain/member.ts'
import type { Product } from '../../../domain/product.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { classifyScan } from '../../../domain/scan.ts'
import type { Rules } from '../chain.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { addCouponToBasket } from './redeem-coupon.ts'

type Outcome = CommandOutput<'takeScan'>

/** A scan from whatever device, or a code typed: a product, a member, a coupon, or nothing we know. */
export function takeScan(counter: Counter, input: { readonly text: string }): Result<Outcome> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const scanned = classifyScan(input.text, rules.programme.labelPrefixes)
  if (!scanned.ok) {
    counter.log.write('info', 'scan_refused', { code: scanned.refusal.code, length: input.text.length })
    return scanned
  }
  const code = scanned.value
  const { chain } = counter
  switch (code.kind) {
    case 'product':
      return addScanned(counter, chain.productByGtin(code.gtin), {})
    case 'priced_label':
      return addScanned(counter, chain.productByPlu(code.plu), { labelPrice: code.price })
    case 'weighed_label':
      return addScanned(counter, chain.productByPlu(code.plu), {
        quantity: { unit: 'gram', amount: code.grams },
      })
    case 'member':
      return attachMember(counter, code.code)
    case 'coupon':
      return addScannedCoupon(counter, code.code, rules)
    default:
      return unreachable(code)
  }
}

function addScanned(counter: Counter, product: Product | null, addition: Addition): Result<Outcome> {
  if (!product) return notFound(counter, 'product_unknown')
  const added = withProduct(counter.basket.openOrNew(counter.clock.now()), product, addition)
  if (!added.ok) return added
  counter.basket.put(added.value.basket, added.value.lineId)
  return ok({ kind: 'product_added', lineId: added.value.lineId })
}

function attachMember(counter: Counter, code: string): Result<Outcome> {
  const member = counter.chain.memberByCode(code)
  if (!member) return notFound(counter, 'member_unknown')
  const judged = judgeMember(member)
  if (!judged.ok) return judged
  const basket = counter.basket.openOrNew(counter.clock.now())
  const attached = withMember(basket, member.memberId)
  // Scanned twice: nothing to save and nothing to undo.
  if (attached !== basket || !counter.basket.open()) counter.basket.put(attached)
  return ok({ kind: 'member_attached' })
}

function addScannedCoupon(counter: Counter, code: string, rules: Rules): Result<Outcome> {
  const at = counter.chain.couponByCode(code, counter.clock.now(), counter.basket.open()?.memberId ?? null)
  if (!at) return notFound(counter, 'coupon_unknown')
  const added = addCouponToBasket(counter, at, rules)
  return added.ok ? ok({ kind: 'coupon_added' }) : added
}
