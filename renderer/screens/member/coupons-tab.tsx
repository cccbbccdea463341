import { Ticket, TicketCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import type { BasketSlice } from '../../../contract/notice.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { useReason } from '../sale/coupon-strip.tsx'

type Coupon = MemberProfile['coupons'][number]

/** Every live coupon with its terms, those that fit this basket first; used from here by one press. */
export function CouponsTab({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation()
  if (profile.coupons.length === 0) return <Empty icon={Ticket} says={t('member.noCoupons')} />
  return (
    <ul className="flex flex-col gap-2">
      {profile.coupons.map((coupon) => (
        <CouponRow key={coupon.couponId} coupon={coupon} />
      ))}
    </ul>
  )
}

const noCoupons: BasketSlice['coupons'] = []

function CouponRow({ coupon }: { readonly coupon: Coupon }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const view = useMirror((mirror) => mirror.basket?.coupons ?? noCoupons).find(
    (one) => one.couponId === coupon.couponId,
  )
  const inside = view?.state === 'applied' || view?.state === 'idle'
  const Icon = inside ? TicketCheck : Ticket
  return (
    <li
      data-testid="profile-coupon"
      data-coupon={coupon.couponId}
      className={`flex min-h-16 items-center gap-3 rounded-till border px-4 py-2 ${coupon.fits || inside ? 'border-line bg-raised' : 'border-line'}`}
    >
      <Icon
        aria-hidden="true"
        className={`size-6 shrink-0 ${coupon.fits && view?.state !== 'idle' ? 'text-good' : 'text-soft'}`}
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-semibold">{local(coupon.name)}</span>
          {coupon.amount > 0 ? (
            <span className="whitespace-nowrap font-semibold text-good">{format.money(-coupon.amount)}</span>
          ) : null}
        </span>
        <span className="block truncate text-small text-soft">{local(coupon.terms)}</span>
        <span className="block truncate text-small text-soft">
          {t('coupons.until', { date: format.date(coupon.expiresAt) })}
          {coupon.usesLeft > 1
            ? ` · ${t('profile.usesLeft', { number: format.count(coupon.usesLeft) })}`
            : ''}
        </span>
      </span>
      {view ? <CouponAct view={view} /> : null}
    </li>
  )
}

/** Into the basket, out of it, or why neither. */
function CouponAct({ view }: { readonly view: BasketSlice['coupons'][number] }) {
  const { t } = useTranslation()
  const acts = useActs()
  const why = useReason(view)
  if (view.state === 'not_usable')
    return <span className="max-w-44 text-right text-small text-soft">{why ?? t('profile.notNow')}</span>
  const inside = view.state !== 'usable'
  return (
    <>
      {why ? <span className="max-w-44 text-right text-small text-soft">{why}</span> : null}
      <Button
        tone={inside ? 'plain' : 'tint'}
        testId={inside ? 'profile-coupon-remove' : 'profile-coupon-use'}
        onPress={() => (inside ? acts.removeCoupon(view.couponId) : acts.redeemCoupon(view.couponId))}
      >
        {inside ? t('coupons.remove') : t('coupons.use')}
      </Button>
    </>
  )
}
