import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type BadgeTone = 'good' | 'calm' | 'warn' | 'limit' | 'stop' | 'none'

const tones: Readonly<Record<BadgeTone, string>> = {
  good: 'text-on-brand',
  calm: 'text-on-brand',
  none: 'text-brand-soft',
  warn: 'bg-warn-tint text-warn',
  limit: 'bg-limit-tint text-limit',
  stop: 'bg-stop-tint text-stop',
}

/** A state in the top bar: symbol, word, figure. Only what is not as it should be has a ground of its own. */
export function Badge(props: {
  readonly icon: LucideIcon
  readonly tone: BadgeTone
  readonly children: ReactNode
  readonly testId: string
  readonly state: string
  /** How many wait behind this state, for whoever watches the screen by machine. */
  readonly waiting?: number
  readonly turning?: boolean
  readonly onPress?: () => void
}) {
  const { icon: Icon, tone } = props
  const look = `inline-flex h-9 items-center gap-1.5 whitespace-nowrap rounded-small px-2.5 text-small ${tones[tone]}`
  const inside = (
    <>
      <Icon aria-hidden="true" className={`size-[18px] shrink-0 ${props.turning ? 'animate-turn' : ''}`} />
      {props.children}
    </>
  )
  if (!props.onPress) {
    return (
      <span data-testid={props.testId} data-state={props.state} data-waiting={props.waiting} className={look}>
        {inside}
      </span>
    )
  }
  return (
    <button
      type="button"
      data-testid={props.testId}
      data-state={props.state}
      data-waiting={props.waiting}
      onClick={props.onPress}
      className="flex h-12 items-center rounded-till focus-visible:-outline-offset-3 focus-visible:outline-on-brand"
    >
      <span className={look}>{inside}</span>
    </button>
  )
}
