import { Search, SearchX, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useActs, useEntry, useFinder } from '../../use-desk.ts'
import { ProductGrid } from './shelf-pane.tsx'

/** Products by name. Enter takes the first one found. */
export function SearchPane() {
  const { t } = useTranslation()
  const acts = useActs()
  const query = useEntry((entry) => entry.query)
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-3">
      <div className="flex h-14 shrink-0 items-center gap-2 rounded-till border-2 border-edge bg-raised pr-1 pl-4 focus-within:border-accent">
        <Search aria-hidden="true" className="size-5 shrink-0 text-soft" />
        <input
          id="search-input"
          data-testid="search-input"
          // biome-ignore lint/a11y/noAutofocus: the tab was opened to type
          autoFocus
          autoComplete="off"
          maxLength={60}
          value={query}
          placeholder={t('items.searchField')}
          aria-label={t('items.searchField')}
          onChange={(event) => void acts.search(event.target.value)}
          className="h-full min-w-0 flex-1 bg-transparent text-row outline-none placeholder:text-soft"
        />
        {query === '' ? null : (
          <Button tone="quiet" icon={X} label={t('items.clear')} onPress={() => void acts.search('')} />
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Results query={query} />
      </div>
    </div>
  )
}

function Results({ query }: { readonly query: string }) {
  const { t } = useTranslation()
  const found = useFinder((finder) => finder.found)
  if (query.trim() === '' || found === null) return <Empty icon={Search} says={t('items.searchHint')} />
  if (found.length === 0) {
    return (
      <Empty
        icon={SearchX}
        says={t('items.noResult', { query: query.trim() })}
        todo={t('items.noResultTodo')}
      />
    )
  }
  return <ProductGrid products={found} />
}
