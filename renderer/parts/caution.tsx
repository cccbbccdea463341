import { Info } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AnomalyKind } from '../../domain/programme.ts'

/** What the rules only warn of: one calm line, which stops nobody. Nothing when there is nothing to warn of. */
export function Caution({ kinds }: { readonly kinds: readonly AnomalyKind[] | undefined }) {
  const { t } = useTranslation()
  if (!kinds || kinds.length === 0) return null
  const what = kinds.map((kind) => t(`caution.kind.${kind}`)).join(' · ')
  return (
    <p role="status" data-testid="caution" className="flex min-w-0 items-center gap-2 text-small text-warn">
      <Info aria-hidden="true" className="size-5 shrink-0" />
      <span className="min-w-0">{t('caution.says', { what })}</span>
    </p>
  )
}
