import { layoutReceipt, type Receipt } from '../../domain/receipt.ts'
import type { ShownMark } from '../../domain/risk-decision.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Language } from '../../domain/text.ts'
import type { Rules } from './kept-rules.ts'

/** Lays out the receipt of a sale of this till. */
export function receiptOf(of: {
  readonly sale: SaleCompleted
  readonly rules: Rules
  readonly terminalNumber: string
  readonly cashierName: string
  readonly completedAt: number
  readonly language: Language
  readonly copy: number
  readonly memberName: string | null
  /** Who decided what it spends. */
  readonly mark: ShownMark
}): Receipt {
  const { rules, ...said } = of
  const tier = rules.programme.tiers.find(({ tierId }) => tierId === of.sale.member?.tierId)
  return layoutReceipt({
    ...said,
    store: rules.store,
    tierName: tier?.name[of.language] ?? null,
  })
}
