import type { Refusal } from '../../domain/refusal.ts'
import { RequestRefused } from '../problem.ts'

/** A rule's "no" as a problem over HTTP: same code, status 409, or 404 for who or what is not there. */
export function refusedBy(refusal: Refusal): RequestRefused {
  const status = refusal.code.endsWith('_unknown') ? 404 : 409
  return new RequestRefused(status, refusal.code, 'the rules of the chain say no')
}

export function unknown(code: 'member_unknown' | 'coupon_unknown' | 'sale_unknown'): RequestRefused {
  return new RequestRefused(404, code, 'nothing of this name is known here')
}
