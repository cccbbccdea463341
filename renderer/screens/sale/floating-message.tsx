import { MessageBand } from '../../parts/message-band.tsx'
import { useProgress } from '../../use-desk.ts'

/** The till says no in one place: at the foot of the left half, where it covers neither basket nor sum. */
export function FloatingMessage() {
  const message = useProgress((progress) => progress.message)
  const slow = useProgress((progress) => progress.commit?.state === 'slow')
  if (!message || slow) return null
  return (
    <div className="absolute inset-x-2 bottom-2 z-10">
      <MessageBand message={message} floats />
    </div>
  )
}
