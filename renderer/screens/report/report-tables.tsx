import { useTranslation } from 'react-i18next'
import type { DayReport } from '../../../contract/report-commands.ts'
import type { LocalText } from '../../../domain/text.ts'
import { useFormat, useLocal } from '../../use-desk.ts'

/** Coupons by template, campaigns by what they did, suggestions, and what was out of the ordinary. */
export function ReportTables({ report }: { readonly report: DayReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { redemptions, campaigns, suggestions, anomalies } = report
  return (
    <div className="grid grid-cols-2 gap-3">
      <Table
        testId="report-redemptions"
        title={t('report.redemptions')}
        count={t('report.uses')}
        rows={redemptions.map(({ name, uses, amount }) => ({ name, count: uses, amount }))}
      />
      <Table
        testId="report-campaigns"
        title={t('report.campaigns')}
        count={t('report.salesColumn')}
        rows={campaigns.map(({ name, sales, amount }) => ({ name, count: sales, amount }))}
      />
      <p data-testid="report-suggestions" className="rounded-till bg-counter px-4 py-3">
        {t('report.suggestions', {
          shown: format.count(suggestions.shown),
          taken: format.count(suggestions.taken),
        })}
      </p>
      <p
        data-testid="report-anomalies"
        className={`rounded-till px-4 py-3 ${anomalies > 0 ? 'bg-warn-tint font-semibold text-warn' : 'bg-counter'}`}
      >
        {t('report.anomalies', { number: format.count(anomalies) })}
      </p>
    </div>
  )
}

function Table(props: {
  readonly testId: string
  readonly title: string
  readonly count: string
  readonly rows: readonly { readonly name: LocalText; readonly count: number; readonly amount: number }[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <div data-testid={props.testId} className="rounded-till border border-line bg-raised px-4 py-2">
      <table className="w-full table-fixed">
        <thead>
          <tr className="h-10 text-left text-small text-soft">
            <th className="font-semibold text-base text-ink">{props.title}</th>
            <th className="w-16 text-right font-normal">{props.count}</th>
            <th className="w-28 text-right font-normal">{t('report.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.name.zh} className="h-10 border-line border-t">
              <td className="truncate">{local(row.name)}</td>
              <td className="text-right">{format.count(row.count)}</td>
              <td className="text-right font-medium">{format.money(row.amount)}</td>
            </tr>
          ))}
          {props.rows.length === 0 ? (
            <tr className="h-10 border-line border-t">
              <td colSpan={3} className="text-soft">
                {t('report.none')}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}
