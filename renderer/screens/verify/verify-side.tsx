import { History, TicketCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '../../../contract/command.ts'
import type { RedemptionView } from '../../../contract/verify-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ModeMark } from '../../parts/mode-mark.tsx'
import { verifyStage } from '../../store/service-found.ts'
import { useActs, useEntry, useFinder, useFormat, useLocal } from '../../use-desk.ts'
import { UndoButton } from './undo-button.tsx'

/** Beside the coupon: what was redeemed here today, or the coupon's own past. */
export function VerifySide() {
  const { t } = useTranslation()
  const acts = useActs()
  const side = useEntry((entry) => entry.service.verify.side)
  return (
    <aside className="flex min-h-0 flex-col rounded-till border border-line bg-paper">
      <header className="flex h-14 shrink-0 items-center gap-3 border-line border-b pr-2 pl-4">
        <h2 className="flex-1 truncate font-semibold text-row">
          {side === 'history' ? t('verify.history') : t('verify.recent')}
        </h2>
        {side === 'history' ? (
          <Button tone="quiet" testId="show-recent" onPress={acts.showRecent}>
            {t('verify.recent')}
          </Button>
        ) : null}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">{side === 'history' ? <Past /> : <Recent />}</div>
    </aside>
  )
}

function Recent() {
  const { t } = useTranslation()
  const recent = useFinder((finder) => finder.service.verify.recent)
  // While a code is typed, Del belongs to its field.
  const row = useEntry((entry) => entry.row)
  const typing = useFinder((finder) => verifyStage(finder.service.verify) === 'ask')
  if (recent === null) return <Skeleton />
  if (recent.length === 0)
    return <Empty icon={TicketCheck} says={t('verify.recentEmpty')} todo={t('verify.recentEmptyTodo')} />
  return (
    <ul className="flex flex-col gap-2">
      {recent.map((one, index) => (
        <RecentRow key={one.redemptionId} one={one} chosen={row === index && !typing} />
      ))}
    </ul>
  )
}

function RecentRow({ one, chosen }: { readonly one: RedemptionView; readonly chosen: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  return (
    <li
      ref={(node) => {
        if (chosen) node?.scrollIntoView({ block: 'nearest' })
      }}
      data-testid="redemption"
      data-redemption={one.redemptionId}
      data-undone={one.undone}
      className={`flex flex-col gap-1 rounded-till border-2 px-3 py-1.5 ${chosen ? 'border-accent bg-tint' : 'border-line bg-raised'}`}
    >
      <span className="flex items-center gap-2">
        <span className="font-semibold">{format.time(one.at)}</span>
        <span className={`min-w-0 flex-1 truncate ${one.undone ? 'text-soft line-through' : ''}`}>
          {local(one.name)}
        </span>
        <span className="whitespace-nowrap font-medium">
          {t('verify.recentUses', { number: format.count(one.uses) })}
        </span>
        <ModeMark mark={one.mark} />
      </span>
      <span className="flex min-h-9 items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-small text-soft">{one.slipNumber}</span>
        <UndoButton of={one} {...(chosen ? { cap: keyCaps.remove } : {})} />
      </span>
    </li>
  )
}

type Past = CommandOutput<'couponHistory'>

function Past() {
  const { t } = useTranslation()
  const history = useFinder((finder) => finder.service.verify.history)
  if (history === null) return <Skeleton />
  return (
    <div data-testid="coupon-history" data-complete={history.complete}>
      <p
        className={`rounded-till px-3 py-2 text-small ${history.complete ? 'bg-good-tint text-good' : 'bg-warn-tint text-warn'}`}
      >
        {history.complete ? t('verify.complete') : t('verify.partial')}
      </p>
      {history.steps.length === 0 ? <Empty icon={History} says={t('verify.historyEmpty')} /> : null}
      <ol>
        {history.steps.map((step) => (
          <Step key={`${step.at}-${step.what}-${step.useNumber}`} step={step} />
        ))}
      </ol>
    </div>
  )
}

function Step({ step }: { readonly step: Past['steps'][number] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const place =
    step.storeNumber === null
      ? ''
      : t('verify.place', { store: step.storeNumber, till: step.terminalNumber ?? '–' })
  return (
    <li className="flex min-h-13 items-center gap-3 border-line border-b px-3 py-1">
      <span className="w-44 shrink-0 text-small text-soft">
        {format.date(step.at)} {format.time(step.at)}
      </span>
      <span className="font-medium">
        {t(`verify.what.${step.what}`)}
        {step.useNumber === null
          ? ''
          : ` · ${t('verify.useNumber', { number: format.count(step.useNumber) })}`}
      </span>
      <span className="min-w-0 flex-1 truncate text-right text-small text-soft">{place}</span>
    </li>
  )
}

function Skeleton() {
  return (
    <div className="flex animate-late flex-col gap-2">
      {['a', 'b', 'c'].map((place) => (
        <div key={place} className="h-20 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
