import { Lock, PartyPopper, Scale, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { mayDo } from '../../../domain/staff.ts'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { DisputeRow } from './dispute-row.tsx'
import { LateDeclines } from './late-declines.tsx'

/** The store's disputes for whoever answers for it: what, when, both events, what it cost, what was decided, what to do. */
export function DisputesPanel() {
  const { t } = useTranslation()
  const format = useFormat()
  const found = useFinder((finder) => finder.service.disputes)
  const open = found?.open ?? null
  return (
    <Panel
      title={t('disputes.title')}
      testId="disputes-panel"
      aside={
        open === null ? null : (
          <span
            data-testid="disputes-open"
            data-open={open}
            className={`whitespace-nowrap rounded-small px-3 py-1 font-semibold ${open > 0 ? 'bg-limit-tint text-limit' : 'bg-good-tint text-good'}`}
          >
            {t('disputes.open', { number: format.count(open) })}
          </span>
        )
      }
    >
      <Contents />
    </Panel>
  )
}

function Contents() {
  const { t } = useTranslation()
  const format = useFormat()
  const found = useFinder((finder) => finder.service.disputes)
  const role = useMirror((mirror) => mirror.staff?.role ?? null)
  if (role !== null && !mayDo(role, 'see_disputes'))
    return <Empty icon={Lock} says={t('disputes.refused')} todo={t('disputes.refusedTodo')} />
  if (!found) return <Skeleton />
  const { disputes, lateDeclines, more } = found
  return (
    <div className="flex min-h-full flex-col gap-3">
      {disputes === null ? (
        <div className={lateDeclines.length > 0 ? 'shrink-0' : 'flex-1'}>
          <Empty icon={WifiOff} says={t('disputes.offline')} todo={t('disputes.offlineTodo')} />
        </div>
      ) : disputes.length === 0 ? (
        <div className={lateDeclines.length > 0 ? 'shrink-0' : 'flex-1'}>
          <Empty
            icon={lateDeclines.length > 0 ? Scale : PartyPopper}
            says={t('disputes.empty')}
            todo={t('disputes.emptyTodo')}
          />
        </div>
      ) : (
        <ul className="flex flex-col gap-2">
          {disputes.map((dispute, index) => (
            <DisputeRow key={dispute.number} dispute={dispute} index={index} />
          ))}
        </ul>
      )}
      {more ? (
        <p className="text-center text-small text-soft">
          {t('disputes.more', { number: format.count(disputes?.length ?? 0) })}
        </p>
      ) : null}
      <LateDeclines declines={lateDeclines} />
    </div>
  )
}

function Skeleton() {
  return (
    <div className="grid animate-late gap-3">
      {['a', 'b', 'c'].map((place) => (
        <div key={place} className="h-28 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
