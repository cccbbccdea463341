import type { ReactNode } from 'react'

/** A figure of the profile with its word above and what belongs to it below. */
export function Box(props: {
  readonly word: string
  readonly figure: string
  readonly testId?: string
  readonly accent?: boolean
  readonly children?: ReactNode
}) {
  return (
    <div
      data-testid={props.testId}
      className="flex min-w-0 flex-col rounded-till border border-line bg-raised px-4 py-3"
    >
      <p className="truncate text-small text-soft">{props.word}</p>
      <p className={`truncate font-semibold text-head ${props.accent ? 'text-accent' : ''}`}>
        {props.figure}
      </p>
      <div className="min-w-0 text-small text-soft">{props.children}</div>
    </div>
  )
}
