import { ClockAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { minuteMs } from '../../../domain/time.ts'
import { isSkewShown } from '../../../domain/trusted-time.ts'
import { useMirror } from '../../use-desk.ts'

/** The terminal's clock is off: one calm line, because the till goes by the right time all the same (sync.md 9). */
export function ClockBand() {
  const { t } = useTranslation()
  const time = useMirror((mirror) => mirror.till?.time ?? null)
  if (!time || (time.trust !== 'doubted' && !isSkewShown(time.skewMs))) return null
  const minutes = Math.round(Math.abs(time.skewMs) / minuteMs)
  const says =
    time.trust === 'doubted'
      ? t('time.doubted')
      : t(time.skewMs < 0 ? 'time.behind' : 'time.ahead', { minutes })
  return (
    <div
      role="status"
      data-testid="clock-band"
      data-trust={time.trust}
      className="flex items-center gap-4 rounded-till border-2 border-warn bg-warn-tint px-4 py-2 text-warn"
    >
      <ClockAlert aria-hidden="true" className="size-7 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">{says}</p>
        <p className="text-ink text-small">
          {t(time.trust === 'doubted' ? 'time.doubtedTodo' : `time.${time.trust}`)}
        </p>
      </div>
    </div>
  )
}
