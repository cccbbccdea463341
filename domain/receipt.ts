import type { Mode } from './event.ts'
import type { SaleCompleted } from './sale.ts'
import type { Store } from './store.ts'
import type { Language } from './text.ts'

/** A receipt as what stands on it, free of any printer's language. The encoder turns it into bytes. */
export type ReceiptBlock =
  | { readonly kind: 'title'; readonly text: string }
  | {
      readonly kind: 'text'
      readonly text: string
      readonly align: 'left' | 'center' | 'right'
      readonly strong?: boolean
    }
  /** Two columns: words left, figure right. `big` prints double height. */
  | {
      readonly kind: 'pair'
      readonly left: string
      readonly right: string
      readonly strong?: boolean
      readonly big?: boolean
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'qr'; readonly payload: string }

export interface Receipt {
  readonly blocks: readonly ReceiptBlock[]
  /** Kick the cash drawer before printing. */
  readonly openDrawer: boolean
}

export interface ReceiptInput {
  readonly sale: SaleCompleted
  readonly store: Store
  readonly terminalNumber: string
  readonly cashierName: string
  /** Epoch ms. */
  readonly completedAt: number
  readonly language: Language
  /** 0 for the first print, 1 for the first copy, and so on. */
  readonly copy: number
  /** Who decided the redemptions: the mark beside coupons and points (sync.md 7). */
  readonly mode: Mode
  /** Masked, or null without a member. */
  readonly memberName: string | null
  /** In the receipt's language, or null. */
  readonly tierName: string | null
}

/** The receipt of a sale. The drawer opens for cash and never for a copy. */
export function layoutReceipt(input: ReceiptInput): Receipt {
  throw new Error('pending')
}
