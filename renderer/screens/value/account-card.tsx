import { ShieldAlert, UserRound, WalletCards } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ValueAccountView } from '../../../contract/points-commands.ts'
import { useFormat } from '../../use-desk.ts'

/** An account with its two parts: what was paid in, and what was given on top. */
export function AccountCard({ account }: { readonly account: ValueAccountView }) {
  const { t } = useTranslation()
  const Icon = account.card === null ? UserRound : WalletCards
  const name =
    account.card === null
      ? t('value.ofMember', { name: account.maskedName ?? '' })
      : t('value.card', { number: account.card })
  return (
    <div
      data-testid="account"
      data-status={account.status}
      className="shrink-0 rounded-till border border-line bg-raised px-4 py-3"
    >
      <p className="flex items-center gap-2 font-semibold text-row">
        <Icon aria-hidden="true" className="size-6 shrink-0 text-accent" />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {account.card !== null && account.maskedName !== null ? (
          <span className="whitespace-nowrap font-normal text-soft">{account.maskedName}</span>
        ) : null}
      </p>
      <dl className="mt-2 grid grid-cols-3 gap-4">
        <Part word={t('value.principal')} fen={account.principal} testId="principal" />
        <Part word={t('value.gift')} fen={account.gift} testId="gift-part" />
        <Part word={t('value.spendable')} fen={account.spendable} testId="value-spendable" />
      </dl>
      {account.status === 'frozen' ? (
        <p className="mt-2 flex items-center gap-2 rounded-till bg-stop-tint px-3 py-2 text-stop">
          <ShieldAlert aria-hidden="true" className="size-6 shrink-0" />
          <b className="whitespace-nowrap font-semibold">{t('value.frozen')}</b>
          <span className="text-small">{t('value.frozenTodo')}</span>
        </p>
      ) : null}
    </div>
  )
}

function Part(props: { readonly word: string; readonly fen: number; readonly testId: string }) {
  const format = useFormat()
  return (
    <div>
      <dt className="text-small text-soft">{props.word}</dt>
      <dd data-testid={props.testId} data-fen={props.fen} className="font-semibold text-head">
        {format.money(props.fen)}
      </dd>
    </div>
  )
}
