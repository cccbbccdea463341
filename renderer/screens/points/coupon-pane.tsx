import { Ticket, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'

type Giveable = CommandOutput<'pointsDesk'>['giveable']

/** A coupon to another member: which, and to whom. Only head office can move it. */
export function CouponPane({ giveable, online }: { readonly giveable: Giveable; readonly online: boolean }) {
  const { t } = useTranslation()
  const acts = useActs()
  const to = useEntry((entry) => entry.service.points.to)
  if (giveable.length === 0)
    return <Empty icon={Ticket} says={t('points.coupon.none')} todo={t('points.coupon.noneTodo')} />
  if (!online)
    return <Empty icon={WifiOff} says={t('points.coupon.offline')} todo={t('points.coupon.offlineTodo')} />
  return (
    <div
      data-testid="give-coupon"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]"
    >
      <div className="flex min-h-0 min-w-0 flex-col gap-3">
        <Field
          label={t('points.transfer.to')}
          testId="coupon-to"
          value={to}
          active
          lengthMax={40}
          onFocus={() => undefined}
          onType={acts.typeReceiver}
        />
        <ul className="flex min-h-0 flex-col gap-2 overflow-y-auto">
          {giveable.map((coupon, index) => (
            <Row key={coupon.couponId} coupon={coupon} index={index} />
          ))}
        </ul>
      </div>
      <Keypad onDigit={acts.typePointsKey} onErase={acts.erasePointsKey} />
    </div>
  )
}

function Row({ coupon, index }: { readonly coupon: Giveable[number]; readonly index: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const chosen = useEntry((entry) => entry.row) === index
  return (
    <li className="grid shrink-0">
      <button
        type="button"
        data-testid="giveable"
        data-coupon={coupon.couponId}
        aria-pressed={chosen}
        onClick={() => acts.chooseGiveable(index)}
        className={`flex min-h-16 items-center gap-3 rounded-till border-2 px-4 py-2 text-left ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <Ticket aria-hidden="true" className="size-6 shrink-0 text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-row">{local(coupon.name)}</span>
          <span className="block truncate text-small text-soft">{local(coupon.terms)}</span>
          <span className="block truncate text-small text-soft">
            {t('coupons.until', { date: format.date(coupon.expiresAt) })}
            {coupon.sent === null ? '' : ` · ${t('points.coupon.sent')}`}
            {coupon.usesLeft > 1
              ? ` · ${t('profile.usesLeft', { number: format.count(coupon.usesLeft) })}`
              : ''}
          </span>
        </span>
      </button>
    </li>
  )
}
