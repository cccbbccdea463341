import { LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMirror } from '../../use-desk.ts'

/** The core is restarting: nothing can be pressed, everything stays in sight, and the words are calm. */
export function CoreLostVeil() {
  const { t } = useTranslation()
  const lost = useMirror((mirror) => mirror.connection === 'lost')
  if (!lost) return null
  return (
    <div
      role="alert"
      data-testid="core-lost"
      className="absolute inset-0 z-20 grid animate-late grid-cols-[minmax(0,1fr)_minmax(520px,41%)] bg-counter/60 p-6 tall:grid-cols-1"
    >
      <div className="flex items-center gap-5 self-center rounded-till border-2 border-warn bg-paper px-6 py-5 shadow-float">
        <LoaderCircle aria-hidden="true" className="size-11 shrink-0 animate-turn text-warn" />
        <div>
          <p className="font-semibold text-head">{t('lost.title')}</p>
          <p className="text-row text-soft">{t('lost.todo')}</p>
        </div>
      </div>
    </div>
  )
}
