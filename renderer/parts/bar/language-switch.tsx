import { useTranslation } from 'react-i18next'
import { keyCaps } from '../../keys/shortcuts.ts'
import { useActs, useLanguage } from '../../use-desk.ts'

/** 中 and EN side by side; either press and F11 turn to the other. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const acts = useActs()
  const language = useLanguage()
  const side = (mine: boolean) =>
    `flex h-7 items-center rounded-small px-2 ${mine ? 'bg-on-brand font-semibold text-brand' : 'text-brand-soft'}`
  return (
    <button
      type="button"
      aria-label={t('bar.language')}
      data-testid="language-switch"
      data-language={language}
      onClick={() => acts.setLanguage(language === 'zh' ? 'en' : 'zh')}
      className="flex h-12 items-center rounded-till px-1 text-small focus-visible:-outline-offset-3 focus-visible:outline-on-brand"
    >
      <span className="flex items-center rounded-till border border-brand-soft/50 p-0.5">
        <span className={side(language === 'zh')}>中</span>
        <span className={side(language === 'en')}>EN</span>
      </span>
      <kbd className="ml-1 font-sans text-brand-soft text-tiny">{keyCaps.language}</kbd>
    </button>
  )
}
