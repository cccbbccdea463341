import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../keys/shortcuts.ts'
import { useActs } from '../use-desk.ts'
import { Button } from './button.tsx'

/** What covers the left half for a while. Esc closes it; the basket beside it stays in sight. */
export function Panel(props: {
  readonly title: string
  readonly children: ReactNode
  readonly aside?: ReactNode
  readonly testId: string
  /** Closes the whole panel where Esc only goes back a step. */
  readonly onClose?: () => void
}) {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <section
      aria-label={props.title}
      data-testid={props.testId}
      className="flex h-full min-h-0 animate-appear flex-col rounded-till border border-line bg-paper"
    >
      <header className="flex h-16 shrink-0 items-center gap-3 border-line border-b pr-2 pl-5">
        <h2 className="flex-1 truncate font-semibold text-head">{props.title}</h2>
        {props.aside}
        {props.onClose ? (
          <Button tone="quiet" icon={X} label={t('common.close')} onPress={props.onClose} />
        ) : (
          <Button tone="quiet" icon={X} cap={keyCaps.back} label={t('common.close')} onPress={acts.back} />
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">{props.children}</div>
    </section>
  )
}
