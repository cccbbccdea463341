import { useTranslation } from 'react-i18next'
import type { DayReport } from '../../../contract/report-commands.ts'
import { useFormat } from '../../use-desk.ts'
import { shownHours } from './shown-hours.ts'

type Hour = DayReport['hours'][number]

const height = 120
const barWidth = 24
const gap = 8
/** Turnover by hour: bars for the eye, a list of the same for whoever does not see them. */
export function HourChart({ hours }: { readonly hours: readonly Hour[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = shownHours(hours)
  const most = Math.max(1, ...shown.map(({ turnover }) => turnover))
  const peak = shown.find(({ turnover }) => turnover === most)
  const width = shown.length * (barWidth + gap) + gap
  return (
    <figure data-testid="hour-chart" className="rounded-till border border-line bg-raised px-4 py-2">
      <figcaption className="flex items-baseline gap-4">
        <span className="font-semibold">{t('report.hours')}</span>
        {peak ? (
          <span className="ml-auto text-small text-soft">
            {t('report.peak', { hour: peak.hour, amount: format.money(peak.turnover) })}
          </span>
        ) : null}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height + 24}`}
        aria-hidden="true"
        className="mt-1 h-28 w-full wide:h-56 tall:h-48"
        preserveAspectRatio="none"
      >
        {shown.map((hour, index) => {
          const tall = Math.round((hour.turnover / most) * height)
          const x = gap + index * (barWidth + gap)
          return (
            <rect
              key={hour.hour}
              x={x}
              y={height - tall}
              width={barWidth}
              height={Math.max(tall, hour.turnover > 0 ? 2 : 0)}
              rx={3}
              className={hour === peak ? 'fill-accent' : 'fill-brand-soft'}
            />
          )
        })}
        <line x1={0} x2={width} y1={height} y2={height} className="stroke-line" strokeWidth={1} />
      </svg>
      <div
        aria-hidden="true"
        className="grid text-center text-soft text-tiny"
        style={{ gridTemplateColumns: `repeat(${shown.length}, minmax(0, 1fr))` }}
      >
        {shown.map(({ hour }) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      <ul className="sr-only">
        {shown
          .filter(({ sales }) => sales > 0)
          .map(({ hour, sales, turnover }) => (
            <li key={hour}>
              {t('report.hoursAlt', { hour, sales: format.count(sales), turnover: format.money(turnover) })}
            </li>
          ))}
      </ul>
    </figure>
  )
}
