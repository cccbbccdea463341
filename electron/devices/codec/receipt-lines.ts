import { unreachable } from '../../../domain/assert.ts'
import { receiptBlockCharactersMax, receiptQrBytesMax } from '../../../domain/limits.ts'
import type { Receipt, ReceiptBlock } from '../../../domain/receipt.ts'
import type { CodePage } from './character-set.ts'
import { printableText, printedWidth, shortened, wrapPrintable } from './printable.ts'

/** The chain's mark at the head of receipts. */
export interface Logo {
  /** PNG, base64. */
  readonly png: string
  readonly dotsWide: number
}

/** What the layout must know of the paper. */
export interface ReceiptPaper {
  /** Characters of a line: 32 on 58 mm paper, 42 or 48 on 80 mm. */
  readonly columns: number
  /** What its printer's characters are; missing = GB18030. */
  readonly codePage?: CodePage | undefined
  /** Where the drawer's cable is plugged in (ESC p m): pin 2 of the connector, or pin 5; missing = 2. */
  readonly drawerPin?: 2 | 5 | undefined
  readonly logo?: Logo | undefined
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
  return receipt.blocks.flatMap((block) => layOutBlock(block, paper))
}

function layOutBlock(block: ReceiptBlock, paper: ReceiptPaper): ReceiptLine[] {
  const { columns } = paper
  switch (block.kind) {
    case 'title':
      return wrapped(block.text, half(paper)).map((text) =>
        textLine(aligned(text, 'center', half(paper)), { strong: true, size: 'double' }),
      )
    case 'text':
      return wrapped(block.text, paper).map((text) =>
        textLine(aligned(text, block.align, paper), { strong: block.strong ?? false }),
      )
    case 'pair':
      return layOutPair(block.left, block.right, paper).map((text) =>
        textLine(text, { strong: block.strong ?? false, size: block.big ? 'tall' : 'normal' }),
      )
    case 'rule':
      return [textLine('-'.repeat(columns))]
    case 'blank':
      return [textLine('')]
    case 'qr':
      return layOutQr(block.payload, paper)
    default:
      return unreachable(block)
  }
}

/**
 * Words left, figure right. The words take as many lines as they need; the figure stands on the last one, or on a
 * line of its own where that has no room. Nothing is ever dropped.
 */
function layOutPair(left: string, right: string, paper: ReceiptPaper): string[] {
  const words = wrapped(left, paper)
  const figures = wrapped(right, paper)
  const [figure] = figures
  if (figures.length > 1 || figure === undefined) {
    return [...words, ...figures.map((text) => aligned(text, 'right', paper))]
  }
  const last = words.at(-1) ?? ''
  const gap = paper.columns - widthOf(last, paper) - widthOf(figure, paper)
  if (gap >= 1 || (gap === 0 && last === '')) {
    return [...words.slice(0, -1), `${last}${' '.repeat(gap)}${figure}`]
  }
  return [...words, aligned(figure, 'right', paper)]
}

/**
 * A code too large to be read well is printed as words, and so is one the encoder would change or lose: it
 * composes accents (NFC) and ends a property at a line separator.
 */
function layOutQr(payload: string, paper: ReceiptPaper): ReceiptLine[] {
  const bytes = new TextEncoder().encode(payload).length
  if (bytes === 0) return []
  const carried = payload === payload.normalize('NFC') && !/[\u2028\u2029]/.test(payload)
  if (!carried || bytes > receiptQrBytesMax) return wrapped(payload, paper).map((text) => textLine(text))
  return [textLine(''), { kind: 'qr', payload }, textLine('')]
}

/** The paper of letters twice as wide. */
function half(paper: ReceiptPaper): ReceiptPaper {
  return { ...paper, columns: Math.floor(paper.columns / 2) }
}

function wrapped(text: string, { columns, codePage }: ReceiptPaper): string[] {
  const printable = shortened(printableText(text, codePage), receiptBlockCharactersMax, codePage)
  return wrapPrintable(printable, columns, codePage)
}

function widthOf(text: string, { codePage }: ReceiptPaper): number {
  return printedWidth(text, codePage)
}

function aligned(text: string, align: 'left' | 'center' | 'right', paper: ReceiptPaper): string {
  const room = paper.columns - widthOf(text, paper)
  if (align === 'left') return text
  return `${' '.repeat(align === 'right' ? room : Math.floor(room / 2))}${text}`
}

function textLine(text: string, look: { strong?: boolean; size?: TextSize } = {}): ReceiptLine {
  return { kind: 'text', text, strong: look.strong ?? false, size: look.size ?? 'normal' }
}
