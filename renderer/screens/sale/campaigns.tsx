import { Coins, type LucideIcon, Megaphone, Sparkles, Tag } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TillSlice } from '../../../contract/notice.ts'
import { useLocal, useMirror } from '../../use-desk.ts'

type Campaign = NonNullable<TillSlice['programme']>['campaigns'][number]

const noCampaigns: readonly Campaign[] = []
const shownMax = 3

const icons: Readonly<Record<Campaign['kind'], LucideIcon>> = { earn: Coins, burn: Sparkles, price: Tag }

/** What runs today, to be said while the first goods are put down. */
export function Campaigns() {
  const { t } = useTranslation()
  const local = useLocal()
  const campaigns = useMirror((mirror) => mirror.till?.programme?.campaigns ?? noCampaigns)
  if (campaigns.length === 0) return null
  return (
    <section
      data-testid="campaigns"
      className="mb-2 shrink-0 rounded-till bg-limit-tint px-4 py-2.5 text-limit"
    >
      <h3 className="flex items-center gap-2 font-semibold text-small">
        <Megaphone aria-hidden="true" className="size-5" />
        {t('best.campaigns')}
      </h3>
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {campaigns.slice(0, shownMax).map((campaign) => {
          const Icon = icons[campaign.kind]
          return (
            <li key={campaign.name.zh} className="flex items-center gap-1.5 text-ink">
              <Icon aria-hidden="true" className="size-4 text-limit" />
              <span className="font-medium">{local(campaign.name)}</span>
              <span className="text-small text-soft">{t(`best.campaignKind.${campaign.kind}`)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
