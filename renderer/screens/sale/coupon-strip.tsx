import { Check, CirclePause, CircleSlash, type LucideIcon, Plus, Ticket } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BasketSlice } from '../../../contract/notice.ts'
import { toRefusal } from '../../bridge.ts'
import { OfflineMark } from '../../parts/offline-mark.tsx'
import { SideScroll } from '../../parts/side-scroll.tsx'
import type { CouponView } from '../../parts/views.ts'
import { refusalText } from '../../text/refusal-text.ts'
import { useActs, useFormat, useLocal, useMirror, useWords } from '../../use-desk.ts'
import { BestPrice } from './best-price.tsx'

const noCoupons: BasketSlice['coupons'] = []

/** Coupons in the basket, then those that would fit. Its height never changes, so the sum never moves. */
export function CouponStrip() {
  const { t } = useTranslation()
  const coupons = useMirror((mirror) => mirror.basket?.coupons ?? noCoupons)
  const shown = coupons.filter((coupon) => coupon.state !== 'not_usable')
  return (
    <div className="flex h-16 min-w-0 items-center border-line border-t">
      <SideScroll className="h-full min-w-0 flex-1 px-3">
        <Ticket aria-hidden="true" className="size-6 shrink-0 text-soft" strokeWidth={1.8} />
        {shown.length === 0 ? <span className="text-small text-soft">{t('coupons.none')}</span> : null}
        {shown.map((coupon) => (
          <CouponChip key={coupon.couponId} coupon={coupon} />
        ))}
      </SideScroll>
      <BestPrice />
    </div>
  )
}

const looks: Readonly<Record<CouponView['state'], string>> = {
  applied: 'border-good bg-good-tint text-good',
  idle: 'border-line bg-sunk text-soft',
  usable: 'border-accent border-dashed bg-raised text-accent',
  not_usable: 'border-line bg-raised text-soft',
}

const icons: Readonly<Record<CouponView['state'], LucideIcon>> = {
  applied: Check,
  idle: CirclePause,
  usable: Plus,
  not_usable: CircleSlash,
}

/** One coupon: pressed it goes in, or out again. */
export function CouponChip({ coupon }: { readonly coupon: CouponView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const inside = coupon.state === 'applied' || coupon.state === 'idle'
  const Icon = icons[coupon.state]
  const why = useReason(coupon)
  return (
    <button
      type="button"
      data-testid={`coupon-${coupon.state}`}
      data-coupon={coupon.couponId}
      aria-label={`${t(inside ? 'coupons.remove' : 'coupons.use')} ${local(coupon.name)}`}
      onClick={() => (inside ? acts.removeCoupon(coupon.couponId) : acts.redeemCoupon(coupon.couponId))}
      className={`flex h-12 shrink-0 items-center gap-2 rounded-till border-2 px-3 focus-visible:-outline-offset-3 ${looks[coupon.state]}`}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <span className="flex flex-col items-start leading-tight">
        <span className="max-w-40 truncate font-semibold text-small">{local(coupon.name)}</span>
        {why ? <span className="max-w-48 truncate text-tiny">{why}</span> : null}
        {coupon.state === 'applied' ? <OfflineMark slim /> : null}
      </span>
      {coupon.amount > 0 ? (
        <span className="whitespace-nowrap font-semibold">{format.money(-coupon.amount)}</span>
      ) : null}
    </button>
  )
}

/** Why the coupon gives nothing now, or nothing to say. */
export function useReason(coupon: CouponView): string | null {
  const words = useWords()
  const format = useFormat()
  return coupon.refusal ? refusalText(words, toRefusal(coupon.refusal), format).says : null
}
