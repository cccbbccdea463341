import type { Receipt, ReceiptBlock } from './receipt.ts'

const mark: ReceiptBlock = { kind: 'title', text: '*** 训练 TRAINING ***' }

/** A paper of the training till: marked at its head and its foot in both languages, and no drawer opens for it. */
export function trainingPaper({ blocks }: Receipt): Receipt {
  return { blocks: [mark, ...blocks, mark], openDrawer: false }
}
