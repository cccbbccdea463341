import { CircleCheckBig, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { useActs, useFormat, useMirror, useProgress } from '../../use-desk.ts'

/** After a restart: what became of the last sale. Said until the cashier has seen it. */
export function LastSaleFate() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const notRecorded = useProgress((progress) => progress.notRecorded)
  const last = useMirror((mirror) => mirror.lastSale)
  if (notRecorded) {
    return (
      <Banner fate="not_recorded" onSeen={acts.dismissNotRecorded} says={t('recovered.notTitle')}>
        {t('recovered.notBody', { amount: format.money(notRecorded.toPay) })}
      </Banner>
    )
  }
  if (!last?.recovered) return null
  const { sale } = last
  return (
    <Banner fate="recorded" onSeen={acts.acknowledgeSale} says={t('recovered.title')}>
      {t('recovered.body', { number: sale.receiptNumber, amount: format.money(sale.toPay) })}
      {sale.change > 0 ? ` ${t('recovered.change', { amount: format.money(sale.change) })}` : ''}
    </Banner>
  )
}

function Banner(props: {
  readonly fate: 'recorded' | 'not_recorded'
  readonly says: string
  readonly children: ReactNode
  readonly onSeen: () => unknown
}) {
  const { t } = useTranslation()
  const good = props.fate === 'recorded'
  const Icon = good ? CircleCheckBig : TriangleAlert
  return (
    <div
      role="alert"
      data-testid={good ? 'recovered-banner' : 'not-recorded'}
      className={`flex shrink-0 items-center gap-4 rounded-till border-2 px-4 py-2.5 ${good ? 'border-good bg-good-tint text-good' : 'border-warn bg-warn-tint text-warn'}`}
    >
      <Icon aria-hidden="true" className="size-9 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-row">{props.says}</p>
        <p className="text-ink">{props.children}</p>
      </div>
      <Button testId="recovered-seen" onPress={props.onSeen}>
        {t('recovered.seen')}
      </Button>
    </div>
  )
}
