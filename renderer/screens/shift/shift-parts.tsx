import { Keypad } from '../../parts/keypad.tsx'
import type { AmountKey } from '../../tender-entry.ts'
import { useActs, useEntry } from '../../use-desk.ts'

/** The figure keys, with the point of an amount. */
export function ShiftKeys() {
  const acts = useActs()
  return (
    <Keypad
      onDigit={(digit) => acts.typeShiftKey(digit as AmountKey)}
      onErase={() => acts.typeShiftKey('back')}
      extra={{ word: '.', testId: 'keypad-point', onPress: () => acts.typeShiftKey('.') }}
    />
  )
}

/** One of a few, by one press. */
export function Choices<C extends string>(props: {
  readonly of: readonly C[]
  readonly chosen: C | null
  readonly label: string
  readonly testId: string
  readonly says: (choice: C) => string
  readonly onChoose: (choice: C) => void
}) {
  return (
    <fieldset aria-label={props.label} className="flex flex-wrap gap-2">
      {props.of.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === props.chosen}
          data-testid={`${props.testId}-${choice}`}
          onClick={() => props.onChoose(choice)}
          className={`h-12 min-w-0 flex-1 whitespace-nowrap rounded-till border-2 px-2 ${choice === props.chosen ? 'border-accent bg-tint font-semibold' : 'border-line bg-raised'}`}
        >
          {props.says(choice)}
        </button>
      ))}
    </fieldset>
  )
}

/** A few words of the cashier's own; the label says whether they are needed. */
export function Note({ label }: { readonly label: string }) {
  const acts = useActs()
  const note = useEntry((entry) => entry.service.shift.note)
  return (
    <input
      data-testid="shift-note"
      autoComplete="off"
      maxLength={200}
      value={note}
      placeholder={label}
      aria-label={label}
      onChange={(event) => acts.typeShiftNote(event.target.value)}
      className="h-14 w-full shrink-0 rounded-till border-2 border-edge bg-raised px-4 text-row outline-none placeholder:text-soft focus:border-accent"
    />
  )
}
