import { useTranslation } from 'react-i18next'
import { returnReasons } from '../../store/service-entry.ts'
import { useActs, useEntry } from '../../use-desk.ts'

/** Why it comes back: one press. */
export function ReturnReasons() {
  const { t } = useTranslation()
  const acts = useActs()
  const chosen = useEntry((entry) => entry.service.back.reason)
  return (
    <fieldset aria-label={t('back.reason')} className="flex shrink-0 items-center gap-2">
      <span className="whitespace-nowrap pr-1 text-small text-soft">{t('back.reason')}</span>
      {returnReasons.map((reason) => (
        <button
          key={reason}
          type="button"
          aria-pressed={reason === chosen}
          data-testid={`reason-${reason}`}
          onClick={() => acts.chooseReason(reason)}
          className={`h-12 min-w-0 flex-1 truncate rounded-till border-2 px-2 text-small ${reason === chosen ? 'border-accent bg-tint font-semibold' : 'border-line bg-raised'}`}
        >
          {t(`back.reasons.${reason}`)}
        </button>
      ))}
    </fieldset>
  )
}
