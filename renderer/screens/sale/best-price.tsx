import { Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'

/** Who chooses the coupons: the till for the best price, or the cashier; and what the best would save. */
export function BestPrice() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const best = useMirror((mirror) => mirror.basket?.couponChoice === 'best')
  const more = useMirror((mirror) => mirror.basket?.bestSavesMore ?? 0)
  const used = useMirror(
    (mirror) => mirror.basket?.coupons.filter(({ state }) => state === 'applied').length ?? 0,
  )
  if (!best && more === 0) return null
  return (
    <button
      type="button"
      data-testid="best-price"
      data-choice={best ? 'best' : 'own'}
      data-saves={more}
      aria-pressed={best}
      onClick={() => void acts.toggleBest()}
      className={`mr-3 ml-1 flex h-12 max-w-56 shrink-0 items-center gap-2 rounded-till px-3 text-left focus-visible:-outline-offset-3 ${best ? 'bg-good-tint text-good' : 'bg-tint text-on-tint'}`}
    >
      <Sparkles aria-hidden="true" className="size-5 shrink-0" />
      <span className="font-medium text-small leading-tight">
        <span className="block">{best ? t('best.on') : t('best.saves')}</span>
        <span className="block font-semibold">
          {best ? t('best.count', { number: format.count(used) }) : format.money(more)}
        </span>
      </span>
      <KeyCap cap={keyCaps.best} />
    </button>
  )
}
