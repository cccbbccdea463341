import { Pause, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BasketSlice } from '../../../contract/notice.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useEntry, useFormat, useMirror } from '../../use-desk.ts'

const noHeld: BasketSlice['held'] = []

/** Baskets put on hold at this till. */
export function HeldPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const held = useMirror((mirror) => mirror.basket?.held ?? noHeld)
  const row = useEntry((entry) => entry.row)
  return (
    <Panel title={t('held.title')} testId="held-panel">
      {held.length === 0 ? <Empty icon={Pause} says={t('held.empty')} todo={t('held.emptyTodo')} /> : null}
      <ul className="flex flex-col gap-2">
        {held.map((basket, index) => (
          <li
            key={basket.saleId}
            data-testid="held-basket"
            className={`flex min-h-16 items-center gap-4 rounded-till border-2 px-4 py-1.5 ${row === index ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
          >
            <Pause aria-hidden="true" className="size-6 shrink-0 text-soft" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">
                {t('basket.items', { number: format.count(basket.itemCount) })}
                {basket.memberName === null ? '' : ` · ${basket.memberName}`}
              </span>
              <span className="block text-small text-soft">
                {t('held.at', { time: format.time(basket.heldAt) })}
              </span>
            </span>
            <span className="whitespace-nowrap font-semibold text-head">{format.money(basket.payable)}</span>
            <Button icon={Play} testId="recall-basket" onPress={() => acts.recall(basket.saleId)}>
              {t('held.recall')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
