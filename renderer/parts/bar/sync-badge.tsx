import {
  CloudCheck,
  CloudOff,
  FileWarning,
  KeyRound,
  type LucideIcon,
  RefreshCw,
  ShieldOff,
  TriangleAlert,
  Unplug,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SyncSlice } from '../../../contract/notice.ts'
import { useActs, useFormat, useMirror } from '../../use-desk.ts'
import { Badge, type BadgeTone } from './badge.tsx'

const looks: Readonly<Record<SyncSlice['state'], { readonly icon: LucideIcon; readonly tone: BadgeTone }>> = {
  online: { icon: CloudCheck, tone: 'good' },
  syncing: { icon: RefreshCw, tone: 'calm' },
  offline: { icon: CloudOff, tone: 'warn' },
  faulted: { icon: TriangleAlert, tone: 'warn' },
  expired: { icon: KeyRound, tone: 'warn' },
  revoked: { icon: ShieldOff, tone: 'warn' },
  not_enrolled: { icon: Unplug, tone: 'none' },
}

/** Whether head office has heard of everything; offline is amber, with how much waits and since when. */
export function SyncBadge() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  // A training till has nobody to sync with.
  const sync = useMirror((mirror) => (mirror.training === null ? mirror.sync : null))
  const refused = useMirror((mirror) => (mirror.till?.programme?.refused ?? null) !== null)
  if (!sync) return null
  const { icon, tone } = looks[sync.state]
  return (
    <Badge
      icon={icon}
      tone={tone}
      testId="sync-badge"
      state={sync.state}
      waiting={sync.waiting}
      turning={sync.state === 'syncing'}
      onPress={() => acts.openSync()}
    >
      <span className="font-semibold">{t(`sync.${sync.state}`)}</span>
      {refused ? <FileWarning aria-label={t('programme.version')} className="size-4" /> : null}
      {sync.waiting > 0 ? (
        <span data-testid="sync-waiting">{t('sync.waiting', { number: format.count(sync.waiting) })}</span>
      ) : null}
      {sync.offlineSince === null ? null : (
        <span>{t('sync.since', { time: format.time(sync.offlineSince) })}</span>
      )}
    </Badge>
  )
}
