import { HardDrive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { mayBegin, type RoomLevel } from '../../../domain/disk-room.ts'
import { useMirror } from '../../use-desk.ts'

const looks = {
  warn: 'border-warn bg-warn-tint text-warn',
  stop: 'border-stop bg-stop-tint text-stop',
} as const

/** The disk fills up: calm below 15 % free, urgent below 5 %, and what is left to do when there is no room (quality.md 3). */
export function RoomBand() {
  const { t } = useTranslation()
  const room: RoomLevel = useMirror((mirror) => mirror.till?.room ?? 'ample')
  if (room === 'ample') return null
  return (
    <div
      role={mayBegin(room) ? 'status' : 'alert'}
      data-testid="room-band"
      data-room={room}
      className={`flex items-center gap-4 rounded-till border-2 px-4 py-2 ${looks[room === 'low' ? 'warn' : 'stop']}`}
    >
      <HardDrive aria-hidden="true" className="size-7 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">{t(`room.${room}`)}</p>
        <p className="text-ink text-small">{t(`room.todo.${room}`)}</p>
      </div>
    </div>
  )
}
