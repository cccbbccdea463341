import type { FamilyShare } from './member.ts'
import { noPoints, type Points, points } from './points.ts'
import { monthKey } from './time.ts'

/**
 * What a member may still spend of the family owner's points this store-local month (loyalty.md 1): the cap less what
 * the chain heard of and what this till spent since. Never below zero.
 */
export function familyLeft({
  family,
  unheard,
  now,
  timeZone,
}: {
  readonly family: FamilyShare
  /** Spendings of this member on the owner's points that the chain has not heard of. */
  readonly unheard: readonly { readonly spentAt: number; readonly points: Points }[]
  readonly now: number
  readonly timeZone: string
}): Points {
  const month = monthKey(now, timeZone)
  const heard = family.month === month ? family.spent : noPoints
  const own = unheard
    .filter(({ spentAt }) => monthKey(spentAt, timeZone) === month)
    .reduce((sum, spent) => sum + spent.points, 0)
  return points(Math.max(0, family.monthCap - heard - own))
}

/** The share with one more spending in it, as the chain keeps it: a new month begins from nothing. */
export function withFamilySpent(
  family: FamilyShare,
  spent: { readonly spentAt: number; readonly points: Points },
  timeZone: string,
): FamilyShare {
  const month = monthKey(spent.spentAt, timeZone)
  // A spending of a month gone by, heard of late, changes nothing that counts.
  if (month < family.month) return family
  const before = family.month === month ? family.spent : noPoints
  return { ...family, month, spent: points(before + spent.points) }
}
