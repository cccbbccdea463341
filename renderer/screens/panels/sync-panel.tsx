import { FileWarning, ListChecks, RefreshCw, Scale, ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { mayDo } from '../../../domain/staff.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { RenewForm } from './renew-form.tsx'

/** What the sync badge stands for, in full and in calm words. */
export function SyncPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const sync = useMirror((mirror) => mirror.sync)
  if (!sync) return null
  const calm = {
    online: t('sync.onlineCalm'),
    syncing: t('sync.syncingCalm'),
    offline: t('sync.offlineCalm'),
    faulted: t('sync.faultedCalm'),
    expired: t('sync.expiredCalm'),
    revoked: t('sync.revokedCalm'),
    not_enrolled: t('refusal.not_enrolled.todo'),
  }[sync.state]
  const warn = !['online', 'syncing', 'not_enrolled'].includes(sync.state)
  const when = (instant: number | null) =>
    instant === null ? t('sync.never') : `${format.day(instant)} ${format.time(instant)}`
  return (
    <Panel
      title={t('sync.title')}
      testId="sync-panel"
      aside={
        <Button tone="tint" icon={RefreshCw} cap={keyCaps.sync} testId="sync-now" onPress={acts.syncNow}>
          {t('sync.now')}
        </Button>
      }
    >
      <p
        className={`rounded-till px-5 py-4 text-row ${warn ? 'bg-warn-tint text-warn' : 'bg-good-tint text-good'}`}
      >
        {calm}
      </p>
      {sync.state === 'expired' ? <RenewForm /> : null}
      <dl className="mt-3">
        <Row word={t('sync.state')} figure={t(`sync.${sync.state}`)} />
        {sync.offlineSince === null ? null : (
          <Row word={t('sync.offline')} figure={t('sync.since', { time: when(sync.offlineSince) })} />
        )}
        <Row
          word={t('sync.waitingLabel')}
          figure={sync.waiting === 0 ? t('sync.waitingNone') : format.count(sync.waiting)}
        />
        <Row word={t('sync.lastContact')} figure={when(sync.lastContactAt)} />
        {sync.nextTryAt === null ? null : (
          <Row word={t('sync.nextTry')} figure={format.time(sync.nextTryAt)} />
        )}
        <Disputed />
        <Row word={t('sync.parked')} figure={format.count(sync.parked)} warn={sync.parked > 0} />
        <RiskRows />
        <ProgrammeRow />
        <Accuracy />
      </dl>
      <Restricted />
      <ProgrammeRefused />
    </Panel>
  )
}

/** Disputes: how many people have to decide about, where that was heard, and the way to them for who may see them. */
function Disputed() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const here = useMirror((mirror) => mirror.sync?.disputed ?? 0)
  const role = useMirror((mirror) => mirror.staff?.role ?? null)
  const found = useFinder((finder) => finder.service.disputes)
  const count = (found?.open ?? here) + (found?.lateDeclines.length ?? 0)
  if (role === null || !mayDo(role, 'see_disputes'))
    return <Row word={t('sync.disputed')} figure={format.count(here)} warn={here > 0} />
  return (
    <div className="flex min-h-13 items-center justify-between gap-4 border-line border-b px-1">
      <dt className="text-soft">{t('sync.disputed')}</dt>
      <dd>
        <Button tone="tint" icon={Scale} testId="show-disputes" onPress={acts.openDisputes}>
          {t('disputes.show')}
          <span
            data-testid="disputes-count"
            data-count={count}
            className={`rounded-round px-2 font-semibold ${count > 0 ? 'bg-limit-tint text-limit' : ''}`}
          >
            {format.count(count)}
          </span>
        </Button>
      </dd>
    </div>
  )
}

/** How far the copy here was right when it was last compared with the chain, and a button to compare it now. */
function Accuracy() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const sync = useMirror((mirror) => mirror.sync)
  if (!sync || sync.state === 'not_enrolled') return null
  const { reconciled, reconciling } = sync
  const figures = reconciled && {
    rows: format.count(reconciled.rows),
    repaired: format.count(reconciled.repaired),
    time: `${format.day(reconciled.at)} ${format.time(reconciled.at)}`,
  }
  const isWrong = reconciled !== null && (reconciled.wrong > reconciled.repaired || reconciled.skipped > 0)
  return (
    <>
      <Row
        word={t('sync.accuracy')}
        figure={reconciled ? `${(reconciled.ppm / 10_000).toFixed(4)} %` : t('sync.never')}
        warn={isWrong}
        testId="sync-accuracy"
      />
      <div className="flex min-h-13 items-center justify-between gap-4 px-1">
        <p className="text-soft" data-testid="sync-compared">
          {figures ? t('sync.compared', figures) : ''}
          {reconciled && reconciled.skipped > 0
            ? ` ${t('sync.notCompared', { number: format.count(reconciled.skipped) })}`
            : ''}
        </p>
        <Button
          tone="tint"
          icon={ListChecks}
          testId="reconcile-now"
          disabled={reconciling}
          onPress={acts.reconcileNow}
        >
          {reconciling ? t('sync.comparing') : t('sync.compare')}
        </Button>
      </div>
    </>
  )
}

/** What this till decided by itself against what it may, and how old the list of denials is (sync.md 7). */
function RiskRows() {
  const { t } = useTranslation()
  const format = useFormat()
  const risk = useMirror((mirror) => mirror.risk)
  if (!risk) return null
  const { denials, denialsHeardAt, exposure, exposureMax } = risk
  const heard =
    denialsHeardAt === null ? t('sync.never') : `${format.day(denialsHeardAt)} ${format.time(denialsHeardAt)}`
  return (
    <>
      <Row
        word={t('sync.exposure')}
        figure={t('sync.exposureOf', { now: format.money(exposure), max: format.money(exposureMax) })}
        warn={exposure >= exposureMax}
      />
      <Row word={t(`sync.denials.${denials}`)} figure={heard} warn={denials !== 'fresh'} />
    </>
  )
}

function ProgrammeRow() {
  const { t } = useTranslation()
  const programme = useMirror((mirror) => mirror.till?.programme)
  return programme ? <Row word={t('programme.version')} figure={String(programme.version)} /> : null
}

/** Why this till spends nothing, and who can change that. */
function Restricted() {
  const { t } = useTranslation()
  const why = useMirror((mirror) => mirror.till?.restricted ?? null)
  if (why === null) return null
  return (
    <div
      role="status"
      data-testid="restricted"
      data-reason={why}
      className="mt-3 flex items-center gap-4 rounded-till border-2 border-limit bg-limit-tint px-4 py-3 text-limit"
    >
      <ShieldAlert aria-hidden="true" className="size-8 shrink-0" />
      <div>
        <p className="font-semibold">{t('restricted.says')}</p>
        <p className="text-ink">{t(`restricted.${why}`)}</p>
        <p className="text-ink">{t('restricted.todo')}</p>
      </div>
    </div>
  )
}

/** New rules that could not be taken: the last good ones stay, and store IT reads why. */
function ProgrammeRefused() {
  const { t } = useTranslation()
  const programme = useMirror((mirror) => mirror.till?.programme)
  if (!programme?.refused) return null
  const { version, reason } = programme.refused
  return (
    <div
      role="status"
      data-testid="programme-refused"
      data-reason={reason}
      className="mt-3 flex items-center gap-4 rounded-till border-2 border-warn bg-warn-tint px-4 py-3 text-warn"
    >
      <FileWarning aria-hidden="true" className="size-8 shrink-0" />
      <div>
        <p className="font-semibold">{t('programme.refused', { version })}</p>
        <p className="text-ink">{t(`programme.${reason}`, { current: programme.version })}</p>
      </div>
    </div>
  )
}

function Row(props: {
  readonly word: string
  readonly figure: string
  readonly warn?: boolean
  readonly testId?: string
}) {
  return (
    <div className="flex min-h-13 items-center justify-between border-line border-b px-1">
      <dt className="text-soft">{props.word}</dt>
      <dd data-testid={props.testId} className={`font-semibold text-row ${props.warn ? 'text-limit' : ''}`}>
        {props.figure}
      </dd>
    </div>
  )
}
