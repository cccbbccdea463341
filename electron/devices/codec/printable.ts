import { assert } from '../../../domain/assert.ts'
import { type CharacterSet, type CodePage, characterSet } from './character-set.ts'

/*
 * Text as a receipt printer can print it: ASCII and what its character table holds. Of GB18030 that is the two-byte
 * characters: the others (¥ U+00A5, rare ideographs, emoji) come out as rubbish on most printers (devices.md 5).
 */

const asciiPrintable = /^[\x20-\x7e]*$/
const blanks = /\p{Z}/u
const controls = /\p{Cc}/gu
const invisible = /\p{Default_Ignorable_Code_Point}/gu
const marks = /\p{M}/gu

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * The text with everything unprintable replaced, never dropped without a trace: controls and blanks become a
 * space, ¥ the full-width ￥, a letter with foreign accents its plain letter, and any other sign one 〓.
 * Pure and idempotent.
 */
export function printableText(text: string, page: CodePage = 'gb18030'): string {
  const set = characterSet(page)
  const plain = text.normalize('NFC').replaceAll(controls, ' ')
  const flat = isIn(set, '\u00a5') ? plain.replaceAll('￥', '\u00a5') : plain.replaceAll('\u00a5', '￥')
  if (asciiPrintable.test(flat)) return flat
  let printable = ''
  for (const { segment } of graphemes.segment(flat)) printable += printableGrapheme(segment, set)
  return printable
}

function printableGrapheme(grapheme: string, set: CharacterSet): string {
  const isPrinted = (character: string) => isIn(set, character)
  const visible = grapheme.replaceAll(invisible, '')
  if (visible === '') return ''
  if (Array.from(visible).every(isPrinted)) return visible
  if (blanks.test(visible)) return ' '
  const plain = visible.normalize('NFKD').replaceAll(marks, '')
  return plain !== '' && Array.from(plain).every(isPrinted) ? plain : set.missing
}

function isIn(set: CharacterSet, character: string): boolean {
  return asciiPrintable.test(character) || set.codeOf(character) !== null
}

/** Printable text as its bytes: ASCII as it is, everything else as the set has it. */
export function printableBytes(printable: string, page: CodePage = 'gb18030'): Uint8Array {
  const set = characterSet(page)
  const bytes = new Uint8Array(printedWidth(printable, page))
  let at = 0
  for (const character of printable) {
    const code = asciiPrintable.test(character) ? null : set.codeOf(character)
    if (code === null) assert(asciiPrintable.test(character), 'only printable text is encoded')
    if (code !== null && set.width === 2) {
      bytes[at] = code >> 8
      at += 1
    }
    bytes[at] = (code ?? character.charCodeAt(0)) & 0xff
    at += 1
  }
  return bytes
}

/** Columns the printable text takes: ASCII one, everything else as wide as the set prints it. */
export function printedWidth(printable: string, page: CodePage = 'gb18030'): number {
  if (asciiPrintable.test(printable)) return printable.length
  const { width: advance } = characterSet(page)
  let width = 0
  for (const character of printable) width += character <= '\x7e' ? 1 : advance
  return width
}

/** Cuts printable text that is longer than `charactersMax`, with a … where it was cut. */
export function shortened(printable: string, charactersMax: number, page: CodePage = 'gb18030'): string {
  if (printable.length <= charactersMax) return printable
  return `${printable.slice(0, charactersMax - 1)}${characterSet(page).ellipsis}`
}

/**
 * Breaks printable text into lines of at most `columns`, at a space where a word would be torn. At least one
 * line; joined again, the lines hold every character but the spaces at the breaks.
 */
export function wrapPrintable(printable: string, columns: number, page: CodePage = 'gb18030'): string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const character of printable) {
    const advance = printedWidth(character, page)
    if (width + advance > columns) {
      const kept = breakOf(line, character)
      lines.push(line.slice(0, kept).trimEnd())
      line = line.slice(kept).trimStart()
      width = printedWidth(line, page)
    }
    if (character === ' ' && line === '' && lines.length > 0) continue
    line += character
    width += advance
  }
  lines.push(line.trimEnd())
  return lines
}

/** How many characters of a full line stay on it when `next` no longer fits. */
function breakOf(line: string, next: string): number {
  const tearsWord = /[\x21-\x7e]$/.test(line) && /[\x21-\x7e]/.test(next)
  if (!tearsWord) return line.length
  const word = /[\x21-\x7e]+$/.exec(line)
  const start = word ? word.index : 0
  return start > 0 ? start : line.length
}
