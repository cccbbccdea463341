import { Banknote, CreditCard, type LucideIcon, Smartphone, WalletCards } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { subtractMoney, sumMoney } from '../../../domain/money.ts'
import type { TenderKind } from '../../../domain/tender.ts'
import { tenderKinds, tendersOf } from '../../tender-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { AccountLine, CardButton } from './account-line.tsx'

const icons: Readonly<Record<TenderKind, LucideIcon>> = {
  cash: Banknote,
  card: CreditCard,
  mobile: Smartphone,
  stored_value: WalletCards,
}

/** The amounts by tender, and what they come to against the sum: for the eye, the core decides. */
export function TenderList() {
  return (
    <>
      {tenderKinds.map((kind) => (
        <TenderRow key={kind} kind={kind} />
      ))}
      <CardButton />
      <Balance />
    </>
  )
}

function TenderRow({ kind }: { readonly kind: TenderKind }) {
  const { t } = useTranslation()
  const acts = useActs()
  const text = useEntry((entry) => entry.tenders[kind])
  const active = useEntry((entry) => entry.activeTender === kind)
  const account = useFinder((finder) => (kind === 'stored_value' ? finder.account : null))
  const whose = account?.card ?? account?.maskedName ?? ''
  const Icon = icons[kind]
  return (
    <button
      type="button"
      data-testid={`tender-${kind}`}
      aria-pressed={active}
      onClick={() => acts.chooseTender(kind)}
      className={`flex h-16 shrink-0 items-center gap-3 rounded-till border-2 px-3 text-left ${active ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <Icon aria-hidden="true" className={`size-6 shrink-0 ${active ? 'text-accent' : 'text-soft'}`} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">
          {t(`pay.${kind}`)}
          {whose === '' ? '' : ` · ${whose}`}
        </span>
        {kind === 'stored_value' ? <AccountLine /> : null}
      </span>
      <span data-testid={`tender-${kind}-amount`} className="whitespace-nowrap font-semibold text-head">
        {text === '' ? <span className="font-normal text-soft">–</span> : `¥${text}`}
        {active ? <span className="ml-0.5 inline-block h-6 w-0.5 translate-y-0.5 bg-accent" /> : null}
      </span>
    </button>
  )
}

function Balance() {
  const { t } = useTranslation()
  const format = useFormat()
  const tenders = useEntry((entry) => entry.tenders)
  const toPay = useMirror((mirror) => mirror.basket?.toPay)
  if (toPay === undefined) return null
  const entered = sumMoney(tendersOf(tenders, null).map((tender) => tender.amount))
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
