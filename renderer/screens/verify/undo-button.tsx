import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RedemptionView } from '../../../contract/verify-commands.ts'
import { Button } from '../../parts/button.tsx'
import { useActs, useWorkplace } from '../../use-desk.ts'

/** Takes a redemption back while that may be; the time that is left runs on the button's side. */
export function UndoButton({ of, cap }: { readonly of: RedemptionView; readonly cap?: string }) {
  const { t } = useTranslation()
  const acts = useActs()
  const left = useTimeLeft(of.undoUntil)
  if (of.undone) return <span className="whitespace-nowrap text-calm text-small">{t('verify.undone')}</span>
  if (left === null)
    return <span className="whitespace-nowrap text-small text-soft">{t('verify.undoOver')}</span>
  return (
    <span className="inline-flex items-center gap-3">
      <span data-testid="undo-left" className="whitespace-nowrap text-small text-soft">
        {t('verify.undoLeft', { time: left })}
      </span>
      <Button
        icon={Undo2}
        testId="undo-redemption"
        {...(cap === undefined ? {} : { cap })}
        onPress={() => acts.undoRedemption(of.redemptionId)}
      >
        {t('verify.undo')}
      </Button>
    </span>
  )
}

/** Minutes and seconds until an instant, or null when it has passed. */
function useTimeLeft(until: number): string | null {
  const { clock } = useWorkplace()
  const [now, setNow] = useState(clock.now)
  useEffect(() => clock.onSecond(setNow), [clock])
  if (now >= until) return null
  const seconds = Math.ceil((until - now) / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
