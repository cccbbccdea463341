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
