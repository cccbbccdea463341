import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { badgesMax } from '../../domain/limits.ts'
import type { Consent, Member, MemberBadge, MemberStatus } from '../../domain/member.ts'
import { addMoney, money, noMoney } from '../../domain/money.ts'
import { addPoints } from '../../domain/points.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { newestConsents } from '../apply/post-members.ts'
import type { Database, Transaction } from '../database.ts'
import { memberById } from '../online/find-member.ts'
import { RequestRefused } from '../problem.ts'
import { movePromises } from '../risk/promised.ts'
import { lockSubjects } from '../risk/subjects.ts'
import { followSeen, showOwners } from '../tables/area.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { beginHistory, type KeptHistory, mergedHistory, putHistoriesSql } from '../tables/member-history.ts'
import { mergedAway } from '../tables/merged-away.ts'
import { bury } from '../tables/tombstone.ts'
import { keepDenials } from './deny-list.ts'
import { settleHeldPoints } from './held-points.ts'

const moveSql = [
  'UPDATE lot SET "memberId" = $2, "changeNumber" = $3 WHERE "memberId" = $1',
  'UPDATE coupon SET "memberId" = $2, "changeNumber" = $3 WHERE "memberId" = $1',
  'UPDATE identifier SET "memberId" = $2, "changeNumber" = $3 WHERE "memberId" = $1',
  'UPDATE account SET "memberId" = $2, "changeNumber" = $3 WHERE "memberId" = $1 AND "accountId" <> $1',
]
/** Whoever spends points of the one that goes spends the survivor's. */
const followOwnerSql = `UPDATE member SET "family" = jsonb_set("family", '{ownerId}', to_jsonb($2::text)), "changeNumber" = $3
  WHERE ("family"->>'ownerId')::uuid = $1::uuid AND "memberId" <> $2::uuid RETURNING "memberId"`
/** Who was merged into the one that goes leads to the survivor at once: chains of redirects stay short. */
const redirectSql = 'UPDATE member SET "mergedInto" = $2, "changeNumber" = $3 WHERE "mergedInto" = $1'
const accountSql = `SELECT to_jsonb(a) - 'changeNumber' AS "account" FROM account a WHERE a."accountId" = $1`
const historySql = 'SELECT * FROM member_history WHERE "memberId" = $1'
const dropHistorySql = 'DELETE FROM member_history WHERE "memberId" = $1'
const dropPinSql = 'DELETE FROM member_pin WHERE "memberId" = $1 RETURNING "memberId"'
const moveValueSql = `INSERT INTO value_entry ("accountId", "part", "debit", "credit", "amount")
  VALUES ($1, $2, $3, $4, $5)`
const moveDebtSql = `INSERT INTO points_entry ("memberId", "debit", "credit", "points")
  VALUES ($1, 'adjustment', 'debt', $3), ($2, 'debt', 'adjustment', $3)`
const zoneSql = 'SELECT "timeZone" FROM store ORDER BY "number" LIMIT 1'

/**
 * Makes one member of two: lots, coupons, codes, stored value, debt, family and history of `from` become the survivor's,
 * and `from` leads there for good; what tills still say of it is posted to the survivor. Answers the change number. Refuses
 * `member_unknown`, `merge_to_self`, `member_merged` (409) when either is gone already.
 */
export function mergeMembers(
  database: Database,
  ids: { readonly from: Uuid; readonly into: Uuid },
  now: number,
): Promise<number> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    if (ids.from === ids.into) throw new RequestRefused(409, 'merge_to_self', 'one and the same member')
    const from = await memberById(tx, ids.from)
    const into = await memberById(tx, ids.into)
    if (from.status === 'merged' || into.status === 'merged') {
      throw new RequestRefused(409, 'member_merged', 'one of them was merged before')
    }
    await lockSubjects(tx, [from.memberId, into.memberId])
    const changeNumber = await nextChangeNumber(tx, now)
    const pair: Pair = { from, into, changeNumber }
    for (const sql of [...moveSql, redirectSql]) {
      await tx.query(sql, [from.memberId, into.memberId, changeNumber])
    }
    const relatives = await tx.query<{ memberId: Uuid }>(followOwnerSql, [
      from.memberId,
      into.memberId,
      changeNumber,
    ])
    await movePromises(tx, { from: from.memberId, into: into.memberId }, changeNumber)
    await moveAccount(tx, pair)
    await moveHistory(tx, pair, now)
    if (from.debt > 0) await tx.query(moveDebtSql, [from.memberId, into.memberId, from.debt])
    if ((await tx.query(dropPinSql, [from.memberId])).length > 0) {
      await bury(tx, 'member_pin', [from.memberId], changeNumber)
    }
    await putRows(tx, 'member', [mergedAway(from, into.memberId), survivorRow(pair)], changeNumber)
    await followSeen(tx, { from: from.memberId, into: into.memberId }, changeNumber)
    await showOwners(
      tx,
      relatives.map(({ memberId }) => memberId),
      changeNumber,
    )
    // Whoever was frozen or blacklisted stays denied under both ids.
    await keepDenials(tx, 'member', [into.memberId], { now, changeNumber })
    await settleHeldPoints(tx, [into.memberId], { now, changeNumber })
    return changeNumber
  })
}

interface Pair {
  readonly from: Member
  readonly into: Member
  readonly changeNumber: number
}

function survivorRow({ from, into }: Pair): Member {
  const subscription =
    (from.subscription?.until ?? 0) > (into.subscription?.until ?? 0) ? from.subscription : into.subscription
  const visits = [...into.visits, ...from.visits].toSorted((a, b) => b.at - a.at).slice(0, 10)
  const consents: readonly Consent[] = newestConsents(into.consents, from.consents)
  return {
    ...into,
    growth: into.growth + from.growth,
    debt: addPoints(into.debt, from.debt),
    subscription,
    visits,
    consents,
    sealed: into.sealed ?? from.sealed,
    maskedPhone: into.maskedPhone ?? from.maskedPhone,
    birthday: into.birthday ?? from.birthday,
    hasBought: into.hasBought || from.hasBought,
    family: familyOf({ from, into }),
    ...stricterStanding(into, from),
    staffId: into.staffId ?? from.staffId,
    referrerId: into.referrerId ?? (from.referrerId === into.memberId ? null : from.referrerId),
    tags: [...new Set([...into.tags, ...from.tags])].slice(0, 50),
    repeatCategoryIds: [...new Set([...into.repeatCategoryIds, ...from.repeatCategoryIds])].slice(0, 50),
    protectionCards: into.protectionCards + from.protectionCards,
    badges: [...into.badges, ...from.badges.filter((badge) => !wears(into, badge))].slice(0, badgesMax),
    lastRedemption: laterOf(into.lastRedemption, from.lastRedemption),
  }
}

/** Whose points the survivor spends: nobody's who are themselves by now. */
function familyOf({ from, into }: Pick<Pair, 'from' | 'into'>): Member['family'] {
  const family = into.family ?? from.family
  const isOwn = family?.ownerId === from.memberId || family?.ownerId === into.memberId
  return isOwn ? null : family
}

function wears({ badges }: Member, { badgeId }: MemberBadge): boolean {
  return badgeId !== null && badges.some((badge) => badge.badgeId === badgeId)
}

function laterOf(one: Member['lastRedemption'], other: Member['lastRedemption']): Member['lastRedemption'] {
  return (other?.at ?? 0) > (one?.at ?? 0) ? other : one
}

const strictness: { readonly [S in MemberStatus]?: number } = { frozen: 1, blacklisted: 2 }

/** Who was frozen or blacklisted stays so, whichever of the two it was. */
function stricterStanding(into: Member, from: Member): Pick<Member, 'status' | 'statusReason'> {
  const { status, statusReason } =
    (strictness[from.status] ?? 0) > (strictness[into.status] ?? 0) ? from : into
  return { status, statusReason }
}

/** A member's own account has the member's id: its balance goes to the survivor's, entry by entry. */
async function moveAccount(tx: Transaction, { from, into, changeNumber }: Pair): Promise<void> {
  const [old] = await tx.query<{ account: ValueAccount }>(accountSql, [from.memberId])
  if (!old) return
  const [found] = await tx.query<{ account: ValueAccount }>(accountSql, [into.memberId])
  const target: ValueAccount = found?.account ?? {
    accountId: into.memberId,
    code: null,
    memberId: into.memberId,
    status: 'active',
    principal: noMoney,
    gift: noMoney,
  }
  const { principal, gift, status } = old.account
  await putRows(
    tx,
    'account',
    [
      { ...old.account, principal: noMoney, gift: noMoney },
      {
        ...target,
        status: status === 'frozen' ? status : target.status,
        principal: addMoney(target.principal, principal),
        gift: addMoney(target.gift, gift),
      },
    ],
    changeNumber,
  )
  for (const [part, amount] of [
    ['principal', principal],
    ['gift', gift],
  ] as const) {
    if (amount === money(0)) continue
    await tx.query(moveValueSql, [from.memberId, part, 'value', 'adjustment', amount])
    await tx.query(moveValueSql, [into.memberId, part, 'adjustment', 'value', amount])
  }
}

async function moveHistory(tx: Transaction, { from, into }: Pair, now: number): Promise<void> {
  const [zone] = await tx.query<{ timeZone: string }>(zoneSql)
  assert(zone, 'a chain has a store')
  const historyOf = async (member: Member) => {
    const [row] = await tx.query<KeptHistory>(historySql, [member.memberId])
    return row ?? beginHistory(member, now, zone.timeZone)
  }
  const merged = mergedHistory(await historyOf(into), await historyOf(from))
  await tx.query(dropHistorySql, [from.memberId])
  await tx.query(putHistoriesSql, [JSON.stringify([merged])])
}

async function putRows(
  tx: Transaction,
  collection: 'member' | 'account',
  rows: readonly object[],
  changeNumber: number,
): Promise<void> {
  const table = chainTable(collection)
  assert(table, 'a collection of the feed')
  await tx.query(upsertSql(table), [JSON.stringify(rows), changeNumber])
}
