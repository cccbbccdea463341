import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import { addMoney, type Money, money, noMoney } from '../../domain/money.ts'
import { addPoints, points } from '../../domain/points.ts'
import { type MemberDay, quietDay } from '../../domain/price.ts'
import type { ReadDb } from '../handle.ts'
import type { EffectKind } from './effect-table.ts'

const dayRowsSql = `
SELECT place, kind, amount, coalesce(value, 0) AS value FROM effect
WHERE memberId = ? AND happenedAt >= ? AND happenedAt < ?`
const actSql = `
SELECT type,
  coalesce(json_extract(body, '$.data.member.memberId'), json_extract(body, '$.data.memberId')) AS memberId,
  json_extract(body, '$.data.burned.points') AS burned,
  json_extract(body, '$.data.burned.amount') AS paid,
  json_extract(body, '$.data.burned.inflated') AS inflated,
  json_extract(body, '$.data.amount') AS given
FROM event WHERE place = ?`
const spentSql = `
SELECT sum(amount + value) AS spent FROM effect
WHERE subjectId = ? AND kind <> 'points_earned' AND kind = 'value_changed' AND amount + value < 0
  AND happenedAt >= ? AND happenedAt < ?`

interface DayRow {
  readonly place: number
  readonly kind: EffectKind
  readonly amount: number
  readonly value: number
}

interface Act {
  readonly type: string
  readonly memberId: string | null
  readonly burned: number | null
  readonly paid: number | null
  readonly inflated: number | null
  readonly given: number | null
}

/**
 * What a member did at this till in [from, until), heard of by the chain or not. `memberIds`: the member and those
 * merged into them. What a family member spent of an owner's points is the spender's.
 */
export function memberDay(
  db: ReadDb,
  memberIds: readonly Uuid[],
  between: { readonly from: number; readonly until: number },
): MemberDay {
  let day = quietDay
  const couponValue = new Map<number, Money>()
  const acts = new Set<number>()
  for (const memberId of memberIds) {
    const rows = db.prepare(dayRowsSql).all<DayRow>(uuidToBytes(memberId), between.from, between.until)
    for (const { place, kind, amount, value } of rows) {
      if (kind === 'points_earned') day = { ...day, earned: addPoints(day.earned, points(amount)) }
      if (kind === 'debt_changed' && amount < 0)
        day = { ...day, earned: addPoints(day.earned, points(-amount)) }
      if (kind === 'ticket_drawn') day = { ...day, draws: day.draws + 1 }
      if (kind === 'value_changed' && amount + value < 0) {
        day = { ...day, valueSpent: addMoney(day.valueSpent, money(-amount - value)) }
      }
      if (kind === 'points_burned' || kind === 'family_spent' || kind === 'coupon_used') acts.add(place)
      if (kind === 'coupon_used') {
        couponValue.set(place, addMoney(couponValue.get(place) ?? noMoney, money(value)))
      }
    }
  }
  for (const place of acts) {
    const act = db.prepare(actSql).get<Act>(place)
    const isTheirs = act?.memberId && memberIds.includes(act.memberId as Uuid)
    if (isTheirs) day = withRedemption(day, act, couponValue.get(place) ?? noMoney)
  }
  return day
}

/** Only points paid with count to the caps of paying. */
function withRedemption(day: MemberDay, act: Act, ofCoupons: Money): MemberDay {
  const asTender = act.type === 'sale.completed' ? points(act.burned ?? 0) : points(0)
  const worth = addMoney(ofCoupons, money((act.paid ?? 0) + (act.given ?? 0)))
  return {
    ...day,
    burned: addPoints(day.burned, asTender),
    inflated: addPoints(day.inflated, points(act.inflated ?? 0)),
    redemptions: day.redemptions + 1,
    redeemedValue: addMoney(day.redeemedValue, worth),
  }
}

/** What was spent from a value account at this till in [from, until), heard of by the chain or not. */
export function valueSpentBetween(
  db: ReadDb,
  accountId: Uuid,
  between: { readonly from: number; readonly until: number },
): Money {
  const row = db
    .prepare(spentSql)
    .get<{ spent: number | null }>(uuidToBytes(accountId), between.from, between.until)
  return money(-(row?.spent ?? 0))
}
