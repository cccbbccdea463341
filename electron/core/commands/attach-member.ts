import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { attach } from '../attach.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'

/** Puts a member that a search found into the basket. */
export function attachMember(
  counter: Counter,
  { memberId }: CommandInput<'attachMember'>,
): Result<CommandOutput<'attachMember'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const standing = counter.chain.standing(memberId, counter.clock.now())
  if (!standing) return notFound(counter, 'member_unknown')
  const attached = attach(counter, standing.member, 'searched')
  return attached.ok ? ok({}) : attached
}
