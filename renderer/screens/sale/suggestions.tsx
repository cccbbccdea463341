import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BasketSlice } from '../../../contract/notice.ts'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'

const noSuggestions: BasketSlice['suggestions'] = []

/** What others buy with these goods: at most two, beside the tabs, where nothing moves when they come. */
export function Suggestions() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const suggestions = useMirror((mirror) => mirror.basket?.suggestions ?? noSuggestions)
  if (suggestions.length === 0) return null
  return (
    <div className="ml-auto flex h-full min-w-0 items-center gap-2 pl-3">
      {suggestions.map((one) => (
        <button
          key={one.sku}
          type="button"
          data-testid="suggestion"
          data-sku={one.sku}
          title={t('best.because', { name: local(one.because) })}
          aria-label={t('best.take', { name: local(one.name) })}
          onClick={() => void acts.takeSuggestion(one.sku)}
          className="flex h-12 min-w-0 items-center gap-1.5 rounded-till border border-accent border-dashed bg-raised px-2.5 text-accent focus-visible:-outline-offset-3 active:bg-tint"
        >
          <Plus aria-hidden="true" className="size-4 shrink-0" />
          <span className="flex min-w-0 flex-col items-start leading-tight">
            <span className="w-full truncate text-left font-medium text-small">{local(one.name)}</span>
            <span className="text-soft text-tiny">{format.money(one.unitPrice)}</span>
          </span>
        </button>
      ))}
    </div>
  )
}
