import { CircleCheckBig, Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What an act came to, in the middle of its place: done, the figure that matters, the slip. */
export function DoneWords(props: {
  readonly title: string
  readonly testId: string
  /** The figure or name to be read first. */
  readonly main: string
  readonly children?: ReactNode
  /** The printed number; null = no paper. */
  readonly slip: string | null
  readonly calm?: boolean
}) {
  const { t } = useTranslation()
  const { title, main, slip, calm = false } = props
  return (
    <div
      role="status"
      data-testid={props.testId}
      className="flex h-full animate-appear flex-col items-center justify-center gap-3 text-center"
    >
      <p className={`flex items-center gap-3 font-semibold text-head ${calm ? 'text-soft' : 'text-good'}`}>
        {calm ? null : <CircleCheckBig aria-hidden="true" className="size-8" />}
        {title}
      </p>
      <p className={`font-bold text-pay ${calm ? 'text-ink' : 'text-accent'}`}>{main}</p>
      {props.children}
      {slip === null ? null : (
        <p className="mt-2 flex items-center gap-2 text-row text-soft">
          <Printer aria-hidden="true" className="size-6" />
          <span data-testid="slip-number" data-slip={slip}>
            {t('services.slip', { number: slip })}
          </span>
        </p>
      )}
    </div>
  )
}
