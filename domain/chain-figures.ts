import type { Uuid } from './ids.ts'
import type { Bps, Money } from './money.ts'

/** What the chain has given with a coupon template that has a budget (loyalty.md 5). */
export interface Budget {
  readonly templateId: Uuid
  readonly spent: Money
}

/** Bought together: if the basket has `sku`, suggest `suggest` (loyalty.md 9). */
export interface Pair {
  readonly sku: string
  readonly suggest: string
  /** How much oftener than by chance, 10 000 = not at all. */
  readonly liftBps: Bps
}
