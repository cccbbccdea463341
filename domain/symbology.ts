/*
 * AIM symbology identifiers (ISO/IEC 15424): three characters, `]` with a letter for the symbology and a modifier, that
 * a scanner may be set to send before each code. They tell what the digits alone do not: EAN-8 from UPC-E, GS1 data
 * from anybody's.
 */

/** What the mark says of the text after it. */
export type Carrier =
  /** Nothing that changes how the text is read: plain Code 128, QR, ITF … */
  | 'any'
  | 'ean_8'
  /** EAN-13, UPC-A, or UPC-E where only eight digits come. */
  | 'ean_13'
  /** EAN-13 with a two or five digit add-on behind it. */
  | 'ean_13_add_on'
  /** GS1 element strings: GS1-128, DataBar, GS1 DataMatrix, GS1 QR, GS1 DotCode. */
  | 'gs1'

const carriers: Readonly<Record<string, Carrier>> = {
  E0: 'ean_13',
  E3: 'ean_13_add_on',
  E4: 'ean_8',
  C1: 'gs1',
  e0: 'gs1',
  e1: 'gs1',
  e2: 'gs1',
  d2: 'gs1',
  J1: 'gs1',
  Q3: 'gs1',
}

export interface MarkedText {
  readonly text: string
  /** Null: the scanner sends no mark. */
  readonly carrier: Carrier | null
}

/** Takes the mark off a scan, if it has one. */
export function withoutMark(scanned: string): MarkedText {
  const mark = /^\]([A-Za-z][0-9A-Za-z])/.exec(scanned)
  if (!mark) return { text: scanned, carrier: null }
  return { text: scanned.slice(3), carrier: carriers[mark[1] as string] ?? 'any' }
}
