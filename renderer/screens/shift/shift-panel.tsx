import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Panel } from '../../parts/panel.tsx'
import { type ShiftTab, tabsOf } from '../../store/shift-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { CountPane } from './count-pane.tsx'
import { DrawerPane, MovePane } from './move-pane.tsx'
import { PastPane } from './past-pane.tsx'
import { ShiftDoneWords } from './shift-done.tsx'
import { FloatPane, NowPane } from './shift-panes.tsx'

/** The drawer and its shift: the float, what happened so far, cash in and out, the count at the end. */
export function ShiftPanel() {
  const { t } = useTranslation()
  const format = useFormat()
  const shift = useMirror((mirror) => mirror.shift)
  const done = useFinder((finder) => finder.service.shift.done)
  const tab = useEntry((entry) => entry.service.shift.tab)
  const open = shift?.open ?? null
  const since = open ? (
    <span data-testid="shift-since" className="whitespace-nowrap text-small text-soft">
      {t('shift.since', { time: `${format.day(open.openedAt)} ${format.time(open.openedAt)}` })}
    </span>
  ) : null
  return (
    <Panel title={t('shift.title')} testId="shift-panel" aside={since}>
      <div className="flex h-full min-h-0 flex-col gap-3">
        <Tabs tabs={tabsOf(open !== null)} />
        <div className="min-h-0 flex-1">
          {done ? <ShiftDoneWords done={done} /> : paneOf(tab, open !== null)}
        </div>
      </div>
    </Panel>
  )
}

function paneOf(tab: ShiftTab, isOpen: boolean) {
  if (tab === 'past') return <PastPane />
  if (!isOpen) return <FloatPane />
  switch (tab) {
    case 'now':
      return <NowPane />
    case 'move':
      return <MovePane />
    case 'count':
      return <CountPane />
    case 'drawer':
      return <DrawerPane />
  }
}

function Tabs({ tabs }: { readonly tabs: readonly ShiftTab[] }) {
  const { t } = useTranslation()
  const acts = useActs()
  const chosen = useEntry((entry) => entry.service.shift.tab)
  return (
    <div role="tablist" className="flex shrink-0 items-end gap-1 border-line border-b">
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={tab === chosen}
          data-testid={`shift-tab-${tab}`}
          onClick={() => acts.openShiftTab(tab)}
          className={`flex h-12 items-center border-b-3 px-3 ${tab === chosen ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft'}`}
        >
          {t(`shift.tabs.${tab}`)}
        </button>
      ))}
      <span className="ml-auto flex h-12 items-center text-small text-soft">{keyCaps.turn}</span>
    </div>
  )
}
