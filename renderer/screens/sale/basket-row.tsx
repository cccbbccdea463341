import { Minus, Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import type { BasketLineView } from '../../parts/views.ts'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'

interface RowProps {
  readonly line: BasketLineView
  /** Changed last: it flashes once. */
  readonly changed: boolean
  readonly selected: boolean
  /** Typed digits would become its quantity. */
  readonly atHand: boolean
}

/** One line of the basket: how many, what, at what price, what comes off, and what is left to pay for it. */
export function BasketRow({ line, changed, selected, atHand }: RowProps) {
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const typed = useEntry((entry) => (atHand && entry.panel.kind !== 'weigh' ? entry.digits : ''))
  const counted = line.unit === 'gram' ? format.weight(line.amount) : format.count(line.amount)
  return (
    <div
      data-testid="basket-line"
      data-line={line.lineId}
      data-sku={line.sku}
      data-amount={line.amount}
      data-net={line.net}
      className={`border-line border-b ${selected ? 'bg-tint' : ''}`}
    >
      <button
        // Begins anew with each change of the line, and so does the flash.
        key={changed ? `${line.amount}` : 'still'}
        type="button"
        onClick={() => acts.selectLine(selected ? null : line.lineId)}
        className={`block min-h-12 w-full px-4 py-2 text-left focus-visible:-outline-offset-3 ${changed && !selected ? 'animate-flash' : ''}`}
      >
        <span className="flex items-baseline gap-3 text-row">
          <span
            className={`min-w-12 whitespace-nowrap font-semibold ${typed ? 'rounded-small bg-accent px-1 text-on-accent' : 'text-accent'}`}
          >
            {typed || counted}
            {line.unit === 'piece' ? <span className="ml-1 font-normal opacity-70">×</span> : null}
          </span>
          <span className="line-clamp-2 min-w-0 flex-1">{local(line.name)}</span>
          <UnitPrice line={line} />
          <span className="w-24 whitespace-nowrap text-right font-medium">{format.amount(line.gross)}</span>
        </span>
        <Discounts line={line} />
      </button>
      {selected ? <LineTools line={line} /> : null}
    </div>
  )
}

function UnitPrice({ line }: { readonly line: BasketLineView }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (line.fixed)
    return <span className="whitespace-nowrap text-small text-soft">{t('basket.fixedPrice')}</span>
  if (line.unit === 'piece' && line.amount === 1) return null
  return (
    <span className="whitespace-nowrap text-soft text-base">
      {format.amount(line.unitPrice)}
      {line.unit === 'gram' ? t('items.perKilogram') : ''}
    </span>
  )
}

/** What comes off this line, in words a cashier can read out. */
function Discounts({ line }: { readonly line: BasketLineView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  if (line.discounts.length === 0) return null
  return (
    <span className="flex flex-wrap justify-end gap-x-5 pl-15 text-good text-small">
      {line.discounts.map((discount) => (
        <span key={`${discount.kind}${discount.label.zh}`} className="flex gap-2">
          <span>
            {discount.kind === 'tier'
              ? t('basket.tier', { label: local(discount.label) })
              : local(discount.label)}
          </span>
          <span className="whitespace-nowrap font-medium">{format.amount(-discount.amount)}</span>
        </span>
      ))}
    </span>
  )
}

function LineTools({ line }: { readonly line: BasketLineView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const countable = line.unit === 'piece' && !line.fixed
  return (
    <div className="flex animate-appear items-center gap-2 px-4 pb-3">
      {countable ? (
        <>
          <Button
            icon={Minus}
            label={t('basket.less')}
            testId="line-less"
            onPress={() => acts.step(line.lineId, -1)}
          />
          <Button
            icon={Plus}
            label={t('basket.more')}
            testId="line-more"
            onPress={() => acts.step(line.lineId, 1)}
          />
          <Button testId="line-quantity" onPress={() => acts.openPanel({ kind: 'quantity' })}>
            {t('basket.quantity')}
          </Button>
        </>
      ) : null}
      <span className="flex-1" />
      <Button
        tone="stop"
        icon={Trash2}
        cap={keyCaps.remove}
        testId="line-remove"
        onPress={() => acts.removeLine(line.lineId)}
      >
        {t('basket.remove')}
      </Button>
    </div>
  )
}
