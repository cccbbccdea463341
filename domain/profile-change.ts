import { isBirthdayText } from './enrolment.ts'
import type { Uuid } from './ids.ts'
import { initialsOf } from './initials.ts'
import { nameCharactersMax } from './limits.ts'
import { maskName, maskPhone } from './mask.ts'
import type { Member } from './member.ts'
import type { Personal, Salted } from './personal.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** What was put right of a member's profile: a field that is null stays as it was. */
export interface ProfileChange {
  readonly name: Pick<Member, 'maskedName' | 'initials'> | null
  readonly phone: { readonly maskedPhone: string; readonly hash: string } | null
  /** `MM-DD`. */
  readonly birthday: string | null
  /** Name and phone as this till had them with the change in it, sealed; null where neither changed. */
  readonly sealed: string | null
}

/** The data of `member.profile_changed`: staff put right what was typed wrong, without asking anybody (loyalty.md 8). */
export interface ProfileChanged {
  readonly memberId: Uuid
  readonly personal: Personal<ProfileChange & Salted>
}

export interface ProfileWish {
  readonly member: Pick<Member, 'memberId' | 'birthday'>
  /** Name and phone as they are sealed now, or null where this till cannot read them. */
  readonly known: { readonly name: string; readonly phone: string | null } | null
  /** As `parseName` and `parsePhone` give them; null = left alone. */
  readonly name: string | null
  readonly phone: string | null
  /** `MM-DD`, or null = left alone. */
  readonly birthday: string | null
  /** The keyed hash of the phone; null without one. */
  readonly phoneHash: string | null
}

/**
 * What of a wish changes anything; null when nothing does. Whoever records it seals name and phone. Refuses
 * `name_invalid` {max}: a birthday that is none.
 */
export function settleProfileChange(wish: ProfileWish): Result<Omit<ProfileChange, 'sealed'> | null> {
  const { known, member, phoneHash } = wish
  if (wish.birthday !== null && !isBirthdayText(wish.birthday))
    return refuse('name_invalid', { max: nameCharactersMax })
  const name = wish.name === known?.name ? null : wish.name
  const phone = wish.phone === known?.phone ? null : wish.phone
  const birthday = wish.birthday === member.birthday ? null : wish.birthday
  if (name === null && phone === null && birthday === null) return ok(null)
  return ok({
    name: name === null ? null : { maskedName: maskName(name), initials: initialsOf(name) },
    phone: phone === null || phoneHash === null ? null : { maskedPhone: maskPhone(phone), hash: phoneHash },
    birthday,
  })
}

/** The member with a change in it. Who was merged away has no profile of their own. */
export function withProfileChange(member: Member, change: ProfileChange): Member {
  if (member.status === 'merged' || member.status === 'erased') return member
  return {
    ...member,
    ...change.name,
    ...(change.phone ? { maskedPhone: change.phone.maskedPhone } : {}),
    birthday: change.birthday ?? member.birthday,
    sealed: change.sealed ?? member.sealed,
  }
}
