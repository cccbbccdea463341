import { Coins, Lightbulb, Plus, ShoppingBasket, Ticket } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BasketSlice } from '../../../contract/notice.ts'
import { toRefusal } from '../../bridge.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import type { CouponView } from '../../parts/views.ts'
import { refusalText } from '../../text/refusal-text.ts'
import { useActs, useFormat, useLocal, useMirror, useWords } from '../../use-desk.ts'

const noCoupons: BasketSlice['coupons'] = []
const noSuggestions: BasketSlice['suggestions'] = []

/** What could still be done for this customer, out of what the core has judged already. */
export function TipsPane() {
  const { t } = useTranslation()
  const format = useFormat()
  const coupons = useMirror((mirror) => mirror.basket?.coupons ?? noCoupons)
  const burn = useMirror((mirror) => mirror.basket?.burn)
  const usable = coupons.filter((coupon) => coupon.state === 'usable')
  const nearly = coupons.filter((coupon) => coupon.refusal?.code === 'coupon_spend_more')
  const suggestions = useMirror((mirror) => mirror.basket?.suggestions ?? noSuggestions)
  const points = burn && burn.max > burn.points && burn.step > 0 ? burn : null
  if (usable.length + nearly.length + suggestions.length === 0 && !points)
    return <Empty icon={Lightbulb} says={t('tips.empty')} todo={t('tips.emptyTodo')} />
  return (
    <ul className="flex h-full flex-col gap-2 overflow-y-auto p-3">
      {suggestions.map((one) => (
        <SuggestionTip key={one.sku} suggestion={one} />
      ))}
      {usable.map((coupon) => (
        <UsableTip key={coupon.couponId} coupon={coupon} />
      ))}
      {nearly.map((coupon) => (
        <NearlyTip key={coupon.couponId} coupon={coupon} />
      ))}
      {points ? (
        <Tip icon={<Coins aria-hidden="true" className="size-6 text-accent" />}>
          <span className="font-medium">{t('tips.points', { number: format.count(points.max) })}</span>
          <span className="text-small text-soft">{t('tips.pointsTodo')}</span>
        </Tip>
      ) : null}
    </ul>
  )
}

function SuggestionTip({ suggestion }: { readonly suggestion: BasketSlice['suggestions'][number] }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  return (
    <Tip
      icon={<ShoppingBasket aria-hidden="true" className="size-6 text-accent" />}
      action={
        <Button tone="tint" icon={Plus} onPress={() => acts.takeSuggestion(suggestion.sku)}>
          {t('quantity.weighApply')}
        </Button>
      }
    >
      <span className="font-medium">
        {local(suggestion.name)} <span className="text-soft">{format.money(suggestion.unitPrice)}</span>
      </span>
      <span className="text-small text-soft">{t('best.because', { name: local(suggestion.because) })}</span>
    </Tip>
  )
}

function UsableTip({ coupon }: { readonly coupon: CouponView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  return (
    <Tip
      icon={<Ticket aria-hidden="true" className="size-6 text-good" />}
      action={
        <Button tone="tint" onPress={() => acts.redeemCoupon(coupon.couponId)}>
          {t('tips.redeem')}
        </Button>
      }
    >
      <span className="font-medium">
        {local(coupon.name)} <span className="text-good">{format.money(-coupon.amount)}</span>
      </span>
      <span className="text-small text-soft">
        {t('tips.usable')} · {t('coupons.until', { date: format.date(coupon.expiresAt) })}
      </span>
    </Tip>
  )
}

function NearlyTip({ coupon }: { readonly coupon: CouponView }) {
  const { t } = useTranslation()
  const words = useWords()
  const format = useFormat()
  const local = useLocal()
  return (
    <Tip icon={<Ticket aria-hidden="true" className="size-6 text-warn" />}>
      <span className="font-medium">{local(coupon.name)}</span>
      <span className="text-small text-soft">
        {coupon.refusal ? refusalText(words, toRefusal(coupon.refusal), format).says : t('tips.nearly')}
      </span>
    </Tip>
  )
}

function Tip(props: { readonly icon: ReactNode; readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <li className="flex min-h-16 items-center gap-4 rounded-till border border-line bg-raised px-4 py-2">
      {props.icon}
      <span className="flex min-w-0 flex-1 flex-col">{props.children}</span>
      {props.action}
    </li>
  )
}
