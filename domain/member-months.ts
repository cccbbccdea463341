import { bps, fullBps, money, roundedShare } from './money.ts'
import type { GrowthRules, Tier } from './programme.ts'
import type { MemberHistory, MonthFigures } from './tier-review.ts'
import { localDate, monthKey } from './time.ts'

/** The last `count` whole store-local months before the one of `now`, newest first, as `YYYY-MM`. */
export function monthsBefore(now: number, count: number, timeZone: string): string[] {
  const { year, month } = localDate(now, timeZone)
  return Array.from({ length: count }, (_, place) => keyOf(year * 12 + month - 1 - (place + 1)))
}

export interface Decayed {
  readonly months: Readonly<Record<string, MonthFigures>>
  /** The last month growth decayed in, `YYYY-MM`. */
  readonly decayedMonth: string
}

const yearMonths = 12

/** Months a figure is kept for once its growth is gone: the longest look back a programme may ask for. */
const monthsKept = 61

/**
 * Growth after its monthly decay (loyalty.md 2): once in every month begun since `decayedMonth`, growth of months more than
 * `windowMonths` old loses the tier's `decayBps`, rounded so that what is left is rounded down; it thus runs out for good.
 * `decayedMonth` empty = never yet: only the month of `now` is counted. Months nobody looks back to are dropped. Asked
 * twice in a month it changes nothing the second time.
 */
export function decayGrowth(
  history: Pick<MemberHistory, 'months'> & { readonly decayedMonth: string },
  { decayBps, windowMonths }: Pick<Tier, 'decayBps'> & Pick<GrowthRules, 'windowMonths'>,
  now: number,
  timeZone: string,
): Decayed {
  const current = placeOf(monthKey(now, timeZone))
  const last = history.decayedMonth === '' ? current - 1 : placeOf(history.decayedMonth)
  // A clock that ran ahead once must not bring growth back: nothing decays until it is caught up with.
  if (last >= current) return { months: history.months, decayedMonth: history.decayedMonth }
  const kept = bps(Math.max(0, fullBps - decayBps))
  const months: Record<string, MonthFigures> = {}
  for (const [key, figures] of Object.entries(history.months)) {
    const place = placeOf(key)
    // The first month it was too old in, or the first one not counted yet.
    const from = Math.max(last + 1, place + windowMonths + 1)
    let growth = figures.growth
    for (let month = from; month <= current && growth > 0 && kept < fullBps; month++) {
      growth = roundedShare(money(growth), kept, 'down')
    }
    if (growth === 0 && current - place > monthsKept) continue
    months[key] = growth === figures.growth ? figures : { ...figures, growth }
  }
  return { months, decayedMonth: keyOf(current) }
}

function placeOf(key: string): number {
  return Number(key.slice(0, 4)) * yearMonths + Number(key.slice(5, 7)) - 1
}

function keyOf(place: number): string {
  const year = Math.floor(place / yearMonths)
  return `${String(year).padStart(4, '0')}-${String((place % yearMonths) + 1).padStart(2, '0')}`
}
