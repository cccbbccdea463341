import { Cake, Gem, UserMinus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BasketSlice } from '../../../contract/notice.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/panel.tsx'
import { metalOf } from '../../parts/tier-badge.tsx'
import type { MemberView } from '../../parts/views.ts'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { CouponChip } from '../sale/coupon-strip.tsx'
import { TierProgress } from '../sale/member-strip.tsx'

const noCoupons: BasketSlice['coupons'] = []

/** The profile card: who it is, what they have, and what could be used now. */
export function MemberPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  const coupons = useMirror((mirror) => mirror.basket?.coupons ?? noCoupons)
  if (!member) return null
  return (
    <Panel
      title={t('member.title')}
      testId="member-panel"
      aside={
        <Button tone="quiet" icon={UserMinus} testId="detach-member" onPress={acts.detachMember}>
          {t('member.remove')}
        </Button>
      }
    >
      <TierCard member={member} />
      {member.status === 'active' ? null : (
        <p className="mt-3 rounded-till bg-stop-tint px-4 py-3">
          <b className="text-stop">{t(`member.status.${member.status}`)}</b>{' '}
          {t(`member.statusTodo.${member.status}`)}
        </p>
      )}
      <Facts member={member} />
      <h3 className="mt-5 mb-2 font-semibold">{t('member.coupons')}</h3>
      {coupons.length === 0 ? <p className="text-soft">{t('member.noCoupons')}</p> : null}
      <div className="flex flex-wrap gap-2">
        {coupons.map((coupon) => (
          <CouponChip key={coupon.couponId} coupon={coupon} />
        ))}
      </div>
    </Panel>
  )
}

/** The member's card in the metal of its tier. */
function TierCard({ member }: { readonly member: MemberView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <div className={`flex items-center gap-5 rounded-till p-5 ${metalOf(member.tier.tone)}`}>
      <Gem aria-hidden="true" className="size-14 shrink-0" strokeWidth={1.3} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-3">
          <span className="font-semibold text-sum">{member.maskedName}</span>
          {member.birthdayToday ? (
            <span className="flex items-center gap-1.5 whitespace-nowrap">
              <Cake aria-hidden="true" className="size-6" /> {t('member.birthday')}
            </span>
          ) : null}
        </p>
        <p className="text-row">{member.maskedPhone}</p>
      </div>
      <div className="text-right">
        <p className="font-semibold text-head">{local(member.tier.name)}</p>
        <p>{t('member.since', { date: format.date(member.memberSince) })}</p>
      </div>
    </div>
  )
}

function Facts({ member }: { readonly member: MemberView }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="mt-3 grid grid-cols-2 gap-3">
      <div className="rounded-till border border-line bg-raised px-4 py-3">
        <p className="text-small text-soft">{t('member.points')}</p>
        <p className="font-semibold text-accent text-sum">{format.count(member.points)}</p>
        <p className={`text-small ${member.expiringSoon > 0 ? 'text-warn' : 'text-soft'}`}>
          {t('member.expiring')} {format.count(member.expiringSoon)}
        </p>
      </div>
      <div className="rounded-till border border-line bg-raised px-4 py-3">
        <p className="text-small text-soft">{t('member.growth')}</p>
        <p className="font-semibold text-sum">{format.count(member.growth)}</p>
        <TierProgress member={member} wide />
      </div>
    </div>
  )
}
