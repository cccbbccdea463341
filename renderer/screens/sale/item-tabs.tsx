import { Lightbulb, type LucideIcon, Search, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import type { ItemTab } from '../../store/entry.ts'
import { useActs, useEntry, useMirror } from '../../use-desk.ts'
import { SearchPane } from './search-pane.tsx'
import { ShelfPane } from './shelf-pane.tsx'
import { Suggestions } from './suggestions.tsx'
import { TipsPane } from './tips-pane.tsx'

/** Ways to a product without scanning it. A scan works on every tab. */
export function ItemTabs() {
  const tab = useEntry((entry) => entry.tab)
  const usable = useMirror(
    (mirror) => mirror.basket?.coupons.filter((one) => one.state === 'usable').length ?? 0,
  )
  return (
    <section className="flex h-full min-h-0 flex-col rounded-till border border-line bg-paper">
      <div role="tablist" className="flex h-14 shrink-0 items-end gap-1 border-line border-b px-3">
        <Tab tab="favourites" icon={Star} active={tab === 'favourites'} />
        <Tab tab="search" icon={Search} active={tab === 'search'} cap={keyCaps.search} />
        <Tab tab="tips" icon={Lightbulb} active={tab === 'tips'} count={usable} />
        <Suggestions />
      </div>
      <div className="min-h-0 flex-1">
        {tab === 'favourites' ? <ShelfPane /> : tab === 'search' ? <SearchPane /> : <TipsPane />}
      </div>
    </section>
  )
}

function Tab(props: {
  readonly tab: ItemTab
  readonly icon: LucideIcon
  readonly active: boolean
  readonly cap?: string
  readonly count?: number
}) {
  const { t } = useTranslation()
  const acts = useActs()
  const { icon: Icon, active } = props
  return (
    <button
      type="button"
      role="tab"
      aria-selected={active}
      data-testid={`tab-${props.tab}`}
      onClick={() => acts.openTab(props.tab)}
      className={`flex h-12 items-center gap-2 border-b-3 px-3 ${active ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft'}`}
    >
      <Icon aria-hidden="true" className="size-5" />
      {t(`tabs.${props.tab}`)}
      {props.cap ? <KeyCap cap={props.cap} /> : null}
      {props.count ? (
        <span className="flex size-6 items-center justify-center rounded-round bg-tint font-semibold text-on-tint text-tiny">
          {props.count}
        </span>
      ) : null}
    </button>
  )
}
