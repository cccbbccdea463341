import { CircleX, TriangleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../store/progress.ts'
import { faultText, refusalText } from '../text/refusal-text.ts'
import { useActs, useFormat, useWords } from '../use-desk.ts'
import { Button } from './button.tsx'

/** A no, in words a cashier can say aloud, with what to do. Refusals are red, faults of the world amber. */
export function MessageBand({
  message,
  floats = false,
}: {
  readonly message: Message
  readonly floats?: boolean
}) {
  const { t } = useTranslation()
  const acts = useActs()
  const words = useWords()
  const format = useFormat()
  const refused = 'refusal' in message
  const said = refused
    ? refusalText(words, message.refusal, format, message.giving)
    : faultText(words, message.fault)
  const Icon = refused ? CircleX : TriangleAlert
  const tone = refused ? 'border-stop bg-stop-tint text-stop' : 'border-warn bg-warn-tint text-warn'
  return (
    <div
      role="alert"
      data-testid="refusal"
      data-code={refused ? message.refusal.code : message.fault}
      className={`flex animate-appear items-center gap-4 rounded-till border-2 px-4 py-3 ${tone} ${floats ? 'shadow-float' : ''}`}
    >
      <Icon aria-hidden="true" className="size-9 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-row">{said.says}</p>
        <p className="text-ink">{said.todo}</p>
      </div>
      {floats ? <Button tone="quiet" icon={X} label={t('common.dismiss')} onPress={acts.back} /> : null}
    </div>
  )
}
