import type { MemberFindRequest } from '../../contract/online.ts'
import type { Uuid } from '../../domain/ids.ts'
import { memberArrivesMs } from '../../domain/limits.ts'
import type { Member } from '../../domain/member.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { isInContact } from './contact.ts'
import type { Counter } from './counter.ts'
import { askOnline } from './online.ts'

/**
 * A member the copy here lacks: of another area, or new (loyalty.md 7). In contact the central is asked, and the feed brings
 * them with points and coupons while the customer waits; from then on the area copies them. Refuses `replica_loading`,
 * `member_nowhere` (the central knows nobody), `member_unknown` (nobody can be asked, and where every till copies everybody
 * that is a no), `member_not_here` (they may be another area's, and nobody can be asked) and `member_coming` (found, and not
 * here in time).
 */
export function bringMember(
  counter: Counter,
  wanted: MemberFindRequest,
): Result<Member> | Promise<Result<Member>> {
  const { chain, sync } = counter
  if (!chain.isLoaded()) return refuse('replica_loading')
  return isInContact(sync.slice()) ? askFor(counter, wanted) : unreachable(counter)
}

async function askFor(counter: Counter, wanted: MemberFindRequest): Promise<Result<Member>> {
  const asked = await askOnline(counter, ['member_unknown'], (central) => central.findMember(wanted))
  if (asked.kind === 'unknown') return unreachable(counter)
  if (asked.kind === 'refused') return refuse('member_nowhere')
  counter.sync.hurry()
  const member = await arrival(counter, asked.answer.memberId)
  return member ? ok(member) : refuse('member_coming')
}

/** Where every till copies everybody, whom the copy lacks is taken for nobody. */
function unreachable({ chain }: Counter): ReturnType<typeof refuse> {
  return refuse(chain.rules()?.programme.privacy ? 'member_not_here' : 'member_unknown')
}

async function arrival({ chain, clock }: Counter, memberId: Uuid): Promise<Member | null> {
  let late = false
  let callOff = (): void => undefined
  const end = new Promise<void>((resolve) => {
    callOff = clock.after(memberArrivesMs, () => {
      late = true
      resolve()
    })
  })
  for (;;) {
    const member = chain.standing(memberId, clock.now())?.member
    if (member || late) {
      callOff()
      return member ?? null
    }
    await Promise.race([chain.changed(), end])
  }
}
