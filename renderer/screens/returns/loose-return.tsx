import { ScanBarcode, ShieldCheck, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import type { LooseGoods } from '../../store/service-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useLocal } from '../../use-desk.ts'
import { ReturnReasons } from './return-reasons.tsx'

/** Goods without their receipt: scanned or looked for, with amount and refund; a supervisor says yes. */
export function LooseReturn() {
  const { t } = useTranslation()
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_248px] grid-rows-[auto_minmax(0,1fr)_auto] gap-x-4 gap-y-2 wide:grid-cols-[minmax(0,1fr)_340px]">
      <p className="col-span-2 flex items-center gap-3 rounded-till bg-warn-tint px-4 py-2 text-small text-warn">
        <ShieldCheck aria-hidden="true" className="size-6 shrink-0" />
        {t('back.looseTodo')}
      </p>
      <div className="flex min-h-0 flex-col gap-2">
        <GoodsInput />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Goods />
        </div>
      </div>
      <Keys />
      <div className="col-span-2">
        <ReturnReasons />
      </div>
    </div>
  )
}

/** Typing has the focus only while it is wanted: figures belong to the chosen goods. */
function GoodsInput() {
  const { t } = useTranslation()
  const acts = useActs()
  const text = useEntry((entry) => entry.service.back.text)
  return (
    <input
      data-testid="goods-input"
      autoComplete="off"
      maxLength={60}
      value={text}
      placeholder={t('back.goods')}
      aria-label={t('back.goods')}
      onChange={(event) => void acts.typeReturn(event.target.value)}
      className="h-14 w-full shrink-0 rounded-till border-2 border-edge bg-raised px-4 text-row outline-none placeholder:text-soft focus:border-accent"
    />
  )
}

function Goods() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const text = useEntry((entry) => entry.service.back.text)
  const chosen = useEntry((entry) => entry.service.back.goods)
  const found = useFinder((finder) => finder.service.goods)
  if (text.trim() !== '') {
    return (
      <ul className="flex flex-col gap-2">
        {found?.map((product) => (
          <li key={product.sku}>
            <button
              type="button"
              data-testid="goods-found"
              data-sku={product.sku}
              onClick={() => acts.addGoods(product)}
              className="flex min-h-14 w-full items-center gap-3 rounded-till border border-line bg-raised px-3 text-left"
            >
              <span className="min-w-0 flex-1 truncate">{local(product.name)}</span>
              <span className="whitespace-nowrap text-soft">{format.money(product.unitPrice)}</span>
            </button>
          </li>
        ))}
        {found?.length === 0 ? (
          <li className="p-4 text-soft">{t('items.noResult', { query: text.trim() })}</li>
        ) : null}
      </ul>
    )
  }
  if (chosen.length === 0) return <Empty icon={ScanBarcode} says={t('back.goodsEmpty')} />
  return (
    <ul className="flex flex-col gap-2">
      {chosen.map((goods, index) => (
        <GoodsRow key={goods.product.sku} goods={goods} index={index} />
      ))}
    </ul>
  )
}

function GoodsRow({ goods, index }: { readonly goods: LooseGoods; readonly index: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const chosen = useEntry((entry) => entry.row === index)
  const field = useEntry((entry) => entry.service.back.field)
  const amount =
    goods.product.unit === 'gram'
      ? format.weight(goods.amount)
      : t('back.pieces', { number: format.count(goods.amount) })
  const look = (active: boolean) =>
    `flex h-12 min-w-24 flex-1 items-center justify-between gap-2 rounded-till border-2 px-3 ${chosen && active ? 'border-accent bg-tint' : 'border-line bg-paper'}`
  return (
    <li
      data-testid="loose-line"
      data-sku={goods.product.sku}
      data-amount={goods.amount}
      className="rounded-till border border-line bg-raised p-2"
    >
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{local(goods.product.name)}</span>
        <Button
          tone="quiet"
          icon={Trash2}
          label={t('back.drop')}
          testId="loose-drop"
          {...(chosen ? { cap: keyCaps.remove } : {})}
          onPress={() => acts.dropGoods(index)}
        />
      </p>
      <p className="flex gap-2">
        <button
          type="button"
          data-testid="loose-amount"
          className={look(field === 'amount')}
          onClick={() => acts.chooseGoods(index, 'amount')}
        >
          <span className="text-small text-soft">{t('back.amount')}</span>
          <span className="font-semibold">{amount}</span>
        </button>
        <button
          type="button"
          data-testid="loose-refund"
          className={look(field === 'refund')}
          onClick={() => acts.chooseGoods(index, 'refund')}
        >
          <span className="text-small text-soft">{t('back.refund')}</span>
          <span className="font-semibold">{goods.refund === '' ? '–' : `¥${goods.refund}`}</span>
        </button>
      </p>
    </li>
  )
}

function Keys() {
  const acts = useActs()
  return (
    <Keypad
      onDigit={acts.typeReturnKey}
      onErase={acts.eraseReturnKey}
      extra={{ word: '.', testId: 'keypad-point', onPress: () => acts.typeReturnKey('.') }}
    />
  )
}
