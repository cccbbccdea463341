import { CloudOff, DatabaseZap } from 'lucide-react'
import { Progress } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Entrance } from '../parts/entrance.tsx'
import { useMirror } from '../use-desk.ts'

/** The first load of the chain's products and members, with how far it is. */
export function LoadingScreen() {
  const { t } = useTranslation()
  const loadedBps = useMirror((mirror) => mirror.till?.loadedBps ?? null)
  const offline = useMirror((mirror) => mirror.sync?.state === 'offline' || mirror.sync?.state === 'faulted')
  const percent = loadedBps === null ? 0 : Math.floor(loadedBps / 100)
  const Icon = offline ? CloudOff : DatabaseZap
  return (
    <Entrance>
      <div data-testid="loading" className="flex w-full max-w-xl flex-col gap-4">
        <Icon
          aria-hidden="true"
          className={`size-16 ${offline ? 'text-warn' : 'text-accent'}`}
          strokeWidth={1.4}
        />
        <h1 className="font-semibold text-sum">{t('loading.title')}</h1>
        <p className="text-row text-soft">{t('loading.lead')}</p>
        <Progress.Root value={percent} max={100} className="h-4 overflow-hidden rounded-round bg-sunk">
          <Progress.Indicator className="h-full rounded-round bg-accent" style={{ width: `${percent}%` }} />
        </Progress.Root>
        <p className={`text-row ${offline ? 'text-warn' : ''}`}>
          {offline
            ? t('loading.offline')
            : loadedBps === null
              ? t('loading.waiting')
              : t('loading.done', { percent })}
        </p>
      </div>
    </Entrance>
  )
}

/** Before the core's first word; nothing is shown for a wait too short to notice. */
export function ConnectingScreen() {
  const { t } = useTranslation()
  return (
    <Entrance>
      <p data-testid="connecting" className="animate-late text-head text-soft">
        {t('loading.connecting')}
      </p>
    </Entrance>
  )
}
