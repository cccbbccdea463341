import { assert } from '../../domain/assert.ts'
import type { Coupon } from '../../domain/coupon.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import { newMemberDefaults } from '../../domain/member.ts'
import { personalOf } from '../../domain/personal.ts'
import { beginHistory } from '../tables/member-history.ts'
import { mergedAway } from '../tables/merged-away.ts'
import {
  type Cause,
  causeOf,
  changeFact,
  type Dispute,
  dispute,
  type Fact,
  type Facts,
  keyOfIdentifier,
  survivorId,
  survivorOf,
  unknownMember,
} from './facts.ts'
import { postEffect } from './post-effect.ts'
import { newestConsents } from './post-members.ts'

/**
 * Takes a member a till enrolled. One whose phone the chain knows already is merged into the one it knows: the new id
 * stays for good and leads there, codes of the new one become theirs (loyalty.md 1). Nobody is welcomed twice: their second
 * pack is taken back, and what is used of it all the same is disputed.
 */
export function applyMemberEnrolled(facts: Facts, event: TillEvent<'member.enrolled'>): readonly Dispute[] {
  const cause = causeOf(event)
  const person = personalOf(event.data.personal)
  const { memberId } = event.data
  // Told of after the erasure: a central put back learns nothing of them any more.
  if (!person || person.member.memberId !== memberId) return [unknownMember(memberId, event.id)]
  const { member, identifiers } = person
  if (facts.members.has(memberId)) return [dispute('member_taken', memberId, event.id)]
  const known = knownByPhone(facts, identifiers)
  const row = asEnrolled(facts, member, known)
  facts.members.set(memberId, { row, changed: true })
  if (known) joinInto(known, member)
  else
    facts.histories.set(memberId, {
      row: beginHistory(row, row.joinedAt, facts.store.timeZone),
      changed: true,
    })
  const disputes = identifiers.flatMap((identifier) => addIdentifier(facts, identifier, row, cause))
  for (const effect of effectsOf(event)) {
    if (effect.kind === 'member_enrolled') continue
    const refused = postEffect(facts, effect, { cause })
    disputes.push(...refused)
    if (known && refused.length === 0 && effect.kind === 'coupon_issued') takeBack(facts, effect.coupon)
  }
  return disputes
}

function takeBack(facts: Facts, { couponId }: Pick<Coupon, 'couponId'>): void {
  const issued = facts.coupons.get(couponId)
  assert(issued, 'a coupon that was issued')
  changeFact(issued, { status: 'revoked' })
}

/** The member the phone belongs to already. */
function knownByPhone(facts: Facts, identifiers: readonly Identifier[]): Fact<Member> | null {
  for (const identifier of identifiers) {
    if (identifier.kind !== 'phone_hash') continue
    const found = facts.identifiers.get(keyOfIdentifier(identifier))
    const owner = found && survivorOf(facts, found.row.memberId)
    if (owner && owner.row.status !== 'erased') return owner
  }
  return null
}

/** What enrolment may say about a member; standing is the chain's to give. */
function asEnrolled(facts: Facts, member: Member, known: Fact<Member> | null): Member {
  const tierId = facts.programmes.newest?.enrolment.tierId ?? member.tierId
  const { memberId, code, maskedName, maskedPhone, initials, sealed, birthday, joinedAt, consents } = member
  const row: Member = {
    ...newMemberDefaults,
    memberId,
    code,
    maskedName,
    maskedPhone,
    initials,
    sealed,
    birthday,
    joinedAt,
    consents,
    referrerId: member.referrerId === memberId ? null : member.referrerId,
    tierId: known ? known.row.tierId : tierId,
  }
  return known ? mergedAway(row, known.row.memberId) : row
}

/** The survivor learns what it did not know; its own word stands where both said something. */
function joinInto(known: Fact<Member>, from: Member): void {
  const { birthday, sealed, maskedPhone, consents } = known.row
  changeFact(known, {
    birthday: birthday ?? from.birthday,
    sealed: sealed ?? from.sealed,
    maskedPhone: maskedPhone ?? from.maskedPhone,
    consents: newestConsents(consents, from.consents),
  })
}

/** An identifier leads to the survivor. One that is another member's already stays theirs. */
function addIdentifier(
  facts: Facts,
  identifier: Identifier,
  row: Member,
  { eventId }: Cause,
): readonly Dispute[] {
  const key = keyOfIdentifier(identifier)
  const owner = survivorId(facts, row.memberId)
  const taken = facts.identifiers.get(key)
  if (taken) {
    const theirs = survivorId(facts, taken.row.memberId)
    // Disputes outlive an erasure: they name whose it is, never a phone.
    return theirs === owner ? [] : [dispute('identifier_taken', `${identifier.kind}:${theirs}`, eventId)]
  }
  facts.identifiers.set(key, { row: { ...identifier, memberId: owner }, changed: true })
  return []
}
