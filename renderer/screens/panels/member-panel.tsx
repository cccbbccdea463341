import {
  Coins,
  History,
  type LucideIcon,
  ShieldCheck,
  Ticket,
  UserMinus,
  UserRound,
  UserRoundSearch,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MemberProfile } from '../../../contract/member-commands.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { MemberStatusBand } from '../../parts/member-status.tsx'
import { Panel } from '../../parts/panel.tsx'
import { type ProfileTab, profileTabs } from '../../store/entry.ts'
import { useActs, useEntry, useFinder, useMirror } from '../../use-desk.ts'
import { CouponsTab } from '../member/coupons-tab.tsx'
import { HistoryTab } from '../member/history-tab.tsx'
import { OverviewTab } from '../member/overview-tab.tsx'
import { PointsTab } from '../member/points-tab.tsx'
import { TierCard } from '../member/tier-card.tsx'

/** The profile card: who it is, what they have, and what could be done for them now (loyalty.md 1). */
export function MemberPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  const profile = useFinder((finder) => finder.profile)
  if (!member) return null
  const known = profile?.memberId === member.memberId ? profile : null
  return (
    <Panel
      title={t('member.title')}
      testId="member-panel"
      aside={
        <>
          <Button tone="quiet" icon={ShieldCheck} testId="allow-offline" onPress={acts.openLease}>
            {t('lease.allow')}
          </Button>
          <Button
            tone="quiet"
            icon={UserRoundSearch}
            cap={keyCaps.member}
            testId="change-member"
            onPress={acts.openFind}
          >
            {t('member.change')}
          </Button>
          <Button tone="quiet" icon={UserMinus} testId="detach-member" onPress={acts.detachMember}>
            {t('member.remove')}
          </Button>
        </>
      }
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <TierCard member={member} profile={known} />
        <MemberStatusBand member={member} />
        <Tabs />
        <div className="min-h-0 flex-1 overflow-y-auto">
          {known ? <TabOf profile={known} /> : <Skeleton />}
        </div>
      </div>
    </Panel>
  )
}

const icons: Readonly<Record<ProfileTab, LucideIcon>> = {
  overview: UserRound,
  points: Coins,
  coupons: Ticket,
  history: History,
}

function Tabs() {
  const { t } = useTranslation()
  const acts = useActs()
  const chosen = useEntry((entry) => entry.profileTab)
  return (
    <div role="tablist" className="flex shrink-0 items-end gap-1 border-line border-b">
      {profileTabs.map((tab) => {
        const Icon = icons[tab]
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={tab === chosen}
            data-testid={`profile-${tab}`}
            onClick={() => acts.openProfileTab(tab)}
            className={`flex h-12 items-center gap-2 border-b-3 px-3 ${tab === chosen ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft'}`}
          >
            <Icon aria-hidden="true" className="size-5" />
            {t(`profile.tabs.${tab}`)}
          </button>
        )
      })}
      <span className="ml-auto flex h-12 items-center text-small text-soft">{keyCaps.turn}</span>
    </div>
  )
}

function TabOf({ profile }: { readonly profile: MemberProfile }) {
  const tab = useEntry((entry) => entry.profileTab)
  switch (tab) {
    case 'overview':
      return <OverviewTab profile={profile} />
    case 'points':
      return <PointsTab profile={profile} />
    case 'coupons':
      return <CouponsTab profile={profile} />
    case 'history':
      return <HistoryTab profile={profile} />
  }
}

function Skeleton() {
  return (
    <div className="grid animate-late grid-cols-3 gap-3">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((place) => (
        <div key={place} className="h-24 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
