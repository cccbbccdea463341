import { Keyboard } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'

/** Whose stored value would pay, and how much of it may be spent now. */
export function AccountLine() {
  const { t } = useTranslation()
  const format = useFormat()
  const account = useFinder((finder) => finder.account)
  const own = useMirror((mirror) => mirror.basket?.member?.value ?? null)
  const text = account
    ? t('pay.valueLeft', { amount: format.money(account.spendable) })
    : own === null
      ? t('pay.valueFind')
      : format.money(own)
  return (
    <span data-testid="value-account" className="block truncate text-small text-soft">
      {text}
    </span>
  )
}

/** While stored value is chosen, a card that cannot be scanned is typed. */
export function CardButton() {
  const { t } = useTranslation()
  const acts = useActs()
  const chosen = useEntry((entry) => entry.activeTender === 'stored_value')
  const account = useFinder((finder) => finder.account)
  if (!chosen || account) return null
  return (
    <Button
      icon={Keyboard}
      testId="type-card"
      className="shrink-0"
      onPress={() => acts.openPanel({ kind: 'code', of: 'account' })}
    >
      {t('pay.valueCard')}
    </Button>
  )
}
