import { assert } from '../../domain/assert.ts'
import type { Member } from '../../domain/member.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Database, Transaction } from '../database.ts'
import { nightlyMembersAtOnce } from '../limits.ts'
import { newestProgramme } from '../programmes.ts'
import { leaveAreas } from '../tables/area.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { beginHistory, type KeptHistory, putHistoriesSql } from '../tables/member-history.ts'
import { expireLots } from './expire-lots.ts'
import { issueCoupons } from './issue-coupons.ts'
import { createRecentDeeds, type RecentDeeds } from './recent-deeds.ts'
import { type MemberNight, type NightAt, nightOf } from './review-member.ts'

/** What a night did. */
export interface NightReport {
  readonly members: number
  /** Members whose row changed. */
  readonly changed: number
  readonly promoted: number
  readonly demoted: number
  readonly gracesBegun: number
  readonly protected: number
  readonly challengesMet: number
  readonly badgesAwarded: number
  readonly birthdays: number
  readonly couponsIssued: number
  readonly lotsExpired: number
  readonly pointsExpired: number
  /** Members an area's tills copy no more: nobody there saw them for the days of the rules. */
  readonly membersLeft: number
}

const zoneSql = 'SELECT "timeZone" FROM store ORDER BY "number" LIMIT 1'
const pageSql = `SELECT to_jsonb(m) - 'changeNumber' AS "member", to_jsonb(h) AS "history"
  FROM member m LEFT JOIN member_history h ON h."memberId" = m."memberId"
  WHERE m."memberId" > $1 AND m."status" IN ('active', 'frozen') ORDER BY m."memberId" LIMIT $2`
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * The night's work (loyalty.md 2): every member reviewed by the newest rules, a portion a transaction so that tills
 * hardly wait, then lots that ended. Months and days are those of the chain's first store. Run twice it does nothing the
 * second time. Without rules or stores there is nothing to do.
 */
export async function runNightly(
  central: { readonly database: Database },
  now: number,
): Promise<NightReport> {
  const { database } = central
  const programme = await newestProgramme(database)
  const [zone] = await database.query<{ timeZone: string }>(zoneSql)
  const report = { ...quietNight }
  if (programme && zone) {
    const at = { now, timeZone: zone.timeZone }
    const deeds = await createRecentDeeds(database, programme.growth.badges, now)
    let last: string | null = beforeAll
    while (last !== null) last = await reviewPage(database, { programme, at, deeds }, last, report)
  }
  const { lots, points } = await expireLots(database, now)
  const membersLeft = await leaveAreas(database, now)
  return { ...report, lotsExpired: lots, pointsExpired: points, membersLeft }
}

const quietNight = {
  members: 0,
  changed: 0,
  promoted: 0,
  demoted: 0,
  gracesBegun: 0,
  protected: 0,
  challengesMet: 0,
  badgesAwarded: 0,
  birthdays: 0,
  couponsIssued: 0,
}

/** Reviews the next members; answers the last one's id, or null when there are no more. */
function reviewPage(
  database: Database,
  {
    programme,
    at,
    deeds,
  }: { readonly programme: Programme; readonly at: NightAt; readonly deeds: RecentDeeds },
  after: string,
  report: { -readonly [K in keyof typeof quietNight]: number },
): Promise<string | null> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const rows = await tx.query<{ member: Member; history: KeptHistory | null }>(pageSql, [
      after,
      nightlyMembersAtOnce,
    ])
    const interactions = await deeds.read(
      tx,
      rows.map(({ member }) => member.memberId),
    )
    const nights = rows.map(({ member, history }) => {
      const known = {
        history: history ?? beginHistory(member, at.now, at.timeZone),
        interactions: interactions.get(member.memberId) ?? [],
      }
      return { before: member, kept: history, night: nightOf(member, known, programme, at) }
    })
    const changed = nights.filter(({ before, night }) => differ(before, night.member))
    const noted = nights.filter(({ kept, night }) => kept === null || differ(kept, night.history))
    await writeNights(tx, programme, at, {
      members: changed.map(({ night }) => night.member),
      histories: noted.map(({ night }) => night.history),
      nights: nights.map(({ night }) => night),
      report,
    })
    report.members += rows.length
    report.changed += changed.length
    for (const { night } of nights) count(report, night)
    return rows.length < nightlyMembersAtOnce ? null : (rows.at(-1)?.member.memberId ?? null)
  })
}

async function writeNights(
  tx: Transaction,
  programme: Programme,
  at: NightAt,
  written: {
    readonly members: readonly Member[]
    readonly histories: readonly KeptHistory[]
    readonly nights: readonly MemberNight[]
    readonly report: { couponsIssued: number }
  },
): Promise<void> {
  const { members, histories, nights, report } = written
  const wishes = nights.flatMap(({ member, issues }) => issues.map((templateId) => ({ member, templateId })))
  if (histories.length > 0) await tx.query(putHistoriesSql, [JSON.stringify(histories)])
  if (members.length + wishes.length === 0) return
  const changeNumber = await nextChangeNumber(tx, at.now)
  const table = chainTable('member')
  assert(table, 'a collection of the feed')
  if (members.length > 0) await tx.query(upsertSql(table), [JSON.stringify(members), changeNumber])
  report.couponsIssued += await issueCoupons(tx, wishes, programme, { ...at, changeNumber })
}

function count(report: { -readonly [K in keyof typeof quietNight]: number }, night: MemberNight): void {
  for (const change of night.changes) {
    if (change.kind === 'promoted') report.promoted += 1
    if (change.kind === 'demoted') report.demoted += 1
    if (change.kind === 'grace_began') report.gracesBegun += 1
    if (change.kind === 'protected') report.protected += 1
    if (change.kind === 'badge_awarded') report.badgesAwarded += 1
    if (change.kind === 'challenge_ended' && change.met) report.challengesMet += 1
  }
  if (night.birthday) report.birthdays += 1
}

/** Whether two rows say something else. Both have their fields in one order: the second was made from the first. */
function differ(before: object, after: object): boolean {
  return JSON.stringify(before) !== JSON.stringify(after)
}
