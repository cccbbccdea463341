import type { FaultCode } from '../../contract/bridge.ts'
import type { Refusal, RefusalCode } from '../../domain/refusal.ts'
import { hourMs, minuteMs } from '../../domain/time.ts'
import type { Format } from '../format.ts'
import type { RefusalWords } from './words-of-no.ts'
import type { Words } from './zh.ts'

/** What the screen says for a no: the reason, and what to do now. */
export interface SaidNo {
  readonly says: string
  readonly todo: string
}

/**
 * Puts a refusal into words, with its figures where it brings all that the sentence names. `giving`: it is of something
 * given to another member.
 */
export function refusalText(words: Words, refusal: Refusal, format: Format, giving = false): SaidNo {
  const ofGiving: Readonly<Partial<Record<RefusalCode, RefusalWords>>> = words.givingNo
  const told: RefusalWords = (giving ? ofGiving[refusal.code] : undefined) ?? words.refusal[refusal.code]
  const figures = figureTexts(words, refusal, format)
  return {
    says: filled(told.exact, figures) ?? told.says,
    todo: filled(told.todo, figures) ?? told.todoPlain ?? '',
  }
}

export function faultText(words: Words, fault: FaultCode): SaidNo {
  return words.fault[fault]
}

/** The sentence with its figures, or null when one is missing: better no figure than a gap. */
function filled(sentence: string | undefined, figures: Readonly<Record<string, string>>): string | null {
  if (sentence === undefined) return null
  let whole = true
  const text = sentence.replaceAll(/\{\{(\w+)\}\}/g, (_match, name: string) => {
    const figure = figures[name]
    if (figure === undefined) whole = false
    return figure ?? ''
  })
  return whole ? text : null
}

const moneyFigures = new Set(['missing', 'minimum', 'over'])
/** `max` and `left` are counts everywhere but here. */
const moneyOfCode: Readonly<Partial<Record<RefusalCode, string>>> = {
  top_up_over: 'max',
  value_not_enough: 'left',
  value_over_limit: 'left',
  offline_over_bound: 'max',
  offline_member_amount: 'left',
  offline_till_limit: 'left',
  offline_store_limit: 'left',
}
/** Told as they are: names of ours, and places in a file by the names of its entries. */
const nameFigures = new Set(['maskedName', 'at'])
const instantFigures = new Set(['expiredAt', 'validFrom'])

function figureTexts(words: Words, refusal: Refusal, format: Format): Readonly<Record<string, string>> {
  const figures = refusal.figures ?? {}
  const texts: Record<string, string> = {}
  for (const [name, figure] of Object.entries(figures)) {
    if (typeof figure === 'string') {
      if (nameFigures.has(name)) texts[name] = figure
    } else if (moneyFigures.has(name) || moneyOfCode[refusal.code] === name)
      texts[name] = format.money(figure)
    else if (instantFigures.has(name)) texts[name] = `${format.date(figure)} ${format.time(figure)}`
    // Up to the next whole minute: a lock is never announced as over while it still holds.
    else if (name === 'until') texts[name] = format.time(figure + minuteMs - 1)
    else texts[name] = format.count(figure)
  }
  const { reasonZh: zh, reasonEn: en } = figures
  if (typeof zh === 'string' && typeof en === 'string') texts['reason'] = format.local({ zh, en })
  const when = whenText(words, figures)
  if (when !== '') texts['when'] = when
  return texts
}

/** Weekdays and hours of a coupon, such as "周六、周日 10:00–14:00". */
function whenText(words: Words, figures: Readonly<Record<string, number | string>>): string {
  const { weekdays, from, to } = figures
  const days = (typeof weekdays === 'string' ? weekdays.split(',') : [])
    .map((day) => words.weekdays[Number(day) - 1])
    .filter((day) => day !== undefined)
  const hours =
    typeof from === 'number' && typeof to === 'number' && to > from ? `${clock(from)}–${clock(to)}` : ''
  return [days.join(', '), hours].filter((part) => part !== '').join(' ')
}

/** Minutes after midnight as hours and minutes. */
function clock(minutes: number): string {
  const perHour = hourMs / minuteMs
  return `${Math.floor(minutes / perHour)}:${String(minutes % perHour).padStart(2, '0')}`
}
