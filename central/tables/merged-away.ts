import type { Uuid } from '../../domain/ids.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'

/** Whoever is merged keeps nothing but the way to the survivor, and nothing that says who they are (loyalty.md 7). */
export function mergedAway(member: Member, into: Uuid): Member {
  const { memberId, code, tierId, joinedAt } = member
  return {
    ...newMemberDefaults,
    memberId,
    code,
    tierId,
    joinedAt,
    maskedName: '*',
    maskedPhone: null,
    initials: '',
    sealed: null,
    birthday: null,
    referrerId: null,
    consents: [],
    status: 'merged',
    mergedInto: into,
  }
}
