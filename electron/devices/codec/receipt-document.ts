import { qrcode, transform } from 'receiptline'
import type { Receipt } from '../../../domain/receipt.ts'
import { layOutReceipt, type ReceiptLine, type ReceiptPaper, type TextSize } from './receipt-lines.ts'

/** Dots of one character column, on every printer whose standard font is 12×24 (Font A). */
const dotsPerColumn = 12

/** A cell of 6 dots is 0.75 mm at 203 dpi: read at arm's length; below 3 dots phones fail. */
const qrCellMax = 6

/** The quiet zone of ISO/IEC 18004 is four cells on each side. */
const qrQuietCells = 8

const sizeMark: Readonly<Record<TextSize, string>> = { normal: '', tall: '^^', double: '^^^' }

/**
 * The receipt in ReceiptLine's language, one column a line. The only place that writes that language: every ASCII
 * sign of ours goes in by its hexadecimal code, so no text can say a command, a property, a column or a style.
 */
export function receiptDocument(receipt: Receipt, paper: ReceiptPaper): string {
  const lines = layOutReceipt(receipt, paper).map((line) => documentLine(line, paper))
  return [...headOf(receipt, paper), ...lines].join('\n')
}

/** The chain's mark, over whatever begins with the store's name; one that is wider than the paper is left out. */
function headOf({ blocks }: Receipt, { columns, logo }: ReceiptPaper): readonly string[] {
  if (!logo || logo.dotsWide > columns * dotsPerColumn || blocks[0]?.kind !== 'title') return []
  const line = imageLine(logo.png)
  return line === null ? [] : [line]
}

/** Null when the image is damaged: the encoder reads all of it, and says so by throwing. */
const imageLine = remembered((png: string): string | null => {
  const line = `{image:${png}}`
  try {
    transform(line, { command: 'escpos' })
    return line
  } catch {
    return null
  }
})

/** The last answer is kept: a till prints one logo. */
function remembered<T>(ask: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | null = null
  return (text) => {
    if (last?.text !== text) last = { text, answer: ask(text) }
    return last.answer
  }
}

function documentLine(line: ReceiptLine, paper: ReceiptPaper): string {
  if (line.kind === 'qr') return qrLine(line.payload, paper)
  const size = sizeMark[line.size]
  const strong = line.strong ? '"' : ''
  // A leading bar makes the column left-aligned; an empty line needs a space to be printed.
  return `|${size}${strong}${line.text === '' ? '~' : literal(line.text)}${strong}${size}`
}

/** The largest cell that leaves the quiet zone free on this paper. */
function qrLine(payload: string, paper: ReceiptPaper): string {
  const level = 'm'
  const cells = qrcode.generate({ data: payload, type: 'qrcode', cell: qrCellMax, level }).length
  const cell = Math.min(qrCellMax, Math.floor((paper.columns * dotsPerColumn) / (cells + qrQuietCells)))
  return `{option:qrcode,${cell},${level}}\n{code:${literal(payload)}}`
}

function literal(text: string): string {
  return text.replaceAll(/\p{ASCII}/gu, (sign) => {
    if (/[0-9A-Za-z]/.test(sign)) return sign
    return `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
