import { assert } from '../../../domain/assert.ts'

/*
 * What a printer's character table holds. The runtime decodes every one of them and encodes none, so the way back is
 * turned round from its decoder.
 */

/** GB18030 prints Chinese; the others are for printers that hold none: Western European and Cyrillic. */
export type CodePage = 'gb18030' | 'cp1252' | 'cp866'

export interface CharacterSet {
  /** The bytes of a character that is no ASCII as one number, or null where there is none. */
  readonly codeOf: (character: string) => number | null
  /** Columns and bytes of a character that is no ASCII. */
  readonly width: 1 | 2
  /** Stands where a character cannot be printed. */
  readonly missing: string
  /** Stands where text was cut. */
  readonly ellipsis: string
  /** The command that makes a printer read bytes so. */
  readonly select: string
}

const leadFirst = 0x81
const leadLast = 0xfe
const trailFirst = 0x40
const trailLast = 0xfe
/** 0x7f is no second byte in GB18030. */
const trailHole = 0x7f

const privateFirst = 0xe000
const privateLast = 0xf8ff
const notDecodable = 0xfffd

/** The two-byte characters, which every Chinese printer holds (GBK and the few signs added to it), by code unit. */
function gbkTable(): Uint16Array {
  const pairs = new Uint8Array((leadLast - leadFirst + 1) * (trailLast - trailFirst) * 2)
  let filled = 0
  for (let lead = leadFirst; lead <= leadLast; lead += 1) {
    for (let trail = trailFirst; trail <= trailLast; trail += 1) {
      if (trail === trailHole) continue
      pairs[filled] = lead
      pairs[filled + 1] = trail
      filled += 2
    }
  }
  const characters = new TextDecoder('gb18030').decode(pairs.subarray(0, filled))
  assert(characters.length * 2 === filled, 'every pair decodes to one character of the basic plane')
  const table = new Uint16Array(0x1_0000)
  for (let index = 0; index < characters.length; index += 1) {
    const unit = characters.charCodeAt(index)
    const isText = unit !== notDecodable && (unit < privateFirst || unit > privateLast)
    if (isText && table[unit] === 0)
      table[unit] = ((pairs[index * 2] ?? 0) << 8) | (pairs[index * 2 + 1] ?? 0)
  }
  return table
}

/** The upper half of a page of single bytes, by code unit. */
function pageTable(decoder: string): Uint16Array {
  const table = new Uint16Array(0x1_0000)
  for (let byte = 0x80; byte <= 0xff; byte += 1) {
    const unit = new TextDecoder(decoder).decode(Uint8Array.of(byte)).charCodeAt(0)
    // What the page leaves out decodes to a control of the same number.
    if (unit !== notDecodable && unit >= 0xa0) table[unit] = byte
  }
  return table
}

const sets: Readonly<Record<CodePage, () => CharacterSet>> = {
  gb18030: () => ({
    codeOf: lookIn(gbkTable()),
    width: 2,
    // The printing trade's own mark for a missing type (GB 2312 A1FE).
    missing: '〓',
    ellipsis: '…',
    // ESC t 0, FS &: bytes above 0x7f come in pairs.
    select: '\x1bt\x00\x1c&',
  }),
  // FS . ends Chinese where a printer holds it; ESC t 16 and 17 are the pages' numbers.
  cp1252: () => ({
    codeOf: lookIn(pageTable('windows-1252')),
    width: 1,
    missing: '?',
    ellipsis: '…',
    select: '\x1c.\x1bt\x10',
  }),
  cp866: () => ({
    codeOf: lookIn(pageTable('ibm866')),
    width: 1,
    missing: '?',
    ellipsis: '~',
    select: '\x1c.\x1bt\x11',
  }),
}

function lookIn(table: Uint16Array): CharacterSet['codeOf'] {
  return (character) => (character.length === 1 && table[character.charCodeAt(0)]) || null
}

const made = new Map<CodePage, CharacterSet>()

/** The set of a code page; its table is made at its first use. */
export function characterSet(page: CodePage): CharacterSet {
  const set = made.get(page) ?? sets[page]()
  made.set(page, set)
  return set
}
