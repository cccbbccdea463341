import { Dices, Gift, HandHeart, type LucideIcon, ScanFace, Send, Ticket } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../parts/empty.tsx'
import { MemberStatusBand } from '../../parts/member-status.tsx'
import { ModeMark } from '../../parts/mode-mark.tsx'
import { Panel } from '../../parts/panel.tsx'
import { type PointsTab, pointsTabs } from '../../store/service-entry.ts'
import { useActs, useEntry, useFinder, useFormat, useMirror } from '../../use-desk.ts'
import { CouponPane } from './coupon-pane.tsx'
import { DonationPane } from './donation-pane.tsx'
import { GiftsPane } from './gifts-pane.tsx'
import { LotteryPane } from './lottery-pane.tsx'
import { PointsDonePane } from './points-done.tsx'
import { TransferPane } from './transfer-pane.tsx'

/** Points for gifts, draws, projects and other members. */
export function PointsPanel() {
  const { t } = useTranslation()
  const format = useFormat()
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  return (
    <Panel
      title={t('points.title')}
      testId="points-panel"
      aside={
        member ? (
          <span className="flex items-baseline gap-3 whitespace-nowrap">
            <span className="text-soft">{member.maskedName}</span>
            <span data-testid="points-spendable" className="font-semibold text-accent text-row">
              {t('points.spendable', { number: format.count(member.points) })}
            </span>
          </span>
        ) : null
      }
    >
      <div className="flex h-full min-h-0 flex-col gap-3">
        <Tabs />
        {member ? <MemberStatusBand member={member} /> : null}
        <RestrictedNote />
        <div className="min-h-0 flex-1">
          <Pane />
        </div>
      </div>
    </Panel>
  )
}

const icons: Readonly<Record<PointsTab, LucideIcon>> = {
  gifts: Gift,
  lottery: Dices,
  donation: HandHeart,
  transfer: Send,
  coupon: Ticket,
}

function Tabs() {
  const { t } = useTranslation()
  const acts = useActs()
  const chosen = useEntry((entry) => entry.service.points.tab)
  return (
    <div role="tablist" className="flex shrink-0 items-end gap-1 border-line border-b">
      {pointsTabs.map((tab) => {
        const Icon = icons[tab]
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={tab === chosen}
            data-testid={`points-tab-${tab}`}
            onClick={() => acts.openPointsTab(tab)}
            className={`flex h-12 items-center gap-2 border-b-3 px-4 ${tab === chosen ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft'}`}
          >
            <Icon aria-hidden="true" className="size-5" />
            {t(`points.tabs.${tab}`)}
          </button>
        )
      })}
    </div>
  )
}

/** At a restricted till nothing can be done with points: said before anything is chosen. */
function RestrictedNote() {
  const { t } = useTranslation()
  const restricted = useMirror((mirror) => (mirror.till?.restricted ?? null) !== null)
  if (!restricted) return null
  return (
    <p role="status" className="flex shrink-0 items-center gap-3 rounded-till bg-limit-tint px-4 py-2">
      <ModeMark mark="R" />
      {t('restricted.says')}
    </p>
  )
}

function Pane() {
  const { t } = useTranslation()
  const desk = useFinder((finder) => finder.service.desk)
  const done = useFinder((finder) => finder.service.pointsDone)
  const tab = useEntry((entry) => entry.service.points.tab)
  const served = useMirror((mirror) => (mirror.basket?.member ?? null) !== null)
  if (done) return <PointsDonePane done={done} />
  if (!served && !(tab === 'gifts' && desk?.canMoveStock))
    return <Empty icon={ScanFace} says={t('services.noMember')} todo={t('services.noMemberTodo')} />
  if (!desk) return <Skeleton />
  switch (tab) {
    case 'gifts':
      return <GiftsPane gifts={desk.gifts} canMoveStock={desk.canMoveStock} />
    case 'lottery':
      return <LotteryPane lottery={desk.lottery} />
    case 'donation':
      return <DonationPane donation={desk.donation} />
    case 'transfer':
      return <TransferPane transfer={desk.transfer} open={desk.openTransfer} online={desk.online} />
    case 'coupon':
      return <CouponPane giveable={desk.giveable} online={desk.online} />
  }
}

function Skeleton() {
  return (
    <div className="grid animate-late grid-cols-2 gap-3">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((place) => (
        <div key={place} className="h-28 rounded-till bg-sunk" />
      ))}
    </div>
  )
}
