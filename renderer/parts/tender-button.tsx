import { Banknote, CreditCard, type LucideIcon, Smartphone, WalletCards } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Money, subtractMoney } from '../../domain/money.ts'
import type { TenderKind } from '../../domain/tender.ts'
import { useFormat } from '../use-desk.ts'

const icons: Readonly<Record<TenderKind, LucideIcon>> = {
  cash: Banknote,
  card: CreditCard,
  mobile: Smartphone,
  stored_value: WalletCards,
}

/** One tender with the amount typed for it; the active one has the figure keys. */
export function TenderButton(props: {
  readonly kind: TenderKind
  readonly text: string
  readonly active: boolean
  readonly onChoose: () => void
  /** Whose it is, where that is not plain. */
  readonly whose?: string
  readonly children?: ReactNode
}) {
  const { t } = useTranslation()
  const { kind, text, active, whose = '' } = props
  const Icon = icons[kind]
  return (
    <button
      type="button"
      data-testid={`tender-${kind}`}
      aria-pressed={active}
      onClick={props.onChoose}
      className={`flex h-16 shrink-0 items-center gap-3 rounded-till border-2 px-3 text-left ${active ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <Icon aria-hidden="true" className={`size-6 shrink-0 ${active ? 'text-accent' : 'text-soft'}`} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">
          {t(`pay.${kind}`)}
          {whose === '' ? '' : ` · ${whose}`}
        </span>
        {props.children}
      </span>
      <span data-testid={`tender-${kind}-amount`} className="whitespace-nowrap font-semibold text-head">
        {text === '' ? <span className="font-normal text-soft">–</span> : `¥${text}`}
        {active ? <span className="ml-0.5 inline-block h-6 w-0.5 translate-y-0.5 bg-accent" /> : null}
      </span>
    </button>
  )
}

/** What the tenders come to against the sum. */
export function TenderBalance({ entered, toPay }: { readonly entered: Money; readonly toPay: Money }) {
  const { t } = useTranslation()
  const format = useFormat()
  const over = subtractMoney(entered, toPay)
  const word = over < 0 ? t('pay.missing') : over > 0 ? t('pay.change') : t('pay.even')
  return (
    <div className="flex shrink-0 items-baseline justify-between gap-2 px-3 py-1">
      <span className="text-soft">{word}</span>
      <span
        data-testid="balance"
        className={`font-semibold text-sum ${over < 0 ? 'text-warn' : 'text-good'}`}
      >
        {format.money(Math.abs(over))}
      </span>
    </div>
  )
}

/** One press for what is open, and the notes a customer is likely to hand over. */
export function AmountChoices(props: {
  readonly exact: Money
  readonly onExact: () => void
  readonly notes: readonly Money[]
  readonly onNote: (amount: Money) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        data-testid="quick-exact"
        onClick={props.onExact}
        className="flex h-[72px] shrink-0 flex-col items-center justify-center rounded-till bg-tint text-on-tint active:bg-sunk"
      >
        <span className="text-small">{t('pay.exact')}</span>
        <span className="font-semibold text-row">{format.money(props.exact)}</span>
      </button>
      {props.notes.map((amount) => (
        <button
          key={amount}
          type="button"
          data-testid="quick-next"
          data-fen={amount}
          onClick={() => props.onNote(amount)}
          className="flex h-14 shrink-0 items-center justify-center rounded-till border border-line bg-raised font-semibold text-row active:bg-sunk"
        >
          {format.money(amount)}
        </button>
      ))}
    </div>
  )
}
