import { ChartColumn, ChevronLeft, ChevronRight, FileCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayReport } from '../../../contract/report-commands.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFinder, useFormat } from '../../use-desk.ts'
import { HourChart } from './hour-chart.tsx'
import { ReportFigures } from './report-figures.tsx'
import { ReportTables } from './report-tables.tsx'

/** The till's own day: what it sold, gave and took, whether head office has heard of it yet or not. */
export function ReportPanel() {
  const { t } = useTranslation()
  const report = useFinder((finder) => finder.service.report)
  const exported = useFinder((finder) => finder.service.exported)
  return (
    <Panel title={t('report.title')} testId="report-panel" aside={report ? <Days day={report.day} /> : null}>
      <div className="flex h-full min-h-0 flex-col gap-3">
        {exported === null ? null : <Exported file={exported} />}
        <div className="min-h-0 flex-1 overflow-y-auto">
          {report ? <Day report={report} /> : <Skeleton />}
        </div>
      </div>
    </Panel>
  )
}

function Days({ day }: { readonly day: string }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  // Noon of that day stands in the same day in every zone a store can have.
  const date = format.date(Date.parse(`${day}T04:00:00Z`))
  return (
    <span className="flex items-center gap-1">
      <Button
        tone="quiet"
        icon={ChevronLeft}
        label={t('report.before')}
        testId="report-before"
        onPress={() => acts.turnReport(-1)}
      />
      <span data-testid="report-day" data-day={day} className="whitespace-nowrap font-medium">
        {date}
      </span>
      <Button
        tone="quiet"
        icon={ChevronRight}
        label={t('report.after')}
        testId="report-after"
        onPress={() => acts.turnReport(1)}
      />
    </span>
  )
}

function Day({ report }: { readonly report: DayReport }) {
  const { t } = useTranslation()
  const lower = useEntry((entry) => entry.row > 0)
  const top = useRef<HTMLDivElement>(null)
  const rest = useRef<HTMLDivElement>(null)
  // Down and up show the rest of a page that is longer than its place.
  useEffect(() => {
    const part = lower ? rest.current : top.current
    part?.scrollIntoView({ block: lower ? 'end' : 'start' })
  }, [lower])
  if (isEmpty(report))
    return <Empty icon={ChartColumn} says={t('report.empty')} todo={t('report.emptyTodo')} />
  return (
    <div className="flex flex-col gap-3">
      <div ref={top}>
        <ReportFigures report={report} />
      </div>
      <HourChart hours={report.hours} />
      <div ref={rest}>
        <ReportTables report={report} />
      </div>
    </div>
  )
}

function isEmpty({ sales, returns, gifts, draws, enrolled, valueToppedUp, redemptions, donated }: DayReport) {
  return (
    sales + returns + gifts + draws + enrolled === 0 &&
    valueToppedUp + donated === 0 &&
    redemptions.length === 0
  )
}

function Exported({ file }: { readonly file: string }) {
  const { t } = useTranslation()
  return (
    <p
      role="status"
      data-testid="report-file"
      data-file={file}
      className="flex shrink-0 items-center gap-3 rounded-till bg-good-tint px-4 py-2 text-good"
    >
      <FileCheck aria-hidden="true" className="size-6 shrink-0" />
      <b className="whitespace-nowrap font-semibold">{t('report.exported')}</b>
      <span className="min-w-0 flex-1 select-text break-all text-small">{file}</span>
    </p>
  )
}

function Skeleton() {
  return (
    <div className="grid animate-late grid-cols-4 gap-3">
      {['a', 'b', 'c', 'd'].map((place) => (
        <div key={place} className="h-24 rounded-till bg-sunk" />
      ))}
      <div className="col-span-4 h-48 rounded-till bg-sunk" />
    </div>
  )
}
