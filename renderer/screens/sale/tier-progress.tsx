import { Flame } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberView } from '../../parts/views.ts'
import { useFormat, useLocal } from '../../use-desk.ts'

/** The way to the next tier, as far as the line has room; near its end it is said aloud. */
export function TierProgress({
  nextTier,
  wide = false,
}: {
  readonly nextTier: MemberView['nextTier']
  readonly wide?: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  if (!nextTier) return <span className="text-small text-soft">{t('member.top')}</span>
  const { sprint } = nextTier
  const figures = { number: format.count(nextTier.missing), tier: local(nextTier.name) }
  return (
    <span
      data-testid="tier-progress"
      data-sprint={sprint}
      className={`flex min-w-0 items-center gap-2 text-small ${sprint ? 'font-semibold text-limit' : 'text-soft'} ${wide ? 'w-full flex-wrap' : ''}`}
    >
      <span
        className={`h-2 overflow-hidden rounded-round bg-sunk ${wide ? 'w-full' : 'w-14 shrink-0 wide:w-28'}`}
      >
        <span
          className={`block h-full rounded-round ${sprint ? 'bg-limit' : 'bg-accent'}`}
          style={{ width: `${nextTier.doneBps / 100}%` }}
        />
      </span>
      <span className="flex min-w-0 items-center gap-1">
        {sprint ? <Flame aria-hidden="true" className="size-4 shrink-0" /> : null}
        <span className="truncate whitespace-nowrap">
          {sprint ? t('member.sprint', figures) : t('member.toNext', figures)}
        </span>
      </span>
    </span>
  )
}
