import type { DayReport } from '../../../contract/report-commands.ts'

type Hour = DayReport['hours'][number]

/** A store is open somewhere in these hours; more are shown only when something happened. */
const usualFrom = 8
const usualTo = 21

/** The usual hours, and further ones where something was sold. */
export function shownHours(hours: readonly Hour[]): readonly Hour[] {
  const sold = hours.filter(({ sales }) => sales > 0).map(({ hour }) => hour)
  const from = Math.min(usualFrom, ...sold)
  const to = Math.max(usualTo, ...sold)
  return hours.filter(({ hour }) => hour >= from && hour <= to)
}
