import { transform } from 'receiptline'
import type { Receipt } from '../../../domain/receipt.ts'
import { receiptDocument } from './receipt-document.ts'
import type { ReceiptPaper } from './receipt-lines.ts'

/** The receipt as an SVG image, from the same layout the printer gets. Needs no font or file from outside. */
export function previewReceipt(receipt: Receipt, paper: ReceiptPaper): string {
  return transform(receiptDocument(receipt, paper), {
    cpl: paper.columns,
    encoding: paper.codePage ?? 'gb18030',
    spacing: true,
    command: 'svg',
  })
}
