import type { FamilyShare } from './member.ts'
import { noPoints, type Points, points } from './points.ts'
import { monthKey } from './time.ts'

/** Points of the owner's a member spent, or (negative) that a return gave back; `spentAt`: when they were spent, epoch ms. */
export interface FamilySpending {
  readonly spentAt: number
  readonly change: number
}

/**
 * What a member may still spend of the family owner's points this store-local month (loyalty.md 1): the cap less what
 * the chain heard of and what this till spent since, in the order of `unheard`. Never below zero.
 */
export function familyLeft({
  family,
  unheard,
  now,
  timeZone,
}: {
  readonly family: FamilyShare
  /** Spendings of this member on the owner's points that the chain has not heard of. */
  readonly unheard: readonly FamilySpending[]
  readonly now: number
  readonly timeZone: string
}): Points {
  const { month, spent, monthCap } = unheard.reduce(
    (share, spending) => withFamilySpending(share, spending, timeZone),
    family,
  )
  return points(Math.max(0, monthCap - (month === monthKey(now, timeZone) ? spent : 0)))
}

/**
 * The share with one more spending in it, as the chain keeps it: a new month begins from nothing, and what comes back
 * comes back to the month it was spent in.
 */
export function withFamilySpending(
  family: FamilyShare,
  { spentAt, change }: FamilySpending,
  timeZone: string,
): FamilyShare {
  const month = monthKey(spentAt, timeZone)
  // A spending of a month gone by, heard of late, changes nothing that counts.
  if (month < family.month) return family
  const before = family.month === month ? family.spent : noPoints
  return { ...family, month, spent: points(Math.max(0, before + change)) }
}
