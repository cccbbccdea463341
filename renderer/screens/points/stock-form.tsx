import { ClipboardCheck, type LucideIcon, PackagePlus, PackageX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { GiftView } from '../../../contract/points-commands.ts'
import { type StockWay, stockMoveRange, stockWays } from '../../../domain/gift-stock.ts'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'

const icons: Readonly<Record<StockWay, LucideIcon>> = {
  delivered: PackagePlus,
  written_off: PackageX,
  counted: ClipboardCheck,
}

/** Gifts that came, are to be written off, or were counted: which way, and how many pieces. */
export function StockForm({ gift, way }: { readonly gift: GiftView; readonly way: StockWay }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const wish = useEntry((entry) => entry.service.points.wish)
  const { max } = stockMoveRange(gift.stock ?? 0, way)
  return (
    <div
      data-testid="stock-form"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]"
    >
      <div className="flex min-h-0 flex-col gap-2 overflow-y-auto">
        <p className="font-semibold text-row">{local(gift.name)}</p>
        <p className="text-soft">{t('points.gifts.stock', { number: format.count(gift.stock ?? 0) })}</p>
        {stockWays.map((one) => {
          const Icon = icons[one]
          return (
            <button
              key={one}
              type="button"
              data-testid={`stock-${one}`}
              aria-pressed={one === way}
              onClick={() => acts.openStock(one)}
              className={`flex min-h-14 shrink-0 items-center gap-3 rounded-till border-2 px-4 text-left font-medium text-row ${one === way ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
            >
              <Icon aria-hidden="true" className="size-6 shrink-0 text-accent" />
              {t(`points.gifts.way.${one}`)}
            </button>
          )
        })}
        <p
          data-testid="stock-amount"
          className="flex h-18 shrink-0 items-center gap-3 rounded-till border-2 border-accent bg-raised px-4"
        >
          <span className="text-soft">{t('points.gifts.pieces')}</span>
          <span className="ml-auto font-semibold text-sum">
            {wish === '' ? '–' : format.count(Number(wish))}
          </span>
        </p>
        {Number(wish) > max ? (
          <p data-testid="stock-most" className="rounded-till bg-warn-tint px-4 py-2 text-warn">
            {t('points.gifts.most', { number: format.count(max) })}
          </p>
        ) : null}
      </div>
      <Keypad onDigit={acts.typePointsKey} onErase={acts.erasePointsKey} />
    </div>
  )
}
