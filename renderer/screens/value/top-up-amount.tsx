import { Gift } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ValueAccountView } from '../../../contract/points-commands.ts'
import { Keypad } from '../../parts/keypad.tsx'
import { amountOf } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useFormat } from '../../use-desk.ts'

/** How much is paid in: by figure, or one of the offers. */
export function TopUpAmount({ account }: { readonly account: ValueAccountView }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const text = useEntry((entry) => entry.service.topUp.amount)
  const offer = useFinder((finder) => finder.service.offer)
  if (account.status === 'frozen') return null
  const amount = amountOf(text)
  // For the eye; what is given, the core says.
  const given = offer?.steps.findLast((step) => amount >= step.from)?.gift ?? 0
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-h-0 flex-col gap-2">
        <p
          data-testid="top-up-amount"
          data-fen={amount}
          className="flex h-18 shrink-0 items-center gap-3 rounded-till border-2 border-accent bg-raised px-4"
        >
          <span className="text-soft">{t('value.amount')}</span>
          <span className="ml-auto font-semibold text-sum">{text === '' ? '–' : `¥${text}`}</span>
        </p>
        <p className="h-7 shrink-0 font-medium text-good text-row">
          {given > 0 ? t('value.gets', { amount: format.money(amount), gift: format.money(given) }) : ''}
        </p>
        <p className="shrink-0 text-small text-soft">
          {t('value.offers')}
          {offer ? ` · ${t('value.max', { amount: format.money(offer.max) })}` : ''}
        </p>
        <div className="grid min-h-0 flex-1 grid-cols-2 content-start gap-2 overflow-y-auto">
          {offer?.steps.map((step) => (
            <button
              key={step.from}
              type="button"
              data-testid="offer"
              data-from={step.from}
              aria-pressed={amount === step.from}
              onClick={() => acts.setTopUpAmount(step.from)}
              className={`flex min-h-16 flex-col items-center justify-center rounded-till border-2 focus-visible:-outline-offset-3 ${amount === step.from ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
            >
              <span className="font-semibold text-row">{format.money(step.from)}</span>
              <span className="flex items-center gap-1 text-good text-small">
                <Gift aria-hidden="true" className="size-4" />
                {t('value.offer', { amount: format.money(step.gift) })}
              </span>
            </button>
          ))}
          {offer?.steps.length === 0 ? <p className="col-span-2 text-soft">{t('value.offersNone')}</p> : null}
        </div>
      </div>
      <Keypad
        onDigit={(digit) => acts.typeTopUpKey(digit as '0')}
        onErase={() => acts.typeTopUpKey('back')}
        extra={{ word: '.', testId: 'keypad-point', onPress: () => acts.typeTopUpKey('.') }}
      />
    </div>
  )
}
