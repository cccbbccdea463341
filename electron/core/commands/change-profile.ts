import { openPersonal, phoneHash, sealPersonal } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { parseName, parsePhone } from '../../../domain/enrolment.ts'
import type { Member } from '../../../domain/member.ts'
import { settleProfileChange } from '../../../domain/profile-change.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { noteDenial, noteEvent } from '../note-event.ts'
import { memberExists, phoneOwner } from '../phone-owner.ts'

/** Puts right what is known of a member, with or without the network. What stays empty is left as it is. */
export function changeProfile(
  counter: Counter,
  input: CommandInput<'changeProfile'>,
): Result<CommandOutput<'changeProfile'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { identity, staff } = selling.value
  if (!mayDo(staff.role, 'change_profile')) {
    noteDenial(counter, identity, { staffId: staff.staffId, what: 'change_profile' })
    return refuse('role_not_allowed')
  }
  const member = counter.chain.standing(input.memberId, counter.clock.now())?.member
  if (!member || member.status === 'erased') return notFound(counter, 'member_unknown')
  const name = parseName(input.name ?? '')
  if (!name.ok) return name
  const phone = phoneOf(counter, member, input.phone)
  if (!phone.ok) return phone
  const keys = memberKeys(counter.books)
  const known = member.sealed === null ? null : openPersonal(member.sealed, keys.personal)
  const settled = settleProfileChange({
    member,
    known,
    name: name.value,
    phone: phone.value?.digits ?? null,
    birthday: input.birthday,
    phoneHash: phone.value?.hash ?? null,
  })
  if (!settled.ok) return settled
  const change = settled.value
  if (!change) return ok({})
  const whole = {
    name: name.value ?? known?.name ?? '',
    phone: phone.value?.digits ?? known?.phone ?? null,
  }
  const sealed =
    change.name || change.phone ? sealPersonal(whole, keys.personal, counter.chance.bytes(12)) : null
  noteEvent(counter, identity, {
    type: 'member.profile_changed',
    actor: staff.staffId,
    data: {
      memberId: member.memberId,
      personal: { ...change, sealed, salt: Buffer.from(counter.chance.bytes(16)).toString('hex') },
    },
  })
  counter.log.write('info', 'profile_changed', {})
  counter.notices.touch('basket_changed')
  return ok({})
}

/** The phone as it is looked up; null where none was typed. Refuses `phone_invalid`, and `member_exists` for another's. */
function phoneOf(
  counter: Counter,
  { memberId }: Member,
  text: string | null,
): Result<{ readonly digits: string; readonly hash: string } | null> {
  if (text === null || text.trim() === '') return ok(null)
  const phone = parsePhone(text)
  if (!phone.ok) return phone
  const hash = phoneHash(phone.value, memberKeys(counter.books).phone)
  const owner = phoneOwner(counter, hash)
  if (owner && owner.memberId !== memberId) return memberExists(owner)
  return ok({ digits: phone.value, hash })
}
