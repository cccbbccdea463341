import { Bug } from '../../../domain/assert.ts'
import type { Receipt } from '../../../domain/receipt.ts'
import type { ReceiptPaper } from './receipt-encoder.ts'

/** The receipt as an SVG image. */
export function previewReceipt(_receipt: Receipt, _paper: ReceiptPaper): string {
  throw new Bug('being written')
}
