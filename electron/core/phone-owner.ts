import type { Member } from '../../domain/member.ts'
import { refuse } from '../../domain/refusal.ts'
import type { Counter } from './counter.ts'

/** Whose phone this is as far as this till knows, by its hash; nobody's where they were erased. */
export function phoneOwner({ chain }: Pick<Counter, 'chain'>, phoneHash: string): Member | null {
  const owner = chain.memberByIdentifier('phone_hash', phoneHash)
  return owner && owner.status !== 'erased' ? owner : null
}

/** The phone is this member's already: `member_exists` {maskedName, memberId}, so that the cashier attaches that one. */
export function memberExists({ maskedName, memberId }: Member): ReturnType<typeof refuse> {
  return refuse('member_exists', { maskedName, memberId })
}
