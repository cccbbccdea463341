import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import { useEntry, useFinder, useFormat, useLocal, useProgress } from '../../use-desk.ts'

type Quote = CommandOutput<'quoteReturn'>

/** What the chosen goods mean in money, points and coupons, as the core says it: always the same place and height. */
export function ReturnQuote() {
  const { t } = useTranslation()
  const quote = useFinder((finder) => finder.service.quote)
  const chosen = useEntry((entry) => Object.values(entry.service.back.amounts).some((amount) => amount > 0))
  const refused = useProgress((progress) => progress.message?.place === 'service')
  return (
    <section
      data-testid="return-quote"
      data-fen={quote?.refund}
      className="h-32 shrink-0 wide:h-40 tall:h-40 overflow-y-auto rounded-till bg-counter px-4 py-2"
    >
      {quote ? <Figures quote={quote} /> : null}
      {quote || refused ? null : (
        <p className={`flex h-full items-center justify-center text-soft ${chosen ? 'animate-late' : ''}`}>
          {chosen ? t('back.quoting') : t('back.quoteEmpty')}
        </p>
      )}
    </section>
  )
}

function Figures({ quote }: { readonly quote: Quote }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <div className="flex gap-6">
      <div className="shrink-0">
        <p className="text-small text-soft">{t('back.quote')}</p>
        <p className="font-bold text-accent text-sum">{format.money(quote.refund)}</p>
        {quote.refunds.map((refund, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two parts may be of one kind and never move
          <p key={index} data-testid="refund-by" data-kind={refund.kind} className="text-small">
            {t(`back.refundBy.${refund.kind}`)} {format.money(refund.amount)}
          </p>
        ))}
      </div>
      <ul className="min-w-0 flex-1 text-small">
        {quote.takenBack > 0 ? (
          <li data-testid="points-taken">{t('back.takenBack', { number: format.count(quote.takenBack) })}</li>
        ) : null}
        {quote.debt > 0 ? (
          <li data-testid="points-debt" className="text-warn">
            {t('back.debt', { number: format.count(quote.debt) })}
          </li>
        ) : null}
        {quote.givenBack > 0 ? (
          <li data-testid="points-given" className="text-good">
            {t('back.givenBack', { number: format.count(quote.givenBack) })}
          </li>
        ) : null}
        {quote.couponsRestored.length > 0 ? (
          <li data-testid="coupons-restored" className="text-good">
            {t('back.coupons')}: {quote.couponsRestored.map(local).join(', ')}
          </li>
        ) : null}
      </ul>
    </div>
  )
}
