import { useTranslation } from 'react-i18next'
import type { Mark } from '../../../domain/risk-decision.ts'
import { DoneWords } from '../../parts/done-words.tsx'
import { ModeMark } from '../../parts/mode-mark.tsx'
import type { PointsDone } from '../../store/service-found.ts'
import { useFormat, useLocal } from '../../use-desk.ts'

type Of<K extends PointsDone['kind']> = Extract<PointsDone, { kind: K }>['of']

/** What the points were given for, what is left of them, and the slip. */
export function PointsDonePane({ done }: { readonly done: PointsDone }) {
  switch (done.kind) {
    case 'gifts':
      return <GiftDone of={done.of} />
    case 'lottery':
      return <DrawDone of={done.of} />
    case 'donation':
      return <DonationDone done={done} />
    case 'transfer':
      return <TransferDone of={done.of} />
    case 'coupon':
      return <CouponDone done={done} />
  }
}

function GiftDone({ of }: { readonly of: Of<'gifts'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <DoneWords title={t('points.gifts.done')} testId="gift-done" main={local(of.name)} slip={of.slipNumber}>
      <Left points={of.pointsAfter} mark={of.mark} />
      <p className="text-soft">
        {of.stock === null ? t('points.gifts.service') : t('points.gifts.handOver')}
      </p>
      {of.stock === null ? null : (
        <p className={of.low ? 'font-semibold text-warn' : 'text-soft'}>
          {t('points.gifts.stock', { number: format.count(of.stock) })}
          {of.low ? ` · ${t('points.gifts.low')}` : ''}
        </p>
      )}
    </DoneWords>
  )
}

function DrawDone({ of }: { readonly of: Of<'lottery'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const lost = of.kind === 'nothing'
  return (
    <DoneWords
      title={lost ? t('points.lottery.nothing') : t('points.lottery.won')}
      testId="draw-done"
      main={local(of.prize)}
      slip={of.slipNumber}
      calm={lost}
    >
      <p className="text-row">
        {of.kind === 'nothing' ? t('points.lottery.none') : t(`points.lottery.${of.kind}`)}
      </p>
      <Left points={of.pointsAfter} mark={of.mark} />
      <p data-testid="draw-index" data-index={of.index} data-kind={of.kind} className="text-small text-soft">
        {t('points.lottery.index', { number: format.count(of.index) })}
      </p>
    </DoneWords>
  )
}

function DonationDone({ done }: { readonly done: Extract<PointsDone, { kind: 'donation' }> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const { of, project } = done
  return (
    <DoneWords
      title={t('points.donation.done')}
      testId="donation-done"
      main={format.money(of.amount)}
      slip={of.slipNumber}
    >
      <p className="text-row">{local(project)}</p>
      <p
        data-testid="certificate"
        data-certificate={of.certificateNumber}
        className="font-semibold text-head"
      >
        {t('points.donation.certificate', { number: of.certificateNumber })}
      </p>
      <p className="text-soft">{t('points.donation.qr')}</p>
      <Left points={of.pointsAfter} mark={of.mark} />
    </DoneWords>
  )
}

function TransferDone({ of }: { readonly of: Of<'transfer'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <DoneWords
      title={t('points.transfer.done', { name: of.toMaskedName })}
      testId="transfer-done"
      main={t('points.cost', { number: format.count(of.points) })}
      slip={null}
    >
      <p className="text-row">
        {t('points.transfer.doneFee', {
          points: format.count(of.points),
          fee: format.count(of.fee),
          received: format.count(of.received),
        })}
      </p>
      <Left points={of.balance} mark="H" />
    </DoneWords>
  )
}

function CouponDone({ done }: { readonly done: Extract<PointsDone, { kind: 'coupon' }> }) {
  const { t } = useTranslation()
  const local = useLocal()
  return (
    <DoneWords
      title={t('points.transfer.done', { name: done.of.toMaskedName })}
      testId="coupon-given"
      main={local(done.name)}
      slip={null}
    >
      <p className="text-soft">{t('points.coupon.doneTodo')}</p>
    </DoneWords>
  )
}

/** What is left, and who decided: only head office moves points from member to member. */
function Left({ points, mark }: { readonly points: number; readonly mark: Mark }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <p data-testid="points-left" data-points={points} className="flex items-center gap-3 text-row">
      {t('points.left', { number: format.count(points) })}
      <ModeMark mark={mark} />
    </p>
  )
}
