import { elementsOf, groupSeparator } from './gs1.ts'

/* What store IT should change on a scanner, told from what it sent. Pure. */

/** How a scan reached the till while it was being set up. */
export interface HeardScan {
  readonly by: 'keyboard' | 'serial' | 'hid_pos'
  readonly text: string
  /** Of a keyboard scanner: average time between characters, ms, and whether a key ended it. */
  readonly averageMs?: number
  readonly endedByKey?: boolean
}

/** Each has words in every language (renderer/text). */
export const scannerAdvices = [
  /** It works as it is. */
  'fine',
  /** Keyboard mode: where cashiers type Chinese, HID POS or COM mode is safer. */
  'leave_keyboard',
  /** Let it send Enter after each code. */
  'send_enter',
  /** Slower than a cable; the till waits for it now, a faster setting is better. */
  'slow',
  /** Let it send GS1's separators. */
  'send_separators',
  /** Let it send UTF-8. */
  'send_utf8',
  /** Let it send the AIM mark: UPC-E cannot be told from EAN-8 without. */
  'send_mark',
  /** Caps Lock or a letter case setting turns letters over. */
  'letter_case',
] as const
export type ScannerAdvice = (typeof scannerAdvices)[number]

/** Slowest average at which the standard settings take a keyboard scan, ms (renderer/wedge). */
const usualAverageMs = 30

/** What to change, most urgent first; `fine` alone when nothing is to be. */
export function adviceFor({ by, text, averageMs, endedByKey }: HeardScan): readonly ScannerAdvice[] {
  const advice: ScannerAdvice[] = []
  if (text.includes('\ufffd')) advice.push('send_utf8')
  if (endedByKey === false) advice.push('send_enter')
  if ((averageMs ?? 0) > usualAverageMs) advice.push('slow')
  if (/^(?:ec1|em1):/.test(text)) advice.push('letter_case')
  if (lostSeparators(text)) advice.push('send_separators')
  if (/^[0-9]{8}$/.test(text)) advice.push('send_mark')
  if (by === 'keyboard') advice.push('leave_keyboard')
  return advice.length > 0 ? advice : ['fine']
}

/** A GS1 code that goes on after a value of free length, without the separator that ends it. */
function lostSeparators(text: string): boolean {
  const sent = text.replace(/^\](?:C1|d2|Q3|e0)/, '')
  if (!/^01[0-9]{14}/.test(sent) || sent.includes(groupSeparator)) return false
  const elements = elementsOf(sent)
  if (!elements) return true
  return [...elements].some(
    ([identifier, value]) => /^(?:10|21)$/.test(identifier) && /(?:11|15|17)[0-9]{6}/.test(value),
  )
}

/** The pace to wait for a keyboard scanner that was heard at `averageMs`, ms: half as much again, never less than usual. */
export function paceFor(averageMs: number): number {
  return Math.min(80, Math.max(usualAverageMs, Math.ceil(averageMs * 1.5)))
}
