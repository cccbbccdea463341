import { OctagonX, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Entrance } from '../parts/entrance.tsx'
import { useMirror } from '../use-desk.ts'
import { LastSaleFate } from './sale/last-sale-fate.tsx'

/** This till may not sell any more: why, and what to do, for a cashier with a queue in front of them. */
export function StoppedScreen() {
  const { t } = useTranslation()
  const reason = useMirror((mirror) => mirror.till?.stopped ?? 'disk')
  return (
    <Entrance>
      <div data-testid="stopped" data-reason={reason} className="flex w-full max-w-2xl flex-col gap-5">
        <LastSaleFate />
        <OctagonX aria-hidden="true" className="size-20 text-stop" strokeWidth={1.4} />
        <h1 className="font-semibold text-pay">{t('stopped.title')}</h1>
        <p className="text-head">{t(`stopped.reason.${reason}`)}</p>
        <div className="rounded-till border-2 border-stop bg-stop-tint px-6 py-5">
          <p className="font-semibold text-row text-stop">{t('stopped.todoTitle')}</p>
          <p className="mt-1 text-row">{t(`stopped.todo.${reason}`)}</p>
        </div>
        <p className="flex items-center gap-3 text-soft">
          <ShieldCheck aria-hidden="true" className="size-6 shrink-0" />
          {t('stopped.stay')}
        </p>
      </div>
    </Entrance>
  )
}
