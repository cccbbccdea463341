import { UserRound, WalletCards } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { DoneWords } from '../../parts/done-words.tsx'
import { Field } from '../../parts/field.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { AccountCard } from './account-card.tsx'
import { TopUpAmount } from './top-up-amount.tsx'
import { TopUpPay } from './top-up-pay.tsx'

/** Stored value: whose account, how much on top with what is given, and the payment. */
export function ValuePanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const step = useEntry((entry) => entry.service.topUp.step)
  const account = useFinder((finder) => finder.service.account)
  const done = useFinder((finder) => finder.service.topUpDone)
  return (
    <Panel
      title={t('value.title')}
      testId="value-panel"
      aside={
        account && !done ? (
          <Button tone="quiet" testId="other-account" onPress={acts.otherAccount}>
            {t('value.other')}
          </Button>
        ) : null
      }
    >
      {done ? <Done /> : null}
      {!done && (step === 'account' || !account) ? <FindAccount /> : null}
      {!done && account && step !== 'account' ? (
        <div className="flex h-full min-h-0 flex-col gap-3">
          <AccountCard account={account} />
          <div className="min-h-0 flex-1">
            {step === 'amount' ? <TopUpAmount account={account} /> : <TopUpPay />}
          </div>
        </div>
      ) : null}
    </Panel>
  )
}

function FindAccount() {
  const { t } = useTranslation()
  const acts = useActs()
  const card = useEntry((entry) => entry.service.topUp.card)
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-3">
        <Field
          label={t('value.ask')}
          testId="card-input"
          value={card}
          active
          lengthMax={20}
          onFocus={() => undefined}
          onType={acts.typeCard}
        />
        <p className="flex items-center gap-3 text-soft">
          <WalletCards aria-hidden="true" className="size-6 shrink-0" />
          {t('value.hint')}
        </p>
        {member ? (
          <Button
            tone="tint"
            icon={UserRound}
            testId="own-account"
            className="h-14"
            onPress={acts.findOwnAccount}
          >
            {t('value.own')} · {member.maskedName}
          </Button>
        ) : null}
      </div>
      <Keypad
        onDigit={(digit) => acts.typeTopUpKey(digit as '0')}
        onErase={() => acts.typeTopUpKey('back')}
        extra={{ word: 'G', testId: 'keypad-g', onPress: acts.startCardWithG }}
      />
    </div>
  )
}

function Done() {
  const { t } = useTranslation()
  const format = useFormat()
  const done = useFinder((finder) => finder.service.topUpDone)
  if (!done) return null
  return (
    <DoneWords
      title={t('value.done')}
      testId="top-up-done"
      main={format.money(done.principalAfter + done.giftAfter)}
      slip={done.receiptNumber}
    >
      <p className="text-row">
        {t('value.principal')} {format.money(done.principalAfter)} · {t('value.gift')}{' '}
        {format.money(done.giftAfter)}
      </p>
      {done.change > 0 ? (
        <p className="font-semibold text-head text-warn">
          {t('value.change')}{' '}
          <span data-testid="change-due" data-fen={done.change}>
            {format.money(done.change)}
          </span>
        </p>
      ) : null}
    </DoneWords>
  )
}
