import type { LucideIcon } from 'lucide-react'

const tones = {
  good: 'bg-good-tint text-good',
  calm: 'bg-calm-tint text-calm',
  warn: 'bg-warn-tint text-warn',
  stop: 'bg-stop-tint text-stop',
  limit: 'bg-limit-tint text-limit',
  plain: 'bg-counter text-ink',
} as const

export type MarkTone = keyof typeof tones

/** A word about someone or something, with its symbol: small, and told apart by more than its colour. */
export function Mark(props: {
  readonly icon: LucideIcon
  readonly tone: MarkTone
  readonly word: string
  readonly title?: string
  readonly testId?: string
}) {
  const { icon: Icon } = props
  return (
    <span
      title={props.title}
      data-testid={props.testId}
      className={`inline-flex h-7 shrink-0 items-center gap-1 whitespace-nowrap rounded-small px-2 font-medium text-small ${tones[props.tone]}`}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {props.word}
    </span>
  )
}
