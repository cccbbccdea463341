import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'

/** How something was paid. Points are not a tender here: they travel as `burned`. */
export type TenderKind = 'cash' | 'card' | 'mobile' | 'stored_value'

export type Tender =
  /** Handed over, > 0. Only cash may exceed what is to be paid. */
  | { readonly kind: 'cash' | 'card' | 'mobile'; readonly amount: Money }
  /** From a value account. Who asks gives `amount`; what was taken from each part is settled with the sale. */
  | {
      readonly kind: 'stored_value'
      readonly amount: Money
      readonly accountId: Uuid
      readonly principal: Money
      readonly gift: Money
    }

/** What a cashier asks to be paid with: the parts of stored value are the rules' to say. */
export interface TenderWish {
  readonly kind: TenderKind
  readonly amount: Money
  /** The account of `stored_value`; null else. */
  readonly accountId: Uuid | null
}
