import { BadgeCheck, CloudDownload, HardDrive } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerifiedCoupon } from '../../../contract/verify-commands.ts'
import { Mark } from '../../parts/mark.tsx'
import { useFormat, useLocal } from '../../use-desk.ts'

/** Whose the coupon is, what it is for and how long, how often yet. */
export function VerifyDetails({ coupon }: { readonly coupon: VerifiedCoupon }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const { owner, partner } = coupon
  return (
    <div data-testid="verify-details" data-state={coupon.state} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="min-w-0 font-semibold text-sum">{local(coupon.name)}</h2>
        <span className="text-row text-soft">
          {t(`verify.kind.${coupon.kind}`)} · {t(`verify.state.${coupon.state}`)}
        </span>
      </div>
      <p className="text-row">{local(coupon.terms)}</p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
        <Fact word={t('verify.owner')} testId="coupon-owner">
          {owner ? `${owner.maskedName}  ${owner.maskedPhone ?? ''}` : t('verify.bearer')}
        </Fact>
        <Fact word={t('verify.proof')}>
          <Genuine coupon={coupon} />
        </Fact>
        <Fact word={t('verify.valid')} wide>
          {t('verify.fromTo', { from: format.date(coupon.validFrom), to: format.date(coupon.validTo) })}
        </Fact>
        <Fact word={t('verify.uses')} testId="uses-left">
          {t('verify.usesOf', { left: format.count(coupon.usesLeft), max: format.count(coupon.usesMax) })}
        </Fact>
        {coupon.faceValue > 0 ? <Fact word={t('verify.face')}>{format.money(coupon.faceValue)}</Fact> : null}
        {partner ? <Fact word={t('verify.partner')}>{local(partner)}</Fact> : null}
      </dl>
    </div>
  )
}

function Genuine({ coupon }: { readonly coupon: VerifiedCoupon }) {
  const { t } = useTranslation()
  if (coupon.signed) return <Mark icon={BadgeCheck} tone="good" word={t('verify.signed')} />
  if (coupon.askedOnline) return <Mark icon={CloudDownload} tone="calm" word={t('verify.asked')} />
  return <Mark icon={HardDrive} tone="plain" word={t('verify.known')} />
}

function Fact(props: {
  readonly word: string
  readonly children: ReactNode
  readonly testId?: string
  readonly wide?: boolean
}) {
  return (
    <div className={`min-w-0 ${props.wide ? 'col-span-2' : ''}`}>
      <dt className="text-small text-soft">{props.word}</dt>
      <dd data-testid={props.testId} className="font-medium text-row">
        {props.children}
      </dd>
    </div>
  )
}
