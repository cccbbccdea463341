import { assert } from './assert.ts'
import { offsetsKeptMax, zonesKeptMax } from './limits.ts'

/** One minute, hour and day in ms. A calendar day may be longer or shorter: use the calendar functions for dates. */
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** A moment on the wall of a place. */
export interface LocalDate {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** 1–31. */
  readonly day: number
  /** ISO: 1 Monday … 7 Sunday. */
  readonly weekday: number
  /** Minutes after local midnight as the clock shows them, 0–1 439. */
  readonly minuteOfDay: number
}

/** True for a zone name this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** `instant` (epoch ms) on the wall of `timeZone` (IANA name). */
export function localDate(instant: number, timeZone: string): LocalDate {
  const wall = wallMs(instant, timeZone)
  const date = new Date(wall)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    minuteOfDay: date.getUTCHours() * 60 + date.getUTCMinutes(),
  }
}

/** The local day as `YYYY-MM-DD`. */
export function dayKey(instant: number, timeZone: string): string {
  return new Date(wallMs(instant, timeZone)).toISOString().slice(0, 10)
}

/** Local date and time as `YYYY-MM-DD HH:mm:ss`. */
export function localStamp(instant: number, timeZone: string): string {
  return new Date(wallMs(instant, timeZone)).toISOString().slice(0, 19).replace('T', ' ')
}

/** First instant (epoch ms) of the local day `instant` lies in; not always midnight. */
export function dayStart(instant: number, timeZone: string): number {
  const wall = wallMs(instant, timeZone)
  return firstInstantAt(wall - positiveRest(wall, dayMs), timeZone)
}

/** First instant of the local day `days` after the one `instant` lies in; 0 is that day itself. */
export function dayStartAfter(instant: number, days: number, timeZone: string): number {
  assert(Number.isSafeInteger(days), 'a whole number of days')
  const { year, month, day } = localDate(instant, timeZone)
  return firstInstantAt(Date.UTC(year, month - 1, day + days), timeZone)
}

/** The local month as `YYYY-MM`. */
export function monthKey(instant: number, timeZone: string): string {
  return dayKey(instant, timeZone).slice(0, 7)
}

/** First instant of the local day `months` after the one of `instant`; where the month is too short, of its last day. */
export function monthsAfter(instant: number, months: number, timeZone: string): number {
  assert(Number.isSafeInteger(months), 'a whole number of months')
  const { year, month, day } = localDate(instant, timeZone)
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return firstInstantAt(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)), timeZone)
}

/** First instant of a local day given by its parts. A month takes what the calendar carries over: 30 February is 2 March or 1 March. */
export function dayOf(
  date: { readonly year: number; readonly month: number; readonly day: number },
  timeZone: string,
): number {
  return firstInstantAt(Date.UTC(date.year, date.month - 1, date.day), timeZone)
}

/** First instant after the month that lies `months` after the one of `instant`: November 2026 and 12 give the end of November 2027. */
export function endOfMonthAfter(instant: number, months: number, timeZone: string): number {
  assert(Number.isSafeInteger(months) && months >= 0, 'a whole number of months')
  const { year, month } = localDate(instant, timeZone)
  // Date.UTC counts months from 0 and carries over into years; `month` as it stands is thus the one after.
  return firstInstantAt(Date.UTC(year, month + months, 1), timeZone)
}

/**
 * What is known of zones. The one memo of this room: formatters and offsets are constants of their zone, a formatter
 * costs some 50 µs to make and 20 µs to use, and pricing asks for the local time at every scan. Bounded by
 * `zonesKeptMax` and `offsetsKeptMax`.
 */
const formatters = new Map<string, Intl.DateTimeFormat>()
/** By zone, then by quarter of an hour of UTC: what its wall is ahead of UTC throughout that quarter, in ms. */
const offsets = new Map<string, Map<number, number>>()
const quarterMs = 15 * minuteMs

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formatters.get(timeZone)
  if (kept) return kept
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  if (formatters.size >= zonesKeptMax) {
    formatters.clear()
    offsets.clear()
  }
  formatters.set(timeZone, made)
  offsets.set(timeZone, new Map())
  return made
}

/** The wall clock of `timeZone` at `instant`, as if it were UTC (epoch ms): local fields are then read by the UTC getters. */
function wallMs(instant: number, timeZone: string): number {
  assert(Number.isSafeInteger(instant), 'a whole instant')
  const quarter = Math.floor(instant / quarterMs)
  const kept = offsets.get(timeZone)?.get(quarter)
  if (kept !== undefined) return instant + kept
  // Clocks that change within a quarter are asked each time. None changes there and back within one.
  const from = quarter * quarterMs
  const offset = askedWallMs(from, timeZone) - from
  const last = from + quarterMs - 1_000
  if (askedWallMs(last, timeZone) - last !== offset) return askedWallMs(instant, timeZone)
  const ofZone = offsets.get(timeZone)
  if (ofZone && ofZone.size >= offsetsKeptMax) ofZone.clear()
  ofZone?.set(quarter, offset)
  return instant + offset
}

/** The same, asked of the runtime. */
function askedWallMs(instant: number, timeZone: string): number {
  const field = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) {
    if (type in field) field[type as keyof typeof field] = Number(value)
  }
  const seconds = Date.UTC(field.year, field.month - 1, field.day, field.hour, field.minute, field.second)
  return seconds + positiveRest(instant, 1_000)
}

/** First instant at which the wall of `timeZone` shows `wall` or, where clocks skip it, something later. */
function firstInstantAt(wall: number, timeZone: string): number {
  // Zones lie within 15 hours of UTC, so that a day before and after the offsets around are in force.
  const around = [wall - dayMs, wall + dayMs].map((near) => wallMs(near, timeZone) - near)
  const candidates = around.map((offset) => wall - offset).sort((a, b) => a - b)
  for (const candidate of candidates) if (wallMs(candidate, timeZone) === wall) return candidate
  // The clocks jump over `wall`: the change itself, to the second, lies between the two candidates.
  let before = candidates[0] as number
  let from = candidates[1] as number
  while (from - before > 1_000) {
    const middle = before + Math.floor((from - before) / 2_000) * 1_000
    if (wallMs(middle, timeZone) >= wall) from = middle
    else before = middle
  }
  return from
}

function positiveRest(value: number, by: number): number {
  return ((value % by) + by) % by
}
