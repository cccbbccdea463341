import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../domain/product.ts'
import { Button } from '../../parts/button.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFormat, useLocal } from '../../use-desk.ts'

/** A quantity by touch: for the line at hand, or for the next product. */
export function QuantityPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <Panel title={t('quantity.title')} testId="quantity-panel">
      <Figure
        hint={t('quantity.hint')}
        actions={
          <>
            <Button
              icon={X}
              testId="quantity-times"
              className="h-[72px] flex-1 text-row"
              onPress={acts.closeTimes}
            >
              {t('quantity.times')}
            </Button>
            <Button
              icon={Check}
              tone="tint"
              testId="quantity-apply"
              className="h-[72px] flex-1 text-row"
              onPress={acts.applyDigits}
            >
              {t('quantity.apply')}
            </Button>
          </>
        }
      />
    </Panel>
  )
}

/** The grams of weighed goods that came without a label. */
export function WeighPanel({ product }: { readonly product: Product }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  return (
    <Panel title={t('quantity.weighTitle')} testId="weigh-panel">
      <Figure
        hint={`${local(product.name)} · ${format.money(product.unitPrice)}${t('items.perKilogram')}`}
        unit={t('quantity.grams')}
        actions={
          <Button
            icon={Check}
            tone="tint"
            testId="weigh-apply"
            className="h-[72px] flex-1 text-row"
            onPress={() => acts.addWeighed(product)}
          >
            {t('quantity.weighApply')}
          </Button>
        }
      />
    </Panel>
  )
}

function Figure(props: { readonly hint: string; readonly unit?: string; readonly actions: ReactNode }) {
  const acts = useActs()
  const digits = useEntry((entry) => entry.digits)
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-3">
      <p className="text-soft">{props.hint}</p>
      <p
        data-testid="figure"
        className="flex h-20 items-center justify-end gap-2 rounded-till border-2 border-accent bg-raised px-4 font-semibold text-pay"
      >
        {digits === '' ? <span className="text-soft">0</span> : digits}
        {props.unit ? <span className="font-normal text-head text-soft">{props.unit}</span> : null}
      </p>
      <Keypad onDigit={acts.typeDigit} onErase={acts.eraseDigit} />
      <div className="flex gap-2">{props.actions}</div>
    </div>
  )
}
