import type { z } from 'zod'
import type { challengeAnswerSchema, challengeRequestSchema } from '../../contract/head-office.ts'
import { assert } from '../../domain/assert.ts'
import { beginChallenge } from '../../domain/tier-review.ts'
import type { Database } from '../database.ts'
import { survivingMember } from '../online/find-member.ts'
import { RequestRefused } from '../problem.ts'
import { newestProgramme } from '../programmes.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'

/**
 * A member takes a challenge of the newest rules up: what they spend from now on counts, the nightly run judges it.
 * Refuses `challenge_unknown`, `member_unknown`.
 */
export function beginMemberChallenge(
  database: Database,
  request: z.infer<typeof challengeRequestSchema>,
  now: number,
): Promise<z.infer<typeof challengeAnswerSchema>> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const rules = (await newestProgramme(tx))?.growth.challenges ?? []
    const wanted = rules.find(({ challengeId }) => challengeId === request.challengeId)
    if (!wanted) throw new RequestRefused(404, 'challenge_unknown', 'the rules have no such challenge')
    const member = await survivingMember(tx, request.memberId)
    const challenge = beginChallenge(wanted, now)
    const changeNumber = await nextChangeNumber(tx, now)
    const table = chainTable('member')
    assert(table, 'a collection of the feed')
    await tx.query(upsertSql(table), [JSON.stringify([{ ...member, challenge }]), changeNumber])
    return { until: challenge.until, changeNumber }
  })
}
