import { QrCode, ReceiptText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { DoneWords } from '../../parts/done-words.tsx'
import { Field } from '../../parts/field.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFinder, useFormat } from '../../use-desk.ts'
import { LooseReturn } from './loose-return.tsx'
import { SaleReturn } from './sale-return.tsx'

/** Goods that come back: found by their receipt, or without one. */
export function ReturnPanel() {
  const { t } = useTranslation()
  const way = useEntry((entry) => entry.service.back.way)
  const sale = useFinder((finder) => finder.service.sale)
  const done = useFinder((finder) => finder.service.returnDone)
  const loose = way === 'loose'
  return (
    <Panel title={loose ? t('back.looseTitle') : t('back.title')} testId="return-panel">
      {done ? <Done receiptNumber={done.receiptNumber} refund={done.refund} /> : null}
      {!done && loose ? <LooseReturn /> : null}
      {!done && !loose && sale ? <SaleReturn sale={sale} /> : null}
      {!done && !loose && !sale ? <FindSale /> : null}
    </Panel>
  )
}

function FindSale() {
  const { t } = useTranslation()
  const acts = useActs()
  const text = useEntry((entry) => entry.service.back.text)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_264px] gap-4 wide:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-3">
        <Field
          label={t('back.ask')}
          testId="receipt-input"
          value={text}
          active
          lengthMax={60}
          onFocus={() => undefined}
          onType={acts.typeReturn}
        />
        <p className="flex items-center gap-3 text-soft">
          <QrCode aria-hidden="true" className="size-6 shrink-0" />
          {t('back.hint')}
        </p>
        <Button icon={ReceiptText} testId="without-sale" className="mt-auto h-14" onPress={acts.withoutSale}>
          {t('back.loose')}
        </Button>
      </div>
      <Keypad
        onDigit={acts.typeReturnKey}
        onErase={acts.eraseReturnKey}
        extra={{ word: '-', testId: 'keypad-dash', onPress: () => acts.typeReturnKey('-') }}
      />
    </div>
  )
}

function Done(props: { readonly receiptNumber: string; readonly refund: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <DoneWords
      title={t('back.done')}
      testId="return-done"
      main={format.money(props.refund)}
      slip={props.receiptNumber}
    >
      <p className="text-row">{t('back.doneTodo')}</p>
    </DoneWords>
  )
}
