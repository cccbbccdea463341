import { withMember } from '../../domain/basket.ts'
import { judgeMember, type Member } from '../../domain/member.ts'
import { type Proof, proofs } from '../../domain/proof.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'

/**
 * Puts a member into the basket, recognised by `proof`; one who is in it already keeps the stronger. Refuses
 * `member_unknown` and `member_blacklisted`.
 */
export function attach(counter: Counter, member: Member, proof: Proof): Result<true> {
  const judged = judgeMember(member)
  if (!judged.ok) return judged
  const { basket: keeper, clock } = counter
  const basket = keeper.openOrNew(clock.now())
  const isThere = basket.memberId === member.memberId
  const stronger = isThere && isWeaker(proof, basket.memberProof) ? basket.memberProof : proof
  const attached = withMember(basket, member.memberId, stronger)
  // Scanned twice: nothing to save and nothing to undo.
  if (attached !== basket || !keeper.open()) keeper.put(attached)
  return ok(true)
}

function isWeaker(one: Proof, other: Proof): boolean {
  return proofs.indexOf(one) < proofs.indexOf(other)
}
