import { CircleMinus, ReceiptText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFinder, useFormat, useLocal } from '../../use-desk.ts'

type Explanation = CommandOutput<'explainPrice'>
type Line = Explanation['lines'][number]
type Step = Line['steps'][number]

/** Why it costs what it costs: a line at a time, in sentences to be read out. */
export function ExplainPanel() {
  const { t } = useTranslation()
  const explanation = useFinder((finder) => finder.explanation)
  return (
    <Panel title={t('explain.title')} testId="explain-panel">
      {explanation === null ? <Waiting /> : null}
      {explanation?.lines.length === 0 ? <Empty icon={ReceiptText} says={t('explain.empty')} /> : null}
      {explanation && explanation.lines.length > 0 ? <Lines explanation={explanation} /> : null}
    </Panel>
  )
}

function Lines({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation()
  const row = useEntry((entry) => entry.row)
  return (
    <>
      <p className="mb-2 text-small text-soft">{t('explain.lead')}</p>
      <ol className="flex flex-col gap-2">
        {explanation.lines.map((line, index) => (
          <LineWords key={line.lineId} line={line} index={index} chosen={index === row} />
        ))}
      </ol>
      <LeftOut coupons={explanation.leftOut} />
    </>
  )
}

/** One line of the basket; the one being read is whole and large, the others are short. */
function LineWords(props: { readonly line: Line; readonly index: number; readonly chosen: boolean }) {
  const acts = useActs()
  const local = useLocal()
  const format = useFormat()
  const { line, index, chosen } = props
  const net = line.steps.find((step) => step.kind === 'net')
  return (
    <li>
      <button
        type="button"
        ref={(node) => {
          if (chosen) node?.scrollIntoView({ block: 'nearest' })
        }}
        data-testid="explained-line"
        data-line={line.lineId}
        onClick={() => acts.chooseRow(index)}
        className={`w-full rounded-till border-2 px-4 py-2 text-left focus-visible:-outline-offset-3 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
      >
        <span className={`flex items-baseline gap-3 font-semibold ${chosen ? 'text-row' : ''}`}>
          <span className="min-w-0 flex-1 truncate">{local(line.name)}</span>
          {chosen || net === undefined ? null : (
            <span className="text-accent">{format.money(net.amount)}</span>
          )}
        </span>
        <span className={chosen ? 'flex flex-col text-row' : 'flex flex-wrap gap-x-4 text-small'}>
          {line.steps.map((step, at) =>
            chosen || step.kind !== 'net' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and never move
              <StepWords key={at} step={step} />
            ) : null,
          )}
        </span>
      </button>
    </li>
  )
}

function StepWords({ step }: { readonly step: Step }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const amount = format.money(step.amount)
  const name = step.name ? local(step.name) : ''
  const rate = step.rateBps === null ? '' : t('best.discount', { rate: format.discount(step.rateBps) })
  const tone = step.kind === 'net' ? 'font-semibold text-accent' : step.kind === 'list' ? '' : 'text-good'
  return (
    <span className={tone} data-step={step.kind}>
      {t(`explain.${step.kind}`, { amount, name, rate }).replace(/\s+([，：:])/g, '$1')}
    </span>
  )
}

function LeftOut({ coupons }: { readonly coupons: Explanation['leftOut'] }) {
  const { t } = useTranslation()
  const local = useLocal()
  if (coupons.length === 0) return null
  return (
    <section className="mt-4">
      <h3 className="font-semibold">{t('explain.leftOut')}</h3>
      <ul>
        {coupons.map((coupon, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two coupons may have one name; the list never moves
          <li key={at} className="flex min-h-10 items-center gap-2">
            <CircleMinus aria-hidden="true" className="size-5 shrink-0 text-soft" />
            <span className="min-w-0 flex-1 truncate">{local(coupon.name)}</span>
            <span className="text-small text-soft">{t(`explain.${coupon.reason}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Waiting() {
  return (
    <div className="flex animate-late flex-col gap-2">
      {['a', 'b', 'c', 'd'].map((place) => (
        <div key={place} className="h-24 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
