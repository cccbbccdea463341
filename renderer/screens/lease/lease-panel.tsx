import { ShieldCheck, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { DoneWords } from '../../parts/done-words.tsx'
import { Panel } from '../../parts/panel.tsx'
import type { LeaseDone } from '../../store/service-found.ts'
import { useActs, useEntry, useFinder, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { HeldPane } from './held-pane.tsx'
import { TakePane } from './take-pane.tsx'

/** What head office sets aside for this till to be used here without contact, and what this till holds. */
export function LeasePanel() {
  const { t } = useTranslation()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  const leases = useFinder((finder) => finder.service.leases)
  const done = useFinder((finder) => finder.service.leaseDone)
  const tab = useEntry((entry) => entry.service.lease.tab)
  return (
    <Panel
      title={t('lease.title')}
      testId="lease-panel"
      aside={member ? <span className="whitespace-nowrap text-soft">{member.maskedName}</span> : null}
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <Tabs held={leases?.held.length ?? 0} />
        {leases && !leases.online ? <Offline /> : null}
        <div className="min-h-0 flex-1">
          {done ? (
            <Done done={done} />
          ) : !leases ? (
            <Skeleton />
          ) : tab === 'take' ? (
            <TakePane leasable={leases.leasable} online={leases.online} />
          ) : (
            <HeldPane held={leases.held} online={leases.online} />
          )}
        </div>
      </div>
    </Panel>
  )
}

function Tabs({ held }: { readonly held: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const chosen = useEntry((entry) => entry.service.lease.tab)
  return (
    <div role="tablist" className="flex shrink-0 items-end gap-1 border-line border-b">
      {(['take', 'held'] as const).map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={tab === chosen}
          data-testid={`lease-tab-${tab}`}
          onClick={() => acts.openLeaseTab(tab)}
          className={`flex h-12 items-center gap-2 border-b-3 px-4 ${tab === chosen ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft'}`}
        >
          {t(`lease.tabs.${tab}`)}
          {tab === 'held' && held > 0 ? (
            <span data-testid="lease-count" className="rounded-round bg-calm-tint px-2 text-calm text-small">
              {format.count(held)}
            </span>
          ) : null}
        </button>
      ))}
      <span className="ml-auto flex h-12 items-center text-small text-soft">{keyCaps.turn}</span>
    </div>
  )
}

function Offline() {
  const { t } = useTranslation()
  return (
    <p
      role="status"
      data-testid="lease-offline"
      className="flex shrink-0 items-center gap-3 rounded-till bg-warn-tint px-4 py-2 text-warn"
    >
      <WifiOff aria-hidden="true" className="size-6 shrink-0" />
      <span>
        <b className="font-semibold">{t('lease.offline')}</b>{' '}
        <span className="text-ink">{t('lease.offlineTodo')}</span>
      </span>
    </p>
  )
}

function Done({ done }: { readonly done: LeaseDone }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const { answer, of } = done
  const { atHand, expiresAt, granted } = answer
  const figure = of.kind === 'value' ? format.money(granted) : format.count(granted)
  const time = `${format.day(expiresAt)} ${format.time(expiresAt)}`
  return (
    <DoneWords
      title={atHand ? t('lease.done') : t('lease.doneSoon')}
      testId="lease-done"
      main={t(`lease.granted.${of.kind}`, { number: figure })}
      slip={null}
      calm={!atHand}
    >
      <p className="text-row">{of.name ? local(of.name) : t(`lease.kind.${of.kind}`)}</p>
      <p className="max-w-lg text-row text-soft" data-testid="lease-until" data-at-hand={atHand}>
        {atHand ? t('lease.doneUntil', { time }) : t('lease.doneSoonTodo')}
      </p>
      {atHand ? <ShieldCheck aria-hidden="true" className="size-9 text-calm" /> : null}
    </DoneWords>
  )
}

function Skeleton() {
  return (
    <div className="grid animate-late gap-3">
      {['a', 'b', 'c'].map((place) => (
        <div key={place} className="h-16 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
