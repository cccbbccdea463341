import { Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fullBps } from '../../../domain/money.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { OfflineMark } from '../../parts/offline-mark.tsx'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'

/** Points as part of the payment, in the programme's steps up to what the core allows. */
export function PointsControl() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const burn = useMirror((mirror) => (mirror.basket?.member ? mirror.basket.burn : null))
  if (!burn || (burn.max === 0 && burn.points === 0)) return null
  return (
    <div
      data-testid="points-control"
      className="mt-auto shrink-0 rounded-till border border-line bg-raised p-3"
    >
      <div className="flex h-6 items-center justify-between gap-2">
        <span className="font-medium">{t('pay.points')}</span>
        {burn.valueBps > fullBps ? (
          <span
            data-testid="burn-campaign"
            className="truncate rounded-small bg-limit-tint px-2 font-medium text-limit text-small"
          >
            {t('pay.burnCampaign', { rate: format.times(burn.valueBps) })}
          </span>
        ) : null}
        {burn.points > 0 ? <OfflineMark /> : null}
      </div>
      <div className="mt-2 flex items-center gap-2">
        <Button
          icon={Minus}
          label={t('pay.pointsLess')}
          testId="points-less"
          disabled={burn.points === 0}
          onPress={() => acts.burnPoints(burn.points - burn.step)}
        />
        <span className="flex-1 text-center leading-tight">
          <span
            data-testid="burned-points"
            data-points={burn.points}
            className="block font-semibold text-row"
          >
            {format.count(burn.points)}
          </span>
          <span className="block text-good text-small">{format.money(-burn.amount)}</span>
        </span>
        <Button
          icon={Plus}
          label={t('pay.pointsMore')}
          testId="points-more"
          disabled={burn.points + burn.step > burn.max}
          onPress={() => acts.burnPoints(burn.points + burn.step)}
        />
      </div>
      <Button
        tone="tint"
        testId="burn-max"
        cap={keyCaps.points}
        className="mt-2 w-full"
        onPress={acts.toggleAllPoints}
      >
        <span className="font-medium">{t('pay.pointsAll')}</span>
        <span className="text-small">{t('pay.pointsMax', { number: format.count(burn.max) })}</span>
      </Button>
    </div>
  )
}
