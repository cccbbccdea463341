import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Caution } from '../../parts/caution.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { OfflineMark } from '../../parts/offline-mark.tsx'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'

/** What it comes to. Two small lines and one figure that can be read from the other side of the counter. */
export function Totals() {
  const { t } = useTranslation()
  const format = useFormat()
  const basket = useMirror((mirror) => mirror.basket)
  const burned = basket?.burn.points ?? 0
  return (
    <div className="min-w-0 border-line border-t px-4 pt-2.5 pb-3">
      <Caution kinds={basket?.warnings} />
      <div className="flex h-6 items-center gap-5 text-soft">
        <Figure word={t('totals.subtotal')} figure={format.money(basket?.subtotal ?? 0)} testId="subtotal" />
        {basket && basket.savings > 0 ? (
          <>
            <Figure word={t('totals.savings')} figure={format.money(basket.savings)} testId="savings" good />
            <Explain />
          </>
        ) : null}
        <span className="flex-1" />
        {basket?.member && basket.lines.length > 0 ? (
          <Figure
            word={t(basket.member.status === 'frozen' ? 'totals.earnsHeld' : 'totals.earns')}
            figure={t('totals.pointsUnit', { number: format.count(basket.earns) })}
            testId="earns"
          />
        ) : null}
      </div>
      <div className="mt-1 flex items-baseline justify-between gap-4">
        <span className="flex min-w-0 items-baseline gap-3 overflow-hidden whitespace-nowrap">
          <span className="font-semibold text-head">{t('totals.toPay')}</span>
          {burned > 0 ? (
            <span className="flex items-center gap-2 text-good text-small">
              {t('totals.pointsBurned')} {format.money(-(basket?.burn.amount ?? 0))}
              <OfflineMark />
            </span>
          ) : null}
        </span>
        <span
          data-testid="to-pay"
          data-fen={basket?.toPay ?? 0}
          className="font-bold text-accent text-pay tracking-tight"
        >
          {format.money(basket?.toPay ?? 0)}
        </span>
      </div>
    </div>
  )
}

/** Why it costs that: opens on the left, and this side stays as it is. */
function Explain() {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <button
      type="button"
      data-testid="open-explain"
      onClick={() => void acts.openExplain()}
      className="-my-3 -ml-2 flex h-12 items-center gap-1.5 whitespace-nowrap rounded-till px-2 text-accent text-small active:bg-sunk"
    >
      {t('best.explain')}
      <KeyCap cap={keyCaps.explain} />
    </button>
  )
}

function Figure(props: {
  readonly word: string
  readonly figure: string
  readonly testId: string
  readonly good?: boolean
}) {
  return (
    <span className="flex items-baseline gap-2 whitespace-nowrap">
      <span className="text-small">{props.word}</span>
      <span data-testid={props.testId} className={`font-medium ${props.good ? 'text-good' : 'text-ink'}`}>
        {props.figure}
      </span>
    </span>
  )
}
