import { ScanBarcode, ShoppingBasket, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { useActs, useEntry, useFormat, useMirror } from '../../use-desk.ts'
import { BasketList } from './basket-list.tsx'
import { Campaigns } from './campaigns.tsx'
import { CouponStrip } from './coupon-strip.tsx'
import { LastSale } from './last-sale.tsx'
import { Totals } from './totals.tsx'

/** What the customer has and what it comes to. Never scrolls away, never covered. */
export function BasketPane() {
  const empty = useMirror((mirror) => (mirror.basket?.lines.length ?? 0) === 0)
  return (
    <section className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)_auto_auto] overflow-hidden rounded-till border border-line bg-paper">
      <BasketHead />
      {empty ? <Welcome /> : <BasketList />}
      <CouponStrip />
      <Totals />
    </section>
  )
}

function BasketHead() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const lines = useMirror((mirror) => mirror.basket?.lines)
  // Weighed goods count as one thing each.
  const items = lines?.reduce((sum, line) => sum + (line.unit === 'piece' ? line.amount : 1), 0) ?? 0
  return (
    <header className="flex h-14 items-center gap-3 border-line border-b pr-2 pl-4">
      <ShoppingBasket aria-hidden="true" className="size-6 text-soft" strokeWidth={1.8} />
      <h2 className="font-semibold text-row">{t('basket.title')}</h2>
      {items > 0 ? (
        <span className="text-soft">{t('basket.items', { number: format.count(items) })}</span>
      ) : null}
      <span className="flex-1" />
      <TypedQuantity />
      {items > 0 ? (
        <Button tone="quiet" icon={Trash2} testId="clear-basket" onPress={acts.clear}>
          <span className="text-small">{t('basket.clear')}</span>
        </Button>
      ) : null}
    </header>
  )
}

/** The figure typed for the next product, as large as a mistake would be. */
function TypedQuantity() {
  const { t } = useTranslation()
  const acts = useActs()
  const digits = useEntry((entry) => (entry.panel.kind === 'none' ? entry.digits : ''))
  const times = useEntry((entry) => entry.times)
  if (times !== null || digits !== '') {
    return (
      <span
        data-testid="typed-quantity"
        className="rounded-till bg-accent px-3 py-1 font-semibold text-head text-on-accent"
      >
        {times === null ? digits : t('basket.counted', { number: times })}
      </span>
    )
  }
  return (
    <Button tone="quiet" testId="open-quantity" onPress={() => acts.openPanel({ kind: 'quantity' })}>
      <span className="text-small">{t('basket.quantity')}</span>
      <KeyCap cap={keyCaps.times} />
    </Button>
  )
}

function Welcome() {
  const { t } = useTranslation()
  const offline = useMirror((mirror) => mirror.sync?.state === 'offline')
  return (
    <div className="flex min-h-0 flex-col p-4">
      <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 text-center">
        <span className="mb-2 flex size-22 items-center justify-center rounded-round bg-tint text-accent">
          <ScanBarcode aria-hidden="true" className="size-11" strokeWidth={1.5} />
        </span>
        <p className="font-semibold text-head">{t('basket.empty')}</p>
        <p className="text-soft">{t('basket.emptyTodo')}</p>
        {offline ? <p className="text-warn">{t('basket.offlineTodo')}</p> : null}
      </div>
      <Campaigns />
      <LastSale />
    </div>
  )
}
