import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { KeyCap } from './key-cap.tsx'

const tones = {
  primary: 'bg-accent text-on-accent active:bg-accent-pressed',
  plain: 'border border-line bg-raised text-ink active:bg-sunk',
  quiet: 'text-ink active:bg-sunk',
  tint: 'bg-tint text-on-tint active:bg-sunk',
  stop: 'border border-line bg-raised text-stop active:bg-stop-tint',
} as const

export interface ButtonProps {
  readonly onPress: () => void
  readonly children?: ReactNode
  readonly tone?: keyof typeof tones
  readonly icon?: LucideIcon
  readonly cap?: string
  readonly disabled?: boolean
  readonly testId?: string
  /** Said by screen readers when the button shows only a symbol. */
  readonly label?: string
  readonly className?: string
}

/** A button at least 48 px high, with its symbol, its word and its key. */
export function Button(props: ButtonProps) {
  const { onPress, children, tone = 'plain', icon: Icon, cap, disabled = false, testId, label } = props
  return (
    <button
      type="button"
      data-testid={testId}
      aria-label={label}
      disabled={disabled}
      onClick={onPress}
      className={`inline-flex min-h-12 min-w-12 items-center justify-center gap-2 rounded-till px-3 disabled:opacity-45 ${tones[tone]} ${props.className ?? ''}`}
    >
      {Icon ? <Icon aria-hidden="true" className="size-5 shrink-0" /> : null}
      {children}
      {cap ? <KeyCap cap={cap} onAccent={tone === 'primary'} /> : null}
    </button>
  )
}
