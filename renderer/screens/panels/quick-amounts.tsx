import { useTranslation } from 'react-i18next'
import { noMoney } from '../../../domain/money.ts'
import { exactFor, quickAmounts } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'

/** One press for what is still open; with cash also the notes a customer is likely to hand over. */
export function QuickAmounts() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const toPay = useMirror((mirror) => mirror.basket?.toPay ?? noMoney)
  const tenders = useEntry((entry) => entry.tenders)
  const active = useEntry((entry) => entry.activeTender)
  const spendable = useFinder((finder) => finder.account?.spendable ?? noMoney)
  const open = exactFor(active, tenders, toPay, spendable)
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        data-testid="quick-exact"
        onClick={acts.takeExact}
        className="flex h-[72px] shrink-0 flex-col items-center justify-center rounded-till bg-tint text-on-tint active:bg-sunk"
      >
        <span className="text-small">{t('pay.exact')}</span>
        <span className="font-semibold text-row">{format.money(open)}</span>
      </button>
      {(active === 'cash' ? quickAmounts(open) : []).map((amount) => (
        <button
          key={amount}
          type="button"
          data-testid="quick-next"
          data-fen={amount}
          onClick={() => acts.setTenderAmount(amount)}
          className="flex h-14 shrink-0 items-center justify-center rounded-till border border-line bg-raised font-semibold text-row active:bg-sunk"
        >
          {format.money(amount)}
        </button>
      ))}
    </div>
  )
}
