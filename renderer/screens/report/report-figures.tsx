import { useTranslation } from 'react-i18next'
import type { DayReport } from '../../../contract/report-commands.ts'
import { useFormat } from '../../use-desk.ts'
import { Box } from '../member/boxes.tsx'

/** The day's figures, the most asked for first. */
export function ReportFigures({ report }: { readonly report: DayReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const share = report.sales === 0 ? 0 : Math.floor((report.memberSales * 100) / report.sales)
  const count = (number: number) => format.count(number)
  return (
    <div className="grid grid-cols-3 gap-2">
      <Box word={t('report.sales')} figure={format.money(report.turnover)} testId="report-turnover" accent>
        {t('report.salesCount', { number: count(report.sales) })}
      </Box>
      <Box word={t('report.members')} figure={format.money(report.memberTurnover)} testId="report-members">
        {t('report.salesCount', { number: count(report.memberSales) })} ·{' '}
        {t('report.share', { percent: count(share) })}
      </Box>
      <Box word={t('report.returns')} figure={format.money(report.returned)} testId="report-returns">
        {t('report.salesCount', { number: count(report.returns) })}
      </Box>
      <Box
        word={`${t('report.points')} · ${t('report.earned')}`}
        figure={count(report.pointsEarned)}
        testId="report-earned"
      >
        {t('report.burned')} {count(report.pointsBurned)}
      </Box>
      <Box
        word={`${t('report.value')} · ${t('report.toppedUp')}`}
        figure={format.money(report.valueToppedUp)}
        testId="report-value"
      >
        {t('report.spent')} {format.money(report.valueSpent)}
      </Box>
      <Box word={t('report.enrolled')} figure={count(report.enrolled)} testId="report-enrolled">
        {t('report.gifts', { number: count(report.gifts) })} ·{' '}
        {t('report.draws', { number: count(report.draws) })}
        {report.donated > 0 ? ` · ${t('report.donated', { amount: format.money(report.donated) })}` : ''}
      </Box>
    </div>
  )
}
