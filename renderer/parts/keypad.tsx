import { Delete } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface KeypadProps {
  readonly onDigit: (digit: string) => void
  readonly onErase: () => void
  /** The key left of 0. */
  readonly extra?: { readonly word: string; readonly testId: string; readonly onPress: () => void }
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** Twelve keys of at least 72 px that never move, in the order of a till's keyboard. */
export function Keypad({ onDigit, onErase, extra }: KeypadProps) {
  const { t } = useTranslation()
  return (
    <div className="grid h-full max-h-[432px] min-h-[312px] auto-rows-fr grid-cols-3 gap-2">
      {digits.map((digit) => (
        <Key key={digit} testId={`keypad-${digit}`} onPress={() => onDigit(digit)}>
          {digit}
        </Key>
      ))}
      {extra ? (
        <Key testId={extra.testId} onPress={extra.onPress}>
          {[...extra.word].length > 1 ? <span className="text-row">{extra.word}</span> : extra.word}
        </Key>
      ) : (
        <span />
      )}
      <Key testId="keypad-0" onPress={() => onDigit('0')}>
        0
      </Key>
      <Key testId="keypad-erase" label={t('pay.erase')} onPress={onErase}>
        <Delete aria-hidden="true" className="size-7" />
      </Key>
    </div>
  )
}

function Key(props: {
  readonly children: ReactNode
  readonly testId: string
  readonly label?: string
  readonly onPress: () => void
}) {
  return (
    <button
      type="button"
      data-testid={props.testId}
      aria-label={props.label}
      onClick={props.onPress}
      className="flex min-h-[72px] min-w-[72px] items-center justify-center rounded-till border border-line bg-raised font-medium text-sum active:bg-tint"
    >
      {props.children}
    </button>
  )
}
