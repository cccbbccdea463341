import { CheckCheck, Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ReturnableSale } from '../../../contract/points-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'
import { ReturnQuote } from './return-quote.tsx'
import { ReturnReasons } from './return-reasons.tsx'

type Line = ReturnableSale['lines'][number]

/** The lines of a sale with what may still come back, and what that would mean. */
export function SaleReturn({ sale }: { readonly sale: ReturnableSale }) {
  const row = useEntry((entry) => entry.row)
  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <Head sale={sale} />
      <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
        {sale.lines.map((line, index) => (
          <LineRow key={line.place} line={line} index={index} chosen={index === row} />
        ))}
      </ul>
      <ReturnReasons />
      <ReturnQuote />
    </div>
  )
}

function Head({ sale }: { readonly sale: ReturnableSale }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const paid = sale.tenders
    .map((tender) => `${t(`pay.${tender.kind}`)} ${format.money(tender.amount)}`)
    .join(' · ')
  return (
    <div className="flex shrink-0 items-center gap-3">
      <p className="min-w-0 flex-1">
        <span className="block truncate">
          <b data-testid="return-receipt" data-receipt={sale.receiptNumber} className="font-semibold">
            {t('back.sale', { number: sale.receiptNumber })}
          </b>{' '}
          <span className="text-soft">
            {t('back.soldAt', { date: format.date(sale.soldAt), time: format.time(sale.soldAt) })}
            {sale.memberName === null ? '' : ` · ${sale.memberName}`}
          </span>
        </span>
        <span className="block truncate text-small text-soft">
          {sale.elsewhere ? `${t('back.elsewhere')} · ` : ''}
          {t('back.paidBy')} {paid}
        </span>
      </p>
      <Button tone="tint" icon={CheckCheck} cap={keyCaps.times} testId="return-all" onPress={acts.returnAll}>
        {t('back.all')}
      </Button>
    </div>
  )
}

function LineRow(props: { readonly line: Line; readonly index: number; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const { line, index, chosen } = props
  const amount = useEntry((entry) => entry.service.back.amounts[line.place] ?? 0)
  const counted = (number: number) =>
    line.unit === 'gram' ? format.weight(number) : t('back.pieces', { number: format.count(number) })
  const step = line.unit === 'gram' ? line.left : 1
  return (
    <li
      ref={(node) => {
        if (chosen) node?.scrollIntoView({ block: 'nearest' })
      }}
      data-testid="return-line"
      data-sku={line.sku}
      data-amount={amount}
      className={`flex min-h-14 shrink-0 items-center gap-3 rounded-till border-2 py-0.5 pr-1 pl-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{local(line.name)}</span>
        <span className="block truncate text-small text-soft">
          {line.left === 0
            ? t('back.nothingLeft')
            : t('back.left', { left: counted(line.left), sold: counted(line.sold) })}{' '}
          · {format.money(line.net)}
        </span>
      </span>
      <Button
        icon={Minus}
        label={t('back.less')}
        testId="return-less"
        disabled={amount === 0}
        onPress={() => acts.setReturnAmount(index, amount - step)}
      />
      <span
        className={`w-28 whitespace-nowrap text-center font-semibold text-row ${amount > 0 ? '' : 'text-soft'}`}
      >
        {line.unit === 'gram' ? format.weight(amount) : format.count(amount)}
      </span>
      <Button
        icon={Plus}
        label={t('back.more')}
        testId="return-more"
        disabled={amount >= line.left}
        onPress={() => acts.setReturnAmount(index, amount + step)}
      />
    </li>
  )
}
