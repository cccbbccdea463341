import { openPersonal } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { noteDenial, noteEvent } from '../note-event.ts'

/** Name and phone in clear, for a role that may see them. Who saw them is on record before they are shown. */
export function revealMember(
  counter: Counter,
  { memberId }: CommandInput<'revealMember'>,
): Result<CommandOutput<'revealMember'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { identity, staff } = selling.value
  if (!mayDo(staff.role, 'reveal')) {
    noteDenial(counter, identity, { staffId: staff.staffId, what: 'reveal' })
    return refuse('role_not_allowed')
  }
  const member = counter.chain.standing(memberId, counter.clock.now())?.member
  if (!member || member.status === 'erased') return notFound(counter, 'member_unknown')
  const personal = member.sealed && openPersonal(member.sealed, memberKeys(counter.books).personal)
  if (!personal) return refuse('nothing_to_reveal')
  noteEvent(counter, identity, {
    type: 'member.revealed',
    actor: staff.staffId,
    data: { memberId: member.memberId },
  })
  return ok({ name: personal.name, phone: personal.phone })
}
