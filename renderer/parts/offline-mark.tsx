import { useTranslation } from 'react-i18next'

/** The mark of a redemption decided by this till alone (sync.md 7): O, in amber, always with its word. */
export function OfflineMark({ slim = false }: { readonly slim?: boolean }) {
  const { t } = useTranslation()
  return (
    <span
      title={t('coupons.offlineMeaning')}
      className={`inline-flex shrink-0 items-center gap-1 rounded-small bg-warn-tint px-1.5 font-semibold text-tiny text-warn ${slim ? 'h-5' : 'h-6'}`}
    >
      <span className="inline-flex size-4 items-center justify-center rounded-round border-2 border-warn text-[10px] leading-none">
        O
      </span>
      {t('coupons.offlineMark')}
    </span>
  )
}
