import { ScanBarcode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { scanLengthMax } from '../../../domain/limits.ts'
import { useActs, useEntry } from '../../use-desk.ts'

/** The big field the screen opens with: a code is typed here, and scanned anywhere. */
export function VerifyField() {
  const { t } = useTranslation()
  const acts = useActs()
  const code = useEntry((entry) => entry.service.verify.code)
  return (
    <div
      data-testid="verify-band"
      data-state="ask"
      className="flex h-36 items-center gap-6 rounded-till border-2 border-accent bg-paper px-8 wide:h-44"
    >
      <ScanBarcode aria-hidden="true" className="size-20 shrink-0 text-accent" strokeWidth={1.4} />
      <input
        data-testid="verify-input"
        // biome-ignore lint/a11y/noAutofocus: the screen was opened for this one code
        autoFocus
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={scanLengthMax}
        value={code}
        placeholder={t('verify.field')}
        aria-label={t('verify.field')}
        onChange={(event) => acts.typeVerifyCode(event.target.value)}
        className="h-24 min-w-0 flex-1 bg-transparent font-semibold text-pay tracking-wide outline-none placeholder:font-normal placeholder:text-soft placeholder:tracking-normal"
      />
    </div>
  )
}
