import { Receipt, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'

/** The sale before this one, with a reprint at hand: the receipt a customer comes back for. */
export function LastSale() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const sale = useMirror((mirror) => mirror.lastSale?.sale)
  if (!sale) return null
  return (
    <div
      data-testid="last-sale"
      data-receipt={sale.receiptNumber}
      data-sale={sale.saleId}
      className="flex shrink-0 items-center gap-3 rounded-till bg-counter px-4 py-2"
    >
      <Receipt aria-hidden="true" className="size-6 shrink-0 text-soft" strokeWidth={1.8} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="text-small text-soft">{t('recent.last')}</span>
          <span className="font-semibold">{format.money(sale.toPay)}</span>
          <span className="text-small text-soft">{format.time(sale.completedAt)}</span>
        </p>
        <p className="truncate text-small text-soft">
          {sale.receiptNumber} · {t(`print.${sale.print}`)}
        </p>
      </div>
      <Button icon={RotateCw} testId="reprint-last" onPress={() => acts.reprint(sale.saleId)}>
        {t('recent.reprint')}
      </Button>
    </div>
  )
}
