import { Bug } from '../../../domain/assert.ts'
import type { Receipt } from '../../../domain/receipt.ts'

export interface ReceiptPaper {
  /** Characters of a line: 32 on 58 mm paper, 42 or 48 on 80 mm. */
  readonly columns: number
}

export function encodeReceipt(_receipt: Receipt, _paper: ReceiptPaper): Uint8Array {
  throw new Bug('being written')
}
