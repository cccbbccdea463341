import { Delete } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Letters to touch, for the initials of a name; `onTurn` goes back to the digits. */
export function LetterPad(props: {
  readonly onLetter: (letter: string) => void
  readonly onErase: () => void
  readonly onTurn: () => void
}) {
  const { t } = useTranslation()
  const look =
    'flex min-h-14 items-center justify-center rounded-till border border-line bg-raised font-medium text-row active:bg-tint'
  return (
    <div className="grid h-full max-h-[432px] min-h-[312px] auto-rows-fr grid-cols-5 gap-1.5">
      {letters.map((letter) => (
        <button
          key={letter}
          type="button"
          data-testid={`letter-${letter}`}
          className={look}
          onClick={() => props.onLetter(letter)}
        >
          {letter}
        </button>
      ))}
      <button type="button" data-testid="pad-digits" className={`col-span-2 ${look}`} onClick={props.onTurn}>
        {t('find.digits')}
      </button>
      <button
        type="button"
        data-testid="letter-erase"
        aria-label={t('pay.erase')}
        className={`col-span-2 ${look}`}
        onClick={props.onErase}
      >
        <Delete aria-hidden="true" className="size-6" />
      </button>
    </div>
  )
}
