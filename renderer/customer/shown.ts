import type { CustomerView } from '../../contract/customer-view.ts'

/** How long a customer is thanked, ms: long enough to count the change, and over before the next one looks. */
export const thanksMs = 20_000

/** What a display shows. */
export interface Shown {
  readonly view: CustomerView | null
  /** The sale that was just paid; null when it was a while ago, or the next basket has begun. */
  readonly thanks: CustomerView['last']
}

/**
 * What is shown after the till has spoken. A sale is thanked for when it ends while the display looks: whatever the last
 * sale was when the display came up was somebody else's.
 */
export function withView({ thanks, view: before }: Shown, view: CustomerView): Shown {
  if (view.lines.length > 0 || view.member !== null || view.state === 'closed') return { view, thanks: null }
  const isNew = before !== null && view.last !== null && view.last.saleId !== before.last?.saleId
  return { view, thanks: isNew ? view.last : thanks }
}
