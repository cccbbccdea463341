import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { changeRows } from '../../central/head-office/change-rows.ts'
import { mergeMembers } from '../../central/head-office/merge-members.ts'
import { publishProgramme } from '../../central/head-office/publish-programme.ts'
import { expiryBookedAfterMs } from '../../central/limits.ts'
import { migrate } from '../../central/migrate.ts'
import { runNightly } from '../../central/nightly/run-nightly.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { notableProducts } from '../../central/seed/notable.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { demoTemplates } from '../../central/seed/templates.ts'
import { chainTables } from '../../central/tables/chain-rows.ts'
import { beginHistory, type KeptHistory, putHistoriesSql } from '../../central/tables/member-history.ts'
import { applyCoupons, type Coupon } from '../../domain/coupon.ts'
import type { Member } from '../../domain/member.ts'
import { money, noMoney } from '../../domain/money.ts'
import type { Store } from '../../domain/store.ts'
import { dayMs, monthKey, monthsAfter } from '../../domain/time.ts'
import { farAway, idOf, longAgo, lotRow, memberRow, storeRow } from '../suites/central-chain.ts'
import { otherProgramme } from './other-programme.ts'

const zone = 'Asia/Shanghai'
const zhEn = { zh: '打卡达人', en: 'Regular guest' }
/** 20 November 2026, noon in the stores. */
const night = Date.UTC(2026, 10, 20, 4)

let database: Database
beforeAll(async () => {
  database = await openPglite(null)
  await migrate(database, 1)
})
afterAll(() => database.close())
beforeEach(async () => {
  const tables = [
    'points_entry',
    'member_history',
    'interaction',
    ...chainTables.map(({ collection }) => collection),
  ]
  await database.script(`TRUNCATE ${tables.join(', ')} CASCADE`)
  await changeRows(database, { rows: [storeRow(1)] }, 1)
  await publishProgramme(database, demoProgramme(night), 1)
})

const month = (back: number) => monthKey(monthsAfter(night, -back, zone), zone)
const figures = (spent: number, growth: number) => ({ spent, growth, purchases: 1, interactions: 1 })
const months = (count: number, spent: number, growth: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, back) => [month(back), figures(spent, growth)]))

async function add(n: number, member: Partial<Member>, history: Partial<KeptHistory>) {
  const row = memberRow(n, 0, { birthday: null, joinedAt: night - 700 * dayMs, ...member })
  await changeRows(database, { rows: [row] }, 1)
  const kept = { ...beginHistory({ memberId: idOf('m', n), growth: 0 }, night, zone), ...history }
  await database.query(putHistoriesSql, [JSON.stringify([kept])])
}
const memberOf = async (n: number): Promise<Member> => {
  const sql = `SELECT to_jsonb(m) AS "row" FROM member m WHERE "memberId" = $1`
  const [found] = await database.query<{ row: Member }>(sql, [idOf('m', n)])
  if (!found) throw new Error('no member')
  return found.row
}
const couponsOf = async (n: number) =>
  database.query<Coupon>('SELECT * FROM coupon WHERE "memberId" = $1 ORDER BY "templateId"', [idOf('m', n)])
const told = (n: number, kind: string, ...daysAgo: readonly number[]) =>
  database.query(
    `INSERT INTO interaction ("memberId", "kind", "at")
     SELECT $1, $2, at FROM unnest($3::bigint[]) AS at`,
    [idOf('m', n), kind, daysAgo.map((days) => night - days * dayMs)],
  )
const run = (now = night) => runNightly({ database }, now)

test('[CE62] growth with activity lifts a member, a referral path lifts past it, and a second run does nothing', async () => {
  await add(1, { tierId: 'bronze' }, { months: months(4, 30_000, 600) })
  await add(2, { tierId: 'silver' }, { months: months(1, 900_000, 9_000) })
  await add(3, { tierId: 'silver' }, { months: months(4, 300_000, 3_000) })
  await add(4, { tierId: 'bronze' }, { referrals: 10 })
  await add(5, { tierId: 'bronze' }, { months: months(8, 50_000, 100) })
  const report = await run()
  expect(report).toMatchObject({ members: 5, promoted: 4, demoted: 0 })
  const tiers = await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await memberOf(n)).tierId))
  // The second has the growth and was not active; the fifth spent ¥500 in each of six months.
  expect(tiers).toEqual(['silver', 'silver', 'gold', 'platinum', 'gold'])
  expect((await memberOf(1)).growth).toBe(2_400)
  expect(await run()).toMatchObject({ changed: 0, promoted: 0, couponsIssued: 0 })
})

test('[CE62] a tier no longer earned gets its grace, then falls by one with the win-back coupon; a card holds it once', async () => {
  const late = { reviewedAt: night - 400 * dayMs, tierSince: night - 800 * dayMs, months: months(1, 100, 50) }
  await add(1, { tierId: 'gold' }, late)
  await add(2, { tierId: 'gold', protectionCards: 1 }, late)
  await add(3, { tierId: 'black_diamond' }, late)
  expect(await run()).toMatchObject({ gracesBegun: 2, demoted: 0 })
  const graceUntil = monthsAfter(night, 3, zone)
  expect((await memberOf(1)).graceUntil).toBe(graceUntil)
  expect(await run(graceUntil - 1)).toMatchObject({ demoted: 0, protected: 0 })
  const report = await run(graceUntil)
  expect(report).toMatchObject({ demoted: 1, protected: 1, couponsIssued: 1 })
  expect(await memberOf(1)).toMatchObject({ tierId: 'silver', graceUntil: null })
  expect(await memberOf(2)).toMatchObject({ tierId: 'gold', protectionCards: 0, graceUntil: null })
  expect((await memberOf(3)).tierId).toBe('black_diamond')
  const [winBack] = await couponsOf(1)
  expect(winBack).toMatchObject({
    templateId: demoTemplates.winBack.templateId,
    usesMax: 1,
    issuedAt: graceUntil,
  })
  expect(await run(graceUntil)).toMatchObject({ demoted: 0, couponsIssued: 0 })
})

test('[CE62] a met challenge skips a tier, five years and ¥100 000 are for life', async () => {
  const challenge = {
    challengeId: 'gold_in_thirty',
    tierId: 'gold',
    spend: money(300_000),
    spent: money(300_000),
    until: night + dayMs,
  }
  await add(1, { tierId: 'bronze', challenge }, {})
  await add(2, { tierId: 'bronze', challenge: { ...challenge, spent: money(1), until: night } }, {})
  const veteran = {
    tierSince: monthsAfter(night, -60, zone),
    spentTotal: 10_000_000,
    months: months(4, 0, 6_000),
  }
  await add(3, { tierId: 'platinum' }, veteran)
  expect(await run()).toMatchObject({ promoted: 2, challengesMet: 1 })
  expect(await memberOf(1)).toMatchObject({ tierId: 'gold', challenge: null })
  expect(await memberOf(2)).toMatchObject({ tierId: 'bronze', challenge: null })
  expect((await memberOf(3)).tierId).toBe('black_diamond')
})

test('[CE62] growth head office gives counts in its month and stays', async () => {
  await add(1, { tierId: 'bronze' }, { months: months(4, 0, 100) })
  await run()
  const row = { ...memberRow(1), d: { ...(await memberOf(1)), growth: 900 } }
  await changeRows(database, { rows: [{ ...row, v: 'any' } as never] }, night)
  await run()
  expect((await memberOf(1)).growth).toBe(900)
})

test('[CE62] growth older than a year decays monthly by the tier, once a month', async () => {
  const old = {
    months: { [month(20)]: figures(0, 1_000), [month(1)]: figures(0, 10) },
    decayedMonth: month(1),
  }
  await add(1, { tierId: 'bronze' }, old)
  await add(2, { tierId: 'platinum' }, { ...old, reviewedAt: night })
  await run()
  expect([(await memberOf(1)).growth, (await memberOf(2)).growth]).toEqual([860, 960])
  await run()
  expect((await memberOf(1)).growth).toBe(860)
  await run(monthsAfter(night, 1, zone))
  expect((await memberOf(1)).growth).toBe(732)
})

test('[CE62] birthday coupons come once a year in the week around it, by the tier', async () => {
  await add(1, { tierId: 'bronze', birthday: '11-22' }, {})
  await add(2, { tierId: 'platinum', birthday: '11-17' }, { months: months(4, 0, 6_000) })
  await add(3, { tierId: 'bronze', birthday: '11-30' }, {})
  expect(await run()).toMatchObject({ birthdays: 2, couponsIssued: 3 })
  const { birthday, birthdayHalf, cakeExchange } = demoTemplates
  expect((await couponsOf(1)).map(({ templateId }) => templateId)).toEqual([birthday.templateId])
  const platinum = (await couponsOf(2)).map(({ templateId }) => templateId)
  expect(platinum).toEqual([birthdayHalf.templateId, cakeExchange.templateId].toSorted())
  const [coupon] = await couponsOf(1)
  expect([coupon?.validFrom, coupon?.validTo]).toEqual([
    Date.UTC(2026, 10, 18, 16),
    Date.UTC(2026, 10, 25, 16),
  ])
  expect(await run(night + dayMs)).toMatchObject({ birthdays: 0 })
  expect(await run(Date.UTC(2027, 10, 20, 4))).toMatchObject({ birthdays: 2 })
})

test('[CE97] a birthday gift of goods comes as a coupon, once a year, and takes the goods off at the till', async () => {
  await add(1, { tierId: 'platinum', birthday: '11-22' }, { months: months(4, 0, 6_000) })
  const programme = demoProgramme(night)
  const gift = programme.gifts.find(({ giftId }) => giftId === 'birthday_cake')
  expect(gift?.benefit.kind).toBe('goods')
  await run()
  await run(night + dayMs)
  const template = demoTemplates.cakeExchange
  const cakes = (await couponsOf(1)).filter(({ templateId }) => templateId === template.templateId)
  expect(cakes).toHaveLength(1)
  const { changeNumber: _, ...coupon } = cakes[0] as Coupon & { readonly changeNumber: number }
  const lines = [
    { product: notableProducts.yoghurt, net: money(1_590), pieces: 1 },
    { product: notableProducts.birthdayCake, net: money(17_600), pieces: 2 },
  ]
  const at = { coupon, template, usedToday: 0, usedByMember: 0, spentOfBudget: noMoney }
  const store = { storeId: idOf('s', 1), timeZone: zone } as Store
  const judged = applyCoupons([at], lines, { member: await memberOf(1), store, programme, now: night })
  expect(judged.idle).toEqual([])
  // One of the two cakes.
  expect(judged.applied.map(({ shares }) => shares)).toEqual([[0, 8_800]])
  expect(await run(Date.UTC(2027, 10, 20, 4))).toMatchObject({ birthdays: 1 })
})

test('[CE62] lifecycle and value class follow what was bought', async () => {
  await add(1, { joinedAt: night - 3 * dayMs }, {})
  await add(2, {}, { purchases: 9, lastPurchaseAt: night - 100 * dayMs })
  await add(3, {}, { purchases: 40, lastPurchaseAt: night - dayMs, months: months(12, 90_000, 0) })
  await run()
  const standing = async (n: number) => {
    const { lifecycle, valueClass } = await memberOf(n)
    return [lifecycle, valueClass]
  }
  expect(await standing(1)).toEqual(['new', null])
  expect((await standing(2))[0]).toBe('dormant')
  expect(await standing(3)).toEqual(['active', 'top'])
})

test('[CE62] lots are emptied when no till can still tell of a burn in time, and booked as expired', async () => {
  await add(1, {}, {})
  const row = (n: number, expiresAt: number, points: number) => {
    const lot = lotRow(n, 1, points)
    return { ...lot, d: { ...lot.d, expiresAt } }
  }
  const ended = night - expiryBookedAfterMs
  await changeRows(
    database,
    { rows: [row(1, ended, 70), row(2, ended + 1, 30), row(3, farAway, 5)] },
    longAgo,
  )
  expect(await run()).toMatchObject({ lotsExpired: 1, pointsExpired: 70 })
  const lots = await database.query<{ points: number }>('SELECT "points" FROM lot ORDER BY "lotId"')
  expect(lots.map(({ points }) => points)).toEqual([0, 30, 5])
  const [entry] = await database.query(
    `SELECT "debit", "credit", "points" FROM points_entry WHERE "credit" = 'expiry'`,
  )
  expect(entry).toEqual({ debit: 'points', credit: 'expiry', points: 70 })
  expect(await run()).toMatchObject({ lotsExpired: 0 })
})

const daysBack = (count: number) => Array.from({ length: count }, (_, day) => day)

test('[CE96] badges of the programme are given once for what was done in their period, and end by themselves', async () => {
  await add(1, {}, {})
  await add(2, {}, {})
  await add(3, { badges: [{ badgeId: 'regular_guest', name: zhEn, until: night + 1 }] }, {})
  await add(4, {}, { months: { [month(0)]: figures(300_000, 0) } })
  await add(5, {}, { months: { [month(0)]: figures(299_999, 0), [month(1)]: figures(900_000, 0) } })
  await told(1, 'check_in', ...daysBack(12))
  await told(2, 'check_in', ...daysBack(11), 30)
  await told(2, 'activity', ...daysBack(12))
  await told(3, 'check_in', ...daysBack(12))
  expect(await run()).toMatchObject({ badgesAwarded: 2, couponsIssued: 1 })
  const until = night + 30 * dayMs
  const [guest, basket] = demoProgramme(night).growth.badges
  expect((await memberOf(1)).badges).toEqual([{ badgeId: 'regular_guest', name: guest?.name, until }])
  expect((await memberOf(2)).badges).toEqual([])
  expect((await memberOf(3)).badges).toEqual([{ badgeId: 'regular_guest', name: zhEn, until: night + 1 }])
  expect((await memberOf(4)).badges).toEqual([
    { badgeId: 'big_basket', name: basket?.name, until: night + 31 * dayMs },
  ])
  expect((await couponsOf(4)).map(({ templateId }) => templateId)).toEqual([
    demoTemplates.tenVoucher.templateId,
  ])
  expect((await memberOf(5)).badges).toEqual([])
  expect(await run()).toMatchObject({ changed: 0, badgesAwarded: 0, couponsIssued: 0 })
  // The third's ends that night and is earned still by twelve days of thirty.
  expect(await run(night + dayMs)).toMatchObject({ badgesAwarded: 1 })
  expect(await run(until)).toMatchObject({ badgesAwarded: 0 })
  expect((await memberOf(1)).badges).toEqual([])
})

test('[CE96] what was told of an id before it was merged counts for the survivor', async () => {
  await add(1, {}, {})
  await add(2, {}, {})
  await add(3, {}, {})
  await told(1, 'check_in', 0, 1, 2, 3)
  await told(2, 'check_in', 4, 5, 6, 7)
  await told(3, 'check_in', 8, 9, 10, 11)
  await mergeMembers(database, { from: idOf('m', 3), into: idOf('m', 2) }, night)
  await mergeMembers(database, { from: idOf('m', 2), into: idOf('m', 1) }, night)
  expect(await run()).toMatchObject({ badgesAwarded: 1 })
  expect((await memberOf(1)).badges.map(({ badgeId }) => badgeId)).toEqual(['regular_guest'])
})

test('[CE64] another programme makes another night of the same members', async () => {
  const old = { [month(20)]: figures(0, 1_000) }
  const standings = async () => {
    await add(1, { tierId: 'bronze' }, { months: old, decayedMonth: month(1) })
    await add(2, { joinedAt: night - 40 * dayMs }, { purchases: 2, lastPurchaseAt: night - 89 * dayMs })
    await add(3, {}, { purchases: 40, lastPurchaseAt: night - 29 * dayMs, months: months(12, 90_000, 0) })
    await add(4, {}, { months: { [month(0)]: figures(300_000, 0) } })
    await told(3, 'check_in', ...daysBack(12))
    await run()
    const members = await Promise.all([1, 2, 3, 4].map(memberOf))
    const [first, second, third, fourth] = members as [Member, Member, Member, Member]
    return {
      growth: first.growth,
      lifecycle: second.lifecycle,
      valueClass: third.valueClass,
      badges: [third, fourth].map(({ badges }) => badges.length),
    }
  }
  expect(await standings()).toEqual({ growth: 850, lifecycle: 'active', valueClass: 'top', badges: [1, 1] })
  await database.script('TRUNCATE member, member_history, interaction CASCADE')
  await publishProgramme(database, otherProgramme(demoProgramme(night), 2), night)
  const other = await standings()
  expect(other).toEqual({ growth: 1_000, lifecycle: 'dormant', valueClass: 'loyal', badges: [0, 0] })
})
