import { randomBytes } from 'node:crypto'
import { openPersonal, sealPersonal } from '../../codes/personal.ts'
import { assert } from '../../domain/assert.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import { personalOf } from '../../domain/personal.ts'
import { type ProfileChange, withProfileChange } from '../../domain/profile-change.ts'
import {
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  keyOfIdentifier,
  survivorId,
  survivorOf,
  unknownMember,
} from './facts.ts'

/**
 * Puts a member's profile right, field by field, in the order the central hears of it. A phone that is another's is a
 * dispute, and then nothing of the change counts (docs/RULES.md 12). Nor does what was said of a newcomer who turned out
 * to be somebody the chain knew, by a phone that may have been the very slip.
 */
export function applyProfileChanged(
  facts: Facts,
  event: TillEvent<'member.profile_changed'>,
): readonly Dispute[] {
  const { memberId, personal } = event.data
  const change = personalOf(personal)
  const member = survivorOf(facts, memberId)
  // Told of after the erasure: a central put back learns nothing of them any more.
  if (!change || !member || member.row.status === 'erased') return [unknownMember(memberId, event.id)]
  const owner = member.row.memberId
  if (owner !== memberId) return [dispute('profile_merged', memberId, event.id, { other: null })]
  const { phone } = change
  const taken = phone && facts.identifiers.get(keyOfIdentifier({ kind: 'phone_hash', value: phone.hash }))
  const theirs = taken && survivorId(facts, taken.row.memberId)
  if (theirs && theirs !== owner) return [dispute('identifier_taken', `phone_hash:${theirs}`, event.id)]
  changeFact(
    member,
    withProfileChange(member.row, { ...change, sealed: sealedAnew(facts, member.row, change) }),
  )
  if (phone) replacePhones(facts, owner, phone.hash)
  return []
}

/** Whatever phones the member was known by lead nowhere any more: the wrong one is somebody else's. */
function replacePhones(facts: Facts, memberId: Uuid, value: string): void {
  for (const [key, { row }] of facts.identifiers) {
    if (row.kind !== 'phone_hash' || row.value === value || survivorId(facts, row.memberId) !== memberId)
      continue
    facts.identifiers.delete(key)
    facts.identifiersGone.add(key)
  }
  const row = { kind: 'phone_hash', value, memberId } as const
  facts.identifiers.set(keyOfIdentifier(row), { row, changed: true })
  facts.identifiersGone.delete(keyOfIdentifier(row))
}

/** Name and phone lie under one seal: of what the till sealed only the field it changed counts, the other is the row's. */
function sealedAnew({ personalKey }: Facts, { sealed }: Member, change: ProfileChange): string | null {
  if (change.sealed === null || sealed === null || (change.name && change.phone)) return change.sealed
  assert(personalKey !== null, 'the key comes with a batch that puts a profile right')
  const [before, said] = [openPersonal(sealed, personalKey), openPersonal(change.sealed, personalKey)]
  if (!before || !said) return change.sealed
  const whole = change.name ? { ...before, name: said.name } : { ...before, phone: said.phone }
  return sealPersonal(whole, personalKey, randomBytes(12))
}
