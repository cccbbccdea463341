import { eventsOfType } from '../../db/journal/event-list.ts'
import { type DayReport, dayReport, type ReportedEvent } from '../../domain/day-report.ts'
import type { EventType } from '../../domain/event.ts'
import { reportEventsMax } from '../../domain/limits.ts'
import { dayKey, dayOf, dayStartAfter } from '../../domain/time.ts'
import type { Counter } from './counter.ts'
import type { Rules } from './kept-rules.ts'

/** The events a report is made of. */
const reported = [
  'sale.completed',
  'sale.returned',
  'coupon.redeemed',
  'coupon.restored',
  'gift.exchanged',
  'lottery.drawn',
  'points.donated',
  'value.topped_up',
  'member.enrolled',
  'anomaly.flagged',
] as const satisfies readonly EventType[]

/** This till's report of a store-local day (`YYYY-MM-DD`); null = today. */
export function reportOfDay(
  { books, clock }: Counter,
  { programme, store }: Rules,
  asked: string | null,
): DayReport {
  const { timeZone } = store
  const day = asked ?? dayKey(clock.now(), timeZone)
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const from = dayOf({ year, month, day: date }, timeZone)
  const until = dayStartAfter(from, 1, timeZone)
  const journal = books.read()
  const events = reported.flatMap(
    (type) => eventsOfType(journal, type, { from, until, limit: reportEventsMax }) as ReportedEvent[],
  )
  return dayReport(events, { day, timeZone, programme })
}
