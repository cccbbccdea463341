import { ScanBarcode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { scanLengthMax } from '../../../domain/limits.ts'
import { Panel } from '../../parts/panel.tsx'
import { useEntry, useWorkplace } from '../../use-desk.ts'

/** A coupon's or a gift card's code typed by hand, when it cannot be scanned. */
export function CodePanel({ of }: { readonly of: 'coupon' | 'account' }) {
  const { t } = useTranslation()
  const { desk } = useWorkplace()
  const text = useEntry((entry) => entry.codeText)
  return (
    <Panel title={of === 'account' ? t('code.accountTitle') : t('code.couponTitle')} testId="code-panel">
      <div className="mx-auto flex h-full max-w-xl flex-col justify-center gap-3">
        <input
          data-testid="code-input"
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to type
          autoFocus
          autoComplete="off"
          autoCapitalize="characters"
          maxLength={scanLengthMax}
          value={text}
          aria-label={t('code.field')}
          onChange={(event) => desk.entry.setState({ codeText: event.target.value.toUpperCase() })}
          className="h-18 w-full rounded-till border-2 border-edge bg-raised px-5 text-center font-semibold text-sum tracking-wide outline-none focus:border-accent"
        />
        <p className="text-center text-soft">
          {of === 'account' ? t('code.accountHint') : t('code.couponHint')}
        </p>
        <p className="mt-6 flex items-center justify-center gap-3 text-soft">
          <ScanBarcode aria-hidden="true" className="size-6" />
          {t('code.scanInstead')}
        </p>
      </div>
    </Panel>
  )
}
