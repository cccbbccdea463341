import { EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { noMoney } from '../../../domain/money.ts'
import { floatOf } from '../../store/shift-entry.ts'
import { useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { ShiftKeys } from './shift-parts.tsx'

/** Before a shift: the float, as the last one left it or as it was counted. */
export function FloatPane() {
  const { t } = useTranslation()
  const format = useFormat()
  const shift = useEntry((entry) => entry.service.shift)
  const offered = useMirror((mirror) => mirror.shift?.nextFloat ?? null)
  const between = useMirror((mirror) => mirror.shift?.between ?? null)
  const float = floatOf(shift, offered)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex flex-col gap-3">
        <p className="text-soft">{t(offered === null ? 'shift.floatFirst' : 'shift.floatTodo')}</p>
        {between ? (
          <p data-testid="shift-between" className="rounded-till bg-warn-tint px-4 py-2 text-warn">
            {t('shift.between', {
              number: format.count(between.sales),
              amount: format.money(between.cash),
            })}
          </p>
        ) : null}
        <p className="text-small text-soft">{t('shift.float')}</p>
        <p data-testid="shift-float" className="font-bold text-accent text-pay">
          {format.money(float ?? noMoney)}
        </p>
      </div>
      <ShiftKeys />
    </div>
  )
}

/** The shift so far; what should be in the drawer is shown to those the core tells it. */
export function NowPane() {
  const { t } = useTranslation()
  const format = useFormat()
  const report = useFinder((finder) => finder.service.shift.report)
  if (!report) return <div className="h-48 animate-late rounded-till bg-sunk" />
  const { cash } = report
  const count = (number: number) => ({ number: format.count(number) })
  const rows = [
    [t('shift.float'), format.money(report.float)],
    [t('shift.sales', count(report.sales)), format.money(report.turnover)],
    [t('shift.returns', count(report.returns)), format.money(report.returned)],
    [t('shift.topUps', count(report.topUps)), format.money(report.toppedUp)],
    [t('shift.moves'), t('shift.times', count(report.moves))],
    [t('shift.openings'), t('shift.times', count(report.openings))],
  ] as const
  return (
    <div data-testid="shift-report" className="flex h-full flex-col gap-3 overflow-y-auto">
      <dl className="rounded-till border border-line bg-raised px-4 py-2 text-row">
        {rows.map(([name, figure]) => (
          <div key={name} className="flex justify-between gap-4 py-1.5">
            <dt className="text-soft">{name}</dt>
            <dd className="font-medium">{figure}</dd>
          </div>
        ))}
      </dl>
      {cash ? (
        <p className="flex items-baseline justify-between px-4">
          <span className="text-row">{t('shift.expected')}</span>
          <b data-testid="shift-expected" className="font-bold text-sum">
            {format.money(cash.expected)}
          </b>
        </p>
      ) : (
        <p className="flex items-center gap-2 px-4 text-small text-soft">
          <EyeOff aria-hidden="true" className="size-5 shrink-0" />
          {t('shift.blind')}
        </p>
      )}
    </div>
  )
}
