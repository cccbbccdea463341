import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useActs, useMirror } from '../../use-desk.ts'
import { Badge } from './badge.tsx'

/** Orange, with the mark R: this till only sells and earns until head office re-admits it (sync.md 7). */
export function RestrictedBadge() {
  const { t } = useTranslation()
  const acts = useActs()
  const why = useMirror((mirror) => mirror.till?.restricted ?? null)
  if (why === null) return null
  return (
    <Badge
      icon={ShieldAlert}
      tone="limit"
      testId="restricted-badge"
      state={why}
      onPress={() => acts.openSync()}
    >
      <span className="font-semibold">{t('restricted.badge')}</span>
    </Badge>
  )
}
