import type { Laws } from './naive-laws.ts'

/* The independent oracle: calendars (RULES.md 2). */

const minuteMs = 60_000
const dayMs = 86_400_000

export interface Wall {
  readonly year: number
  /** 1–12. */
  readonly month: number
  readonly day: number
  /** Minute of the local day by the clock on the wall. */
  readonly minute: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

const walls = new Map<string, { readonly minute: number; readonly wall: Wall }>()

/** What calendar and clock on the wall show. Asked again about the same minute it says the same. */
export function wallOf(instant: number, timeZone: string): Wall {
  const minute = Math.floor(instant / minuteMs)
  const last = walls.get(timeZone)
  if (last && last.minute === minute) return last.wall
  const wall = readWall(instant, timeZone)
  walls.set(timeZone, { minute, wall })
  return wall
}

function readWall(instant: number, timeZone: string): Wall {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
    clocks.set(timeZone, clock)
  }
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (
    clock.format(instant).match(/\d+/g) ?? []
  ).map(Number)
  return { year, month, day, minute: hour * 60 + minute }
}

/** Days since 1970-01-01 of a date; month 13 and day 0 go on as calendars do. */
function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs
}

const found = new Map<string, number>()

/** The first instant whose local date is this day number or a later one. */
function firstInstantOf(day: number, timeZone: string): number {
  const key = `${timeZone} ${day}`
  const known = found.get(key)
  if (known !== undefined) return known
  let before = (day * dayMs) / minuteMs - 28 * 60
  let after = (day * dayMs) / minuteMs + 28 * 60
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    const wall = wallOf(middle * minuteMs, timeZone)
    if (dayNumber(wall.year, wall.month, wall.day) >= day) after = middle
    else before = middle
  }
  found.set(key, after * minuteMs)
  return after * minuteMs
}

export function dayStart(instant: number, days: number, timeZone: string): number {
  const { year, month, day } = wallOf(instant, timeZone)
  return firstInstantOf(dayNumber(year, month, day + days), timeZone)
}

export function monthEnd(instant: number, months: number, timeZone: string): number {
  const { year, month } = wallOf(instant, timeZone)
  return firstInstantOf(dayNumber(year, month + months + 1, 1), timeZone)
}

export interface TimeOfDay {
  readonly weekdays: readonly number[]
  readonly monthDays: readonly number[]
  readonly hours: { readonly from: number; readonly to: number } | null
}

export function isAtTime(
  { weekdays, monthDays, hours }: TimeOfDay,
  instant: number,
  timeZone: string,
): boolean {
  const wall = wallOf(instant, timeZone)
  let day = dayNumber(wall.year, wall.month, wall.day)
  const from = hours ? hours.from : 0
  const to = hours ? hours.to : 1_440
  if (from <= to) {
    if (wall.minute < from || wall.minute >= to) return false
  } else {
    if (wall.minute < from && wall.minute >= to) return false
    if (wall.minute < to) day -= 1
  }
  const date = new Date(day * dayMs)
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay()
  if (weekdays.length > 0 && !weekdays.includes(weekday)) return false
  return monthDays.length === 0 || monthDays.includes(date.getUTCDate())
}

function isBirthdayOn(laws: Laws, birthday: string, day: number): boolean {
  const date = new Date(day * dayMs)
  const keep = (number: number) => String(number).padStart(2, '0')
  if (birthday === `${keep(date.getUTCMonth() + 1)}-${keep(date.getUTCDate())}`) return true
  const is28February = date.getUTCMonth() === 1 && date.getUTCDate() === 28
  const hasA29th = new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCMonth() === 1
  return laws.leapBirthday === 'february' && birthday === '02-29' && is28February && !hasA29th
}

/** Whether a birthday is within so many days of today. */
export function isNearBirthday(
  laws: Laws,
  birthday: string,
  within: number,
  { instant, timeZone }: { readonly instant: number; readonly timeZone: string },
): boolean {
  const wall = wallOf(instant, timeZone)
  const today = dayNumber(wall.year, wall.month, wall.day)
  for (let day = today - within; day <= today + within; day++) {
    if (isBirthdayOn(laws, birthday, day)) return true
  }
  return false
}
