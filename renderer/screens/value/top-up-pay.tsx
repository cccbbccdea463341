import { useTranslation } from 'react-i18next'
import { sumMoney } from '../../../domain/money.ts'
import { openTopUp, topUpTendersOf } from '../../acts/top-up-acts.ts'
import { Keypad } from '../../parts/keypad.tsx'
import { AmountChoices, TenderBalance, TenderButton } from '../../parts/tender-button.tsx'
import { topUpTenders } from '../../store/service-entry.ts'
import { amountOf, quickAmounts } from '../../tender-entry.ts'
import { useActs, useEntry, useFormat } from '../../use-desk.ts'

/** How the top-up is paid: like a sale, but never with stored value itself. */
export function TopUpPay() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const topUp = useEntry((entry) => entry.service.topUp)
  const toPay = amountOf(topUp.amount)
  const open = openTopUp(topUp)
  const entered = sumMoney(topUpTendersOf(topUp.tenders).map(({ amount }) => amount))
  return (
    <div
      data-testid="top-up-pay"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_auto_minmax(120px,160px)] gap-4"
    >
      <div className="flex min-h-0 flex-col gap-2">
        <p className="shrink-0 font-semibold text-head">{t('value.pay', { amount: format.money(toPay) })}</p>
        {topUpTenders.map((kind) => (
          <TenderButton
            key={kind}
            kind={kind}
            text={topUp.tenders[kind]}
            active={kind === topUp.active}
            onChoose={() => acts.chooseTopUpTender(kind)}
          />
        ))}
        <TenderBalance entered={entered} toPay={toPay} />
      </div>
      <div className="w-[248px] wide:w-[340px]">
        <Keypad
          onDigit={(digit) => acts.typeTopUpKey(digit as '0')}
          onErase={() => acts.typeTopUpKey('back')}
          extra={{ word: '.', testId: 'keypad-point', onPress: () => acts.typeTopUpKey('.') }}
        />
      </div>
      <AmountChoices
        exact={open}
        onExact={acts.takeTopUpExact}
        notes={topUp.active === 'cash' ? quickAmounts(open) : []}
        onNote={acts.setTopUpTender}
      />
    </div>
  )
}
