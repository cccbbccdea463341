import { useTranslation } from 'react-i18next'
import type { ShownMark } from '../../domain/risk-decision.ts'

/** Green confirmed by head office, blue by the store or from an allowance, amber by this till alone, orange not at all: it is restricted (sync.md 7). */
const tones: Readonly<Record<ShownMark, string>> = {
  H: 'bg-good-tint text-good',
  S: 'bg-calm-tint text-calm',
  L: 'bg-calm-tint text-calm',
  O: 'bg-warn-tint text-warn',
  'O*': 'bg-warn-tint text-warn',
  R: 'bg-limit-tint text-limit',
}

/** Who decided a redemption: its letter, its word and its colour, never one alone. */
export function ModeMark({ mark, large = false }: { readonly mark: ShownMark; readonly large?: boolean }) {
  const { t } = useTranslation()
  return (
    <span
      data-testid="mode-mark"
      data-mark={mark}
      title={t(`verify.markMeaning.${mark}`)}
      className={`inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-small font-semibold ${tones[mark]} ${large ? 'h-14 px-4 text-row' : 'h-7 px-2 text-small'}`}
    >
      <span
        className={`inline-flex items-center justify-center rounded-round border-2 border-current leading-none ${large ? 'h-8 min-w-8 px-1 text-row' : 'h-5 min-w-5 px-0.5 text-tiny'}`}
      >
        {mark}
      </span>
      {t(`verify.mark.${mark}`)}
    </span>
  )
}
