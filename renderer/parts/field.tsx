import { useEffect, useRef } from 'react'

/** One thing to type, with its name above it. The one being asked for has the focus, anew when the question changes. */
export function Field(props: {
  readonly label: string
  readonly value: string
  readonly testId: string
  readonly active: boolean
  readonly onType: (text: string) => void
  readonly onFocus: () => void
  /** Typed unseen. */
  readonly secret?: boolean
  readonly digits?: boolean
  readonly lengthMax?: number
}) {
  const { active } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (active) input.current?.focus()
  }, [active])
  return (
    <label className="flex min-w-0 flex-col gap-1">
      <span className="truncate text-small text-soft">{props.label}</span>
      <input
        ref={input}
        data-testid={props.testId}
        type={props.secret ? 'password' : 'text'}
        inputMode={props.digits ? 'numeric' : 'text'}
        autoComplete="off"
        maxLength={props.lengthMax}
        value={props.value}
        onFocus={props.onFocus}
        onChange={(event) => props.onType(event.target.value)}
        className={`h-14 w-full min-w-0 rounded-till border-2 bg-raised px-4 font-semibold text-head outline-none ${active ? 'border-accent' : 'border-line'} ${props.secret ? 'tracking-widest' : ''}`}
      />
    </label>
  )
}
