import type { EventData, EventType } from './event.ts'
import type { Uuid } from './ids.ts'
import { reportRowsMax } from './limits.ts'
import { addMoney, type Money, money, noMoney, sumMoney, timesMoney } from './money.ts'
import { addPoints, noPoints, type Points } from './points.ts'
import type { Programme } from './programme.ts'
import type { CouponRedeemed } from './redemption.ts'
import type { SaleCompleted } from './sale.ts'
import type { LocalText } from './text.ts'
import { dayKey, localDate } from './time.ts'

/** An event as a report reads it. */
export type ReportedEvent = {
  [T in EventType]: { readonly type: T; readonly time: number; readonly data: EventData[T] }
}[EventType]

/** The till's own day (loyalty.md 8). Money in fen; turnover is what was to be paid after points. */
export interface DayReport {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly sales: number
  readonly turnover: Money
  readonly returns: number
  readonly returned: Money
  readonly memberSales: number
  readonly memberTurnover: Money
  /** Earned by sales, before any debt they paid off; burned by every act. What returns moved is not among them. */
  readonly pointsEarned: Points
  readonly pointsBurned: Points
  readonly enrolled: number
  readonly valueToppedUp: Money
  readonly valueSpent: Money
  readonly gifts: number
  readonly draws: number
  readonly donated: Money
  /** By template, what was taken back again left out; most used first. */
  readonly redemptions: readonly {
    readonly templateId: Uuid
    readonly name: LocalText
    readonly uses: number
    readonly amount: Money
  }[]
  /** Campaigns that changed a figure, by the sales they did so in; `amount` is those sales' turnover. */
  readonly campaigns: readonly {
    readonly campaignId: string
    readonly name: LocalText
    readonly sales: number
    readonly amount: Money
  }[]
  readonly suggestions: { readonly shown: number; readonly taken: number }
  /** All 24 hours of the store's clock. */
  readonly hours: readonly { readonly hour: number; readonly sales: number; readonly turnover: Money }[]
  readonly anomalies: number
}

export interface ReportInput {
  /** `YYYY-MM-DD`, store-local; events of other days are left out. */
  readonly day: string
  readonly timeZone: string
  /** For the names of campaigns; one that is gone is named by its id. */
  readonly programme: Programme
}

/** The day's figures of one till. The same events in any order give the same report. */
export function dayReport(
  events: readonly ReportedEvent[],
  { day, timeZone, programme }: ReportInput,
): DayReport {
  const ofDay = events.filter(({ time }) => dayKey(time, timeZone) === day)
  const all = <T extends EventType>(type: T) =>
    ofDay.filter((event) => event.type === type).map((event) => event.data as EventData[T])
  const sales = all('sale.completed')
  const ofMembers = sales.filter(({ member }) => member !== null)
  const topUps = all('value.topped_up')
  const returns = all('sale.returned')
  const gifts = all('gift.exchanged')
  const draws = all('lottery.drawn')
  const donations = all('points.donated')
  return {
    day,
    sales: sales.length,
    turnover: turnoverOf(sales),
    returns: returns.length,
    returned: sumMoney(returns.map(({ refund }) => refund)),
    memberSales: ofMembers.length,
    memberTurnover: turnoverOf(ofMembers),
    pointsEarned: sumOf(sales.map(({ earned }) => earned?.gross ?? noPoints)),
    pointsBurned: sumOf([
      ...sales.map(({ burned }) => burned?.points ?? noPoints),
      ...[...gifts, ...draws, ...donations].map(({ burned }) => burned.points),
    ]),
    enrolled: all('member.enrolled').length,
    valueToppedUp: sumMoney(topUps.map(({ principal }) => principal)),
    valueSpent: sumMoney(
      sales.flatMap(({ tenders }) =>
        tenders.filter(({ kind }) => kind === 'stored_value').map(({ amount }) => amount),
      ),
    ),
    gifts: gifts.length,
    draws: draws.length,
    donated: sumMoney(donations.map(({ amount }) => amount)),
    redemptions: redemptionsOf(sales, all('coupon.redeemed'), all('coupon.restored')),
    campaigns: campaignsOf(sales, programme),
    suggestions: {
      shown: sales.reduce((sum, { suggestions }) => sum + suggestions.shown.length, 0),
      taken: sales.reduce((sum, { suggestions }) => sum + suggestions.taken.length, 0),
    },
    hours: hoursOf(ofDay, timeZone),
    anomalies: all('anomaly.flagged').length,
  }
}

function turnoverOf(sales: readonly SaleCompleted[]): Money {
  return sumMoney(sales.map(({ toPay }) => toPay))
}

function sumOf(parts: readonly Points[]): Points {
  return parts.reduce(addPoints, noPoints)
}

type Redemptions = DayReport['redemptions']

function redemptionsOf(
  sales: readonly SaleCompleted[],
  redeemed: readonly CouponRedeemed[],
  restored: readonly { readonly redemptionId: Uuid }[],
): Redemptions {
  const undone = new Set(restored.map(({ redemptionId }) => redemptionId))
  const rows = new Map<Uuid, Redemptions[number]>()
  const count = (templateId: Uuid, name: LocalText, uses: number, amount: Money) => {
    const row = rows.get(templateId) ?? { templateId, name, uses: 0, amount: noMoney }
    rows.set(templateId, { ...row, uses: row.uses + uses, amount: addMoney(row.amount, amount) })
  }
  for (const { coupons } of sales) {
    for (const { templateId, name, amount } of coupons) count(templateId, name, 1, amount)
  }
  for (const { redemptionId, templateId, name, useNumbers, faceValue } of redeemed) {
    if (undone.has(redemptionId)) continue
    count(templateId, name, useNumbers.length, timesMoney(faceValue, useNumbers.length))
  }
  return [...rows.values()]
    .sort((a, b) => b.uses - a.uses || b.amount - a.amount || (a.templateId < b.templateId ? -1 : 1))
    .slice(0, reportRowsMax)
}

function campaignsOf(sales: readonly SaleCompleted[], programme: Programme): DayReport['campaigns'] {
  const rows = new Map<string, DayReport['campaigns'][number]>()
  for (const { campaigns, toPay } of sales) {
    for (const campaignId of new Set(campaigns.used)) {
      const known = programme.campaigns.find((one) => one.campaignId === campaignId)
      const name = known?.name ?? { zh: campaignId, en: campaignId }
      const row = rows.get(campaignId) ?? { campaignId, name, sales: 0, amount: noMoney }
      rows.set(campaignId, { ...row, sales: row.sales + 1, amount: addMoney(row.amount, toPay) })
    }
  }
  return [...rows.values()]
    .sort((a, b) => b.sales - a.sales || b.amount - a.amount || (a.campaignId < b.campaignId ? -1 : 1))
    .slice(0, reportRowsMax)
}

const hoursOfDay = 24

/** By the hour the wall shows: an hour that comes twice as the clocks go back counts as one. */
function hoursOf(events: readonly ReportedEvent[], timeZone: string): DayReport['hours'] {
  const hours = Array.from({ length: hoursOfDay }, (_, hour) => ({ hour, sales: 0, turnover: 0 }))
  for (const event of events) {
    if (event.type !== 'sale.completed') continue
    const row = hours[Math.floor(localDate(event.time, timeZone).minuteOfDay / 60)]
    if (!row) continue
    row.sales += 1
    row.turnover += event.data.toPay
  }
  return hours.map(({ hour, sales, turnover }) => ({ hour, sales, turnover: money(turnover) }))
}
