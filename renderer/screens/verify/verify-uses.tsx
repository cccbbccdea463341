import { Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { Keypad } from '../../parts/keypad.tsx'
import { useActs, useEntry, useFormat } from '../../use-desk.ts'

/** How many of the uses that are left: one at a time, by figure, or all. */
export function VerifyUses({ left }: { readonly left: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const typed = useEntry((entry) => entry.service.verify.uses)
  const uses = Number(typed || '1')
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div className="flex shrink-0 items-center gap-2">
        <Button
          icon={Minus}
          label={t('verify.less')}
          testId="uses-less"
          disabled={uses <= 1}
          onPress={() => acts.setUses(uses - 1)}
        />
        <span className="flex-1 text-center">
          <span className="block text-small text-soft">{t('verify.howMany')}</span>
          <span data-testid="uses" data-uses={uses} className="block font-bold text-sum">
            {format.count(uses)}
          </span>
        </span>
        <Button
          icon={Plus}
          label={t('verify.more')}
          testId="uses-more"
          disabled={uses >= left}
          onPress={() => acts.setUses(uses + 1)}
        />
      </div>
      <div className="max-h-[432px] min-h-0 flex-1">
        <Keypad onDigit={acts.typeVerifyKey} onErase={acts.eraseVerifyKey} />
      </div>
      <Button tone="tint" testId="uses-all" className="shrink-0" onPress={() => acts.setUses(left)}>
        {t('verify.all', { number: format.count(left) })}
      </Button>
    </div>
  )
}
