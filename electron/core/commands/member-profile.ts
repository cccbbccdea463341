import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { profileViewOf } from '../profile-view.ts'

/** All of the profile card. */
export function memberProfile(
  counter: Counter,
  { memberId }: CommandInput<'memberProfile'>,
): Result<CommandOutput<'memberProfile'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const standing = counter.chain.standing(memberId, counter.clock.now())
  if (!standing || standing.member.status === 'erased') return notFound(counter, 'member_unknown')
  return ok(profileViewOf(counter, selling.value, standing))
}
