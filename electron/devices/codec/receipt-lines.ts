import { unreachable } from '../../../domain/assert.ts'
import { receiptBlockCharactersMax, receiptQrBytesMax } from '../../../domain/limits.ts'
import type { Receipt, ReceiptBlock } from '../../../domain/receipt.ts'
import { printableText, printedWidth, shortened, wrapPrintable } from './printable.ts'

/** What the layout must know of the paper. */
export interface ReceiptPaper {
  /** Characters of a line: 32 on 58 mm paper, 42 or 48 on 80 mm. */
  readonly columns: number
}

/** `tall` is double height, `double` double height and width. */
export type TextSize = 'normal' | 'tall' | 'double'

/** One printed line: printable text already laid out with spaces, or a QR code in the middle of the paper. */
export type ReceiptLine =
  | { readonly kind: 'text'; readonly text: string; readonly strong: boolean; readonly size: TextSize }
  | { readonly kind: 'qr'; readonly payload: string }

/**
 * Lays the blocks out in lines. We do it ourselves, because the column layout of the encoder's language drops
 * columns that do not fit, the amounts first (devices.md 5).
 */
export function layOutReceipt(receipt: Receipt, paper: ReceiptPaper): ReceiptLine[] {
  return receipt.blocks.flatMap((block) => layOutBlock(block, paper.columns))
}

function layOutBlock(block: ReceiptBlock, columns: number): ReceiptLine[] {
  switch (block.kind) {
    case 'title':
      return wrapped(block.text, Math.floor(columns / 2)).map((text) =>
        textLine(aligned(text, 'center', Math.floor(columns / 2)), { strong: true, size: 'double' }),
      )
    case 'text':
      return wrapped(block.text, columns).map((text) =>
        textLine(aligned(text, block.align, columns), { strong: block.strong ?? false }),
      )
    case 'pair':
      return layOutPair(block.left, block.right, columns).map((text) =>
        textLine(text, { strong: block.strong ?? false, size: block.big ? 'tall' : 'normal' }),
      )
    case 'rule':
      return [textLine('-'.repeat(columns))]
    case 'blank':
      return [textLine('')]
    case 'qr':
      return layOutQr(block.payload, columns)
    default:
      return unreachable(block)
  }
}

/**
 * Words left, figure right. The words take as many lines as they need; the figure stands on the last one, or on a
 * line of its own where that has no room. Nothing is ever dropped.
 */
function layOutPair(left: string, right: string, columns: number): string[] {
  const words = wrapped(left, columns)
  const figures = wrapped(right, columns)
  const [figure] = figures
  if (figures.length > 1 || figure === undefined) {
    return [...words, ...figures.map((text) => aligned(text, 'right', columns))]
  }
  const last = words.at(-1) ?? ''
  const gap = columns - printedWidth(last) - printedWidth(figure)
  if (gap >= 1 || (gap === 0 && last === '')) {
    return [...words.slice(0, -1), `${last}${' '.repeat(gap)}${figure}`]
  }
  return [...words, aligned(figure, 'right', columns)]
}

/**
 * A code too large to be read well is printed as words, and so is one the encoder would change or lose: it
 * composes accents (NFC) and ends a property at a line separator.
 */
function layOutQr(payload: string, columns: number): ReceiptLine[] {
  const bytes = new TextEncoder().encode(payload).length
  if (bytes === 0) return []
  const carried = payload === payload.normalize('NFC') && !/[\u2028\u2029]/.test(payload)
  if (!carried || bytes > receiptQrBytesMax) return wrapped(payload, columns).map((text) => textLine(text))
  return [textLine(''), { kind: 'qr', payload }, textLine('')]
}

function wrapped(text: string, columns: number): string[] {
  return wrapPrintable(shortened(printableText(text), receiptBlockCharactersMax), columns)
}

function aligned(text: string, align: 'left' | 'center' | 'right', columns: number): string {
  const room = columns - printedWidth(text)
  if (align === 'left') return text
  return `${' '.repeat(align === 'right' ? room : Math.floor(room / 2))}${text}`
}

function textLine(text: string, look: { strong?: boolean; size?: TextSize } = {}): ReceiptLine {
  return { kind: 'text', text, strong: look.strong ?? false, size: look.size ?? 'normal' }
}
