import { useTranslation } from 'react-i18next'
import type { RedemptionView } from '../../contract/verify-commands.ts'

type Mode = RedemptionView['mode']

const letters: Readonly<Record<Mode, string>> = { online: 'H', store: 'S', isolated: 'O', leased: 'L' }

/** Green confirmed by head office, blue by the store or from an allowance, amber by this till alone (sync.md 7). */
const tones: Readonly<Record<Mode, string>> = {
  online: 'bg-good-tint text-good',
  store: 'bg-calm-tint text-calm',
  isolated: 'bg-warn-tint text-warn',
  leased: 'bg-calm-tint text-calm',
}

/** Who decided a redemption: its letter, its word and its colour, never one alone. */
export function ModeMark({ mode, large = false }: { readonly mode: Mode; readonly large?: boolean }) {
  const { t } = useTranslation()
  return (
    <span
      data-testid="mode-mark"
      data-mode={mode}
      title={t(`verify.markMeaning.${mode}`)}
      className={`inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-small font-semibold ${tones[mode]} ${large ? 'h-14 px-4 text-row' : 'h-7 px-2 text-small'}`}
    >
      <span
        className={`inline-flex items-center justify-center rounded-round border-2 border-current leading-none ${large ? 'size-8 text-row' : 'size-5 text-tiny'}`}
      >
        {letters[mode]}
      </span>
      {t(`verify.mark.${mode}`)}
    </span>
  )
}
