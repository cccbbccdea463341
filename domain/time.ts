/** One minute, hour and day in ms. A calendar day may be longer or shorter: use the calendar functions for dates. */
export const minuteMs = 60_000
export const hourMs = 3_600_000

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
  throw new Error('pending')
}

/** `instant` (epoch ms) on the wall of `timeZone` (IANA name). */
export function localDate(instant: number, timeZone: string): LocalDate {
  throw new Error('pending')
}

/** The local day as `YYYY-MM-DD`. */
export function dayKey(instant: number, timeZone: string): string {
  throw new Error('pending')
}

/** Local date and time as `YYYY-MM-DD HH:mm:ss`. */
export function localStamp(instant: number, timeZone: string): string {
  throw new Error('pending')
}

/** First instant (epoch ms) of the local day `instant` lies in; not always midnight. */
export function dayStart(instant: number, timeZone: string): number {
  throw new Error('pending')
}

/** First instant after the month that lies `months` after the one of `instant`: November 2026 and 12 give the end of November 2027. */
export function endOfMonthAfter(instant: number, months: number, timeZone: string): number {
  throw new Error('pending')
}
