import type { Uuid } from '../../domain/ids.ts'
import { mergedIdsMax, mergesFollowedMax } from '../../domain/limits.ts'
import type { Member } from '../../domain/member.ts'
import { effectsOfMember, wholeEffect } from '../journal/effect-table.ts'
import { findMember, idsMergedInto } from '../replica/member-table.ts'
import type { Joined } from './files.ts'

/* Who an id stands for: members enrolled here, and those merged into one another. */

/** The member of an id, merges followed; one enrolled here counts until the chain knows them. */
export function survivor(files: Joined, memberId: Uuid): Member | null {
  let member = findMember(files.replica, memberId) ?? enrolledHere(files, memberId)
  for (let followed = 0; member?.status === 'merged' && member.mergedInto; followed++) {
    if (followed === mergesFollowedMax) return null
    member = findMember(files.replica, member.mergedInto)
  }
  return member
}

/** A member's id first, then those merged into it, whatever number of times over. */
export function idsOf({ replica }: Joined, memberId: Uuid): Uuid[] {
  const ids = [memberId]
  for (let at = 0; at < ids.length && ids.length < mergedIdsMax; at++) {
    for (const merged of idsMergedInto(replica, ids[at] as Uuid)) if (!ids.includes(merged)) ids.push(merged)
  }
  return ids
}

/** A member enrolled here whom the chain has not heard of, as enrolled. */
export function enrolledHere({ journal, heard, anyUnheard }: Joined, memberId: Uuid): Member | null {
  if (!anyUnheard) return null
  const row = effectsOfMember(journal, memberId, heard).find(({ kind }) => kind === 'member_enrolled')
  return row ? wholeEffect(row, 'member_enrolled').member : null
}
