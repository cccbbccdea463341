import { noMoney } from '../../../domain/money.ts'
import { AmountChoices } from '../../parts/tender-button.tsx'
import { exactFor, quickAmounts } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useMirror } from '../../use-desk.ts'

/** One press for what is still open; with cash also the notes a customer is likely to hand over. */
export function QuickAmounts() {
  const acts = useActs()
  const toPay = useMirror((mirror) => mirror.basket?.toPay ?? noMoney)
  const tenders = useEntry((entry) => entry.tenders)
  const active = useEntry((entry) => entry.activeTender)
  const spendable = useFinder((finder) => finder.account?.spendable ?? noMoney)
  const open = exactFor(active, tenders, toPay, spendable)
  return (
    <AmountChoices
      exact={open}
      onExact={acts.takeExact}
      notes={active === 'cash' ? quickAmounts(open) : []}
      onNote={acts.setTenderAmount}
    />
  )
}
