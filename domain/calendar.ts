import { dayMs, localDate } from './time.ts'

/** A stretch of the week or month, by the store's wall clock; every condition given must hold. */
export interface WallTime {
  /** ISO weekdays; empty = all. */
  readonly weekdays: readonly number[]
  /** Days of the month, 1–31; missing or empty = all. */
  readonly monthDays?: readonly number[]
  /** Minutes after local midnight, `to` exclusive; null = all day. */
  readonly hours: { readonly from: number; readonly to: number } | null
}

export const allDay = { from: 0, to: 1_440 } as const

/**
 * Whether weekday, day of the month and hours fit. Hours with `from` after `to` run past midnight and belong to the
 * day they began on; with `from` equal to `to` they never are.
 */
export function isAtTime(
  { weekdays, monthDays = [], hours }: WallTime,
  now: number,
  timeZone: string,
): boolean {
  if (weekdays.length === 0 && monthDays.length === 0 && hours === null) return true
  const local = localDate(now, timeZone)
  const { minuteOfDay } = local
  const { from, to } = hours ?? allDay
  const pastMidnight = from > to
  const sinceYesterday = pastMidnight && minuteOfDay < to
  if (minuteOfDay < from ? !sinceYesterday : !pastMidnight && minuteOfDay >= to) return false
  const began = new Date(Date.UTC(local.year, local.month - 1, local.day) - (sinceYesterday ? dayMs : 0))
  const weekday = began.getUTCDay() === 0 ? 7 : began.getUTCDay()
  if (weekdays.length > 0 && !weekdays.includes(weekday)) return false
  return monthDays.length === 0 || monthDays.includes(began.getUTCDate())
}

/**
 * Days between today in the store's zone and the nearest birthday (`MM-DD`), before or after: 0 on the day itself.
 * 29 February is kept on the 28th in other years. Null for a text that names no day.
 */
export function daysFromBirthday(birthday: string, now: number, timeZone: string): number | null {
  const fields = /^(\d\d)-(\d\d)$/.exec(birthday)
  if (!fields) return null
  const { year, month, day } = localDate(now, timeZone)
  const today = Date.UTC(year, month - 1, day)
  const distances = [year - 1, year, year + 1].map((at) => {
    const born = birthday === '02-29' && !isLeapYear(at) ? 28 : Number(fields[2])
    return Math.abs(Date.UTC(at, Number(fields[1]) - 1, born) - today) / dayMs
  })
  return Math.min(...distances)
}

/** The days around a birthday that count as its week, on either side. */
export const birthdayWeekDays = 3

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}
