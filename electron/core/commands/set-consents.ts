import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { settleConsentChange } from '../../../domain/enrolment.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { noteEvent } from '../note-event.ts'
import { wishesOf } from './enrol-member.ts'

/** What a member agrees to from now on, by purpose. */
export function setConsents(
  counter: Counter,
  { memberId, consents }: CommandInput<'setConsents'>,
): Result<CommandOutput<'setConsents'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { identity, rules, staff } = selling.value
  const now = counter.clock.now()
  const member = counter.chain.standing(memberId, now)?.member
  if (!member || member.status === 'erased') return notFound(counter, 'member_unknown')
  const changed = settleConsentChange(member, wishesOf(consents), rules.programme, now)
  if (!changed.ok) return changed
  noteEvent(counter, identity, { type: 'consent.changed', actor: staff.staffId, data: changed.value })
  return ok({})
}
