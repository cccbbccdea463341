import { commands, transform } from 'receiptline'
import type { Receipt } from '../../../domain/receipt.ts'
import { characterSet } from './character-set.ts'
import { drawerPulse } from './drawer-pulse.ts'
import { printableBytes } from './printable.ts'
import { receiptDocument } from './receipt-document.ts'
import type { ReceiptPaper } from './receipt-lines.ts'

export type { ReceiptPaper } from './receipt-lines.ts'

/**
 * The receipt as ESC/POS bytes in the printer's characters: initialise, drawer kick when asked, the lines, cut. It holds no
 * request for an answer: confirming the end of a job is the link's business, which adds its own `GS r`.
 */
export function encodeReceipt(receipt: Receipt, paper: ReceiptPaper): Uint8Array {
  const escpos = commands.escpos
  const { codePage = 'gb18030', drawerPin } = paper
  const { select } = characterSet(codePage)
  const bytes = transform(receiptDocument(receipt, paper), {
    cpl: paper.columns,
    encoding: codePage,
    spacing: true,
    // A dot is black or it is not: shades would be scattered over the white of a mark.
    gradient: false,
    command: {
      ...escpos,
      open(printer) {
        return (
          escpos.open.call(this, printer) +
          (receipt.openDrawer ? Buffer.from(drawerPulse(drawerPin)).toString('latin1') : '')
        )
      },
      // The encoder's own tables take 100 ms to load; a column's width and its bytes are one thing here.
      text(text) {
        return select + Buffer.from(printableBytes(text, codePage)).toString('latin1')
      },
      close() {
        return escpos.cut.call(this)
      },
    },
  })
  return Buffer.from(bytes, 'latin1')
}
