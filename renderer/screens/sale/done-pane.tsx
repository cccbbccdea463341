import { CircleCheckBig, Coins, Printer, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaleSummary } from '../../../contract/command.ts'
import { Button } from '../../parts/button.tsx'
import { ModeMark } from '../../parts/mode-mark.tsx'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'

/** The change, as large as it can be said, until the next customer's first scan. */
export function DonePane({ sale }: { readonly sale: SaleSummary }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  // The core tells of the print as it goes on, and of head office's word where that came late.
  const latest = useMirror((mirror) => mirror.lastSale?.sale)
  const { print, mark, declinedLater } = latest?.saleId === sale.saleId ? latest : sale
  const restricted = useMirror((mirror) => (mirror.till?.restricted ?? null) !== null)
  return (
    <section
      data-testid="done"
      data-receipt={sale.receiptNumber}
      className="flex h-full min-h-0 animate-appear flex-col rounded-till border border-line bg-paper p-6"
    >
      <p className="flex items-center gap-3 font-semibold text-good text-head">
        <CircleCheckBig aria-hidden="true" className="size-8" />
        {t('done.title')}
        <span className="flex-1" />
        <span className="font-normal text-base text-soft">
          {t('done.receipt', { number: sale.receiptNumber })}
        </span>
      </p>
      <div className="flex min-h-0 flex-1 flex-col items-center justify-center">
        <p className="text-head text-soft">{sale.change > 0 ? t('done.change') : t('done.noChange')}</p>
        <p
          data-testid="change-due"
          data-fen={sale.change}
          className="font-bold text-accent text-change tracking-tighter"
        >
          {format.money(sale.change)}
        </p>
        <p className="mt-3 flex gap-8 text-row text-soft">
          <span>
            {t('done.total')} <b className="font-semibold text-ink">{format.money(sale.toPay)}</b>
          </span>
          <span>
            {t('done.paid')} <b className="font-semibold text-ink">{format.money(sale.paid)}</b>
          </span>
        </p>
        <p className="mt-2 text-small text-soft">{t('done.stays')}</p>
      </div>
      <footer className="flex items-center gap-3">
        <Fact
          icon={<Printer aria-hidden="true" className="size-5" />}
          warn={print === 'failed' || print === 'unknown'}
        >
          <span data-testid="print-state" data-state={print}>
            {t(`print.${print}`)}
          </span>
        </Fact>
        <PointsFact sale={sale} />
        {restricted ? <ModeMark mark="R" /> : mark ? <ModeMark mark={mark} /> : null}
        {declinedLater ? (
          <span data-testid="declined-later" className="text-small text-stop">
            {t('verify.declinedLater')}
          </span>
        ) : null}
        <span className="flex-1" />
        <Button icon={RotateCw} testId="reprint" onPress={() => acts.reprint(sale.saleId)}>
          {t('done.reprint')}
        </Button>
      </footer>
    </section>
  )
}

function PointsFact({ sale }: { readonly sale: SaleSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (sale.memberName === null) return null
  return (
    <Fact icon={<Coins aria-hidden="true" className="size-5" />}>
      {t('done.earned', { number: format.count(sale.earned) })}
      {sale.burned > 0 ? ` · ${t('done.burned', { number: format.count(sale.burned) })}` : ''}
    </Fact>
  )
}

function Fact(props: { readonly icon: ReactNode; readonly children: ReactNode; readonly warn?: boolean }) {
  return (
    <span
      className={`flex h-10 items-center gap-2 whitespace-nowrap rounded-till px-3 text-small ${props.warn ? 'bg-warn-tint font-semibold text-warn' : 'bg-counter'}`}
    >
      {props.icon}
      {props.children}
    </span>
  )
}
