import { assert } from '../../../domain/assert.ts'
import { gbkCode } from './gbk-table.ts'

/*
 * Text as a Chinese receipt printer can print it: ASCII and the two-byte characters of GBK. Four-byte GB18030
 * characters (¥ U+00A5, rare ideographs, emoji) come out as rubbish on most printers (devices.md 5).
 */

/** Stands where a character cannot be printed: the printing trade's own mark for a missing type (GB 2312 A1FE). */
const missingGlyph = '〓'

const ellipsis = '…'

const asciiPrintable = /^[\x20-\x7e]*$/
/** What GBK certainly holds: printable ASCII and the ideographs it was made from. Spares the table look-up. */
const surelyPrintable = /^[\x20-\x7e\u4e00-\u9fa5]*$/
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
export function printableText(text: string): string {
  const flat = text.normalize('NFC').replaceAll(controls, ' ').replaceAll('\u00a5', '￥')
  if (surelyPrintable.test(flat)) return flat
  let printable = ''
  for (const { segment } of graphemes.segment(flat)) printable += printableGrapheme(segment)
  return printable
}

function printableGrapheme(grapheme: string): string {
  if (surelyPrintable.test(grapheme)) return grapheme
  const visible = grapheme.replaceAll(invisible, '')
  if (visible === '') return ''
  if (Array.from(visible).every(isInGbk)) return visible
  if (blanks.test(visible)) return ' '
  const plain = visible.normalize('NFKD').replaceAll(marks, '')
  return plain !== '' && Array.from(plain).every(isInGbk) ? plain : missingGlyph
}

function isInGbk(character: string): boolean {
  return asciiPrintable.test(character) || gbkCode(character) !== null
}

/** Printable text as its bytes: ASCII as it is, everything else two bytes. */
export function printableBytes(printable: string): Uint8Array {
  const bytes = new Uint8Array(printedWidth(printable))
  let at = 0
  for (const character of printable) {
    const code = gbkCode(character)
    if (code === null) {
      assert(asciiPrintable.test(character), 'only printable text is encoded')
      bytes[at] = character.charCodeAt(0)
      at += 1
    } else {
      bytes[at] = code >> 8
      bytes[at + 1] = code & 0xff
      at += 2
    }
  }
  return bytes
}

/** Columns the printable text takes: ASCII one, everything else two, as printers in kanji mode advance. */
export function printedWidth(printable: string): number {
  if (asciiPrintable.test(printable)) return printable.length
  let width = 0
  for (const character of printable) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  return character <= '\x7e' ? 1 : 2
}

/** Cuts printable text that is longer than `charactersMax`, with a … where it was cut. */
export function shortened(printable: string, charactersMax: number): string {
  return printable.length <= charactersMax ? printable : `${printable.slice(0, charactersMax - 1)}${ellipsis}`
}

/**
 * Breaks printable text into lines of at most `columns`, at a space where a word would be torn. At least one
 * line; joined again, the lines hold every character but the spaces at the breaks.
 */
export function wrapPrintable(printable: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const character of printable) {
    const advance = characterWidth(character)
    if (width + advance > columns) {
      const kept = breakOf(line, character)
      lines.push(line.slice(0, kept).trimEnd())
      line = line.slice(kept).trimStart()
      width = printedWidth(line)
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
