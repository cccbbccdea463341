import { PackageOpen, Receipt, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SaleSummary } from '../../../contract/command.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFinder, useFormat } from '../../use-desk.ts'

/** The till's latest sales, newest first, each with a reprint. */
export function RecentPanel() {
  const { t } = useTranslation()
  const recent = useFinder((finder) => finder.recent)
  return (
    <Panel title={t('recent.title')} testId="recent-panel">
      {recent?.length === 0 ? <Empty icon={Receipt} says={t('recent.empty')} /> : null}
      <ul className="flex flex-col gap-2">
        {(recent ?? []).map((sale, index) => (
          <SaleRow key={sale.saleId} sale={sale} index={index} />
        ))}
      </ul>
    </Panel>
  )
}

function SaleRow({ sale, index }: { readonly sale: SaleSummary; readonly index: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const chosen = useEntry((entry) => entry.row === index)
  const trouble = sale.print === 'failed' || sale.print === 'unknown'
  return (
    <li
      data-testid="recent-sale"
      data-receipt={sale.receiptNumber}
      className={`flex min-h-16 items-center gap-4 rounded-till border-2 px-4 py-1.5 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <span className="w-14 font-semibold text-row">{format.time(sale.completedAt)}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{sale.receiptNumber}</span>
        <span className="block truncate text-small text-soft">
          {t('recent.items', { number: format.count(sale.itemCount) })}
          {sale.memberName === null ? '' : ` · ${sale.memberName}`} ·{' '}
          <span className={trouble ? 'font-semibold text-warn' : ''}>{t(`print.${sale.print}`)}</span>
          {sale.copies > 0 ? ` · ${t('recent.copies', { number: format.count(sale.copies) })}` : ''}
        </span>
      </span>
      <span className="whitespace-nowrap font-semibold text-head">{format.money(sale.toPay)}</span>
      <Button icon={PackageOpen} testId="return-sale" onPress={() => acts.openReturnOf(sale.receiptNumber)}>
        {t('back.start')}
      </Button>
      <Button icon={RotateCw} testId="reprint" onPress={() => acts.reprint(sale.saleId)}>
        {t('recent.reprint')}
      </Button>
    </li>
  )
}
