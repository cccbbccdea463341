import type { z } from 'zod'
import type { interactionsRequestSchema } from '../../contract/head-office.ts'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import { monthKey } from '../../domain/time.ts'
import type { Database } from '../database.ts'
import { survivingMember } from '../online/find-member.ts'
import { RequestRefused } from '../problem.ts'
import { newestProgramme } from '../programmes.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { beginHistory, type KeptHistory, putHistoriesSql, withMonth } from '../tables/member-history.ts'

const zoneSql = 'SELECT "timeZone" FROM store ORDER BY "number" LIMIT 1'
const noteSql = `INSERT INTO interaction ("memberId", "kind", "at") VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING RETURNING "at"`
const historySql = 'SELECT * FROM member_history WHERE "memberId" = $1'

/**
 * Counts what members did elsewhere: each kind of the programme gives its growth and is an interaction of its month
 * (loyalty.md 2). One that was told before, by member, kind and moment, counts once. Refuses `interaction_unknown` (400) for a kind the rules do not have, `member_unknown`.
 */
export function countInteractions(
  database: Database,
  { interactions }: z.infer<typeof interactionsRequestSchema>,
  now: number,
): Promise<{ readonly counted: number; readonly changeNumber: number }> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const kinds = (await newestProgramme(tx))?.growth.interactions ?? {}
    const [zone] = await tx.query<{ timeZone: string }>(zoneSql)
    assert(zone, 'a chain has a store')
    const members = new Map<Uuid, Member>()
    const histories = new Map<Uuid, KeptHistory>()
    let counted = 0
    for (const { memberId, kind, at } of interactions) {
      const growth = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
      if (growth === undefined) {
        throw new RequestRefused(400, 'interaction_unknown', 'the rules know no such interaction')
      }
      const row = await survivingMember(tx, memberId)
      if ((await tx.query(noteSql, [memberId, kind, at])).length === 0) continue
      counted += 1
      const member = members.get(row.memberId) ?? row
      const kept =
        histories.get(member.memberId) ??
        (await tx.query<KeptHistory>(historySql, [member.memberId]))[0] ??
        beginHistory(member, at, zone.timeZone)
      histories.set(
        member.memberId,
        withMonth(kept, monthKey(at, zone.timeZone), { growth, interactions: 1 }),
      )
      members.set(member.memberId, { ...member, growth: member.growth + growth })
    }
    const changeNumber = await nextChangeNumber(tx, now)
    const table = chainTable('member')
    assert(table, 'a collection of the feed')
    await tx.query(upsertSql(table), [JSON.stringify([...members.values()]), changeNumber])
    await tx.query(putHistoriesSql, [JSON.stringify([...histories.values()])])
    return { counted, changeNumber }
  })
}
