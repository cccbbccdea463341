import { deedsAsked, type Interaction } from '../../domain/badge.ts'
import type { Uuid } from '../../domain/ids.ts'
import { mergesFollowedMax } from '../../domain/limits.ts'
import type { BadgeRule } from '../../domain/programme.ts'
import type { Statements } from '../database.ts'

/* What members did elsewhere of late, as far as a badge may be earned by it. */

const mergedSql = `SELECT "memberId", "mergedInto" FROM member WHERE "status" = 'merged' AND "mergedInto" IS NOT NULL`
const recentSql = `SELECT "memberId", "kind", "at" FROM interaction
  WHERE "memberId" = ANY($1::uuid[]) AND "kind" = ANY($2::text[]) AND "at" > $3 AND "at" <= $4`

export interface RecentDeeds {
  /** Interactions of these members and of those merged into them, by member. */
  readonly read: (
    from: Statements,
    memberIds: readonly Uuid[],
  ) => Promise<ReadonlyMap<Uuid, readonly Interaction[]>>
}

/** Interactions stay under the id they were told of: who was merged into whom is read once for the night. */
export async function createRecentDeeds(
  database: Statements,
  rules: readonly BadgeRule[],
  now: number,
): Promise<RecentDeeds> {
  const asked = deedsAsked(rules, now)
  if (!asked) return { read: async () => new Map() }
  const merged = await database.query<{ memberId: Uuid; mergedInto: Uuid }>(mergedSql)
  const formerIds = formerIdsBySurvivor(new Map(merged.map((row) => [row.memberId, row.mergedInto])))
  return {
    async read(from, memberIds) {
      const survivors = new Map<Uuid, Uuid>()
      for (const memberId of memberIds) {
        survivors.set(memberId, memberId)
        for (const former of formerIds.get(memberId) ?? []) survivors.set(former, memberId)
      }
      const rows = await from.query<Interaction & { memberId: Uuid }>(recentSql, [
        [...survivors.keys()],
        asked.kinds,
        asked.since,
        now,
      ])
      const byMember = new Map<Uuid, Interaction[]>()
      for (const { memberId, kind, at } of rows) {
        addTo(byMember, survivors.get(memberId) ?? memberId, { kind, at })
      }
      return byMember
    },
  }
}

function formerIdsBySurvivor(mergedInto: ReadonlyMap<Uuid, Uuid>): ReadonlyMap<Uuid, readonly Uuid[]> {
  const formerIds = new Map<Uuid, Uuid[]>()
  for (const former of mergedInto.keys()) {
    let survivor = former
    for (let followed = 0; followed < mergesFollowedMax; followed++) {
      const next = mergedInto.get(survivor)
      if (!next) break
      survivor = next
    }
    addTo(formerIds, survivor, former)
  }
  return formerIds
}

function addTo<T>(lists: Map<Uuid, T[]>, key: Uuid, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}
