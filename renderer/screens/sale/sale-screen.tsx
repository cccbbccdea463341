import { showsDone } from '../../keys/primary.ts'
import { TopBar } from '../../parts/bar/top-bar.tsx'
import { MemberStatusBand } from '../../parts/member-status.tsx'
import { useEntry, useMirror, useProgress } from '../../use-desk.ts'
import { DevicesPanel } from '../devices/devices-panel.tsx'
import { DisputesPanel } from '../disputes/disputes-panel.tsx'
import { LeasePanel } from '../lease/lease-panel.tsx'
import { CodePanel } from '../panels/code-panel.tsx'
import { ExplainPanel } from '../panels/explain-panel.tsx'
import { QuantityPanel, WeighPanel } from '../panels/figure-panel.tsx'
import { FindPanel } from '../panels/find-panel.tsx'
import { HeldPanel } from '../panels/held-panel.tsx'
import { HelpPanel } from '../panels/help-panel.tsx'
import { JoinPanel } from '../panels/join-panel.tsx'
import { MemberPanel } from '../panels/member-panel.tsx'
import { PayPanel } from '../panels/pay-panel.tsx'
import { PrintsPanel } from '../panels/prints-panel.tsx'
import { RecentPanel } from '../panels/recent-panel.tsx'
import { ServicesPanel } from '../panels/services-panel.tsx'
import { StaffPanel } from '../panels/staff-panel.tsx'
import { StepUpPanel } from '../panels/step-up-panel.tsx'
import { SyncPanel } from '../panels/sync-panel.tsx'
import { PointsPanel } from '../points/points-panel.tsx'
import { ReportPanel } from '../report/report-panel.tsx'
import { ReturnPanel } from '../returns/return-panel.tsx'
import { ShiftPanel } from '../shift/shift-panel.tsx'
import { ValuePanel } from '../value/value-panel.tsx'
import { BasketPane } from './basket-pane.tsx'
import { ClockBand } from './clock-band.tsx'
import { CoreLostVeil } from './core-lost-veil.tsx'
import { DonePane } from './done-pane.tsx'
import { FloatingMessage } from './floating-message.tsx'
import { FunctionKeys } from './function-keys.tsx'
import { ItemTabs } from './item-tabs.tsx'
import { LastSaleFate } from './last-sale-fate.tsx'
import { MemberStrip } from './member-strip.tsx'
import { PrimaryButton } from './primary-button.tsx'
import { RoomBand } from './room-band.tsx'

/**
 * Where selling happens. The basket, the sum and the primary button have the right side for good; on a screen
 * taller than wide they stand above, and what changes stands below, nearer the hand.
 */
export function SaleScreen() {
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <main className="relative grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(520px,41%)] grid-rows-[minmax(0,1fr)_72px] gap-2 p-2 tall:grid-cols-1 tall:grid-rows-[minmax(0,5fr)_minmax(0,6fr)_72px_72px]">
        <div className="relative flex min-h-0 flex-col gap-2 tall:row-start-2">
          <LastSaleFate />
          <ClockBand />
          <RoomBand />
          <div className="min-h-0 flex-1">
            <LeftHalf />
          </div>
          <FloatingMessage />
        </div>
        <div className="grid min-h-0 tall:row-start-1">
          <BasketPane />
        </div>
        <div className="tall:row-start-3">
          <FunctionKeys />
        </div>
        <div className="grid tall:row-start-4">
          <PrimaryButton />
        </div>
        <CoreLostVeil />
      </main>
    </div>
  )
}

function LeftHalf() {
  const panel = useEntry((entry) => entry.panel)
  switch (panel.kind) {
    case 'none':
      return <Goods />
    case 'pay':
      return <PayPanel />
    case 'member':
      return <MemberPanel />
    case 'help':
      return <HelpPanel />
    case 'recent':
      return <RecentPanel />
    case 'held':
      return <HeldPanel />
    case 'quantity':
      return <QuantityPanel />
    case 'weigh':
      return <WeighPanel product={panel.product} />
    case 'code':
      return <CodePanel of={panel.of} />
    case 'sync':
      return <SyncPanel />
    case 'prints':
      return <PrintsPanel />
    case 'staff':
      return <StaffPanel />
    case 'find':
      return <FindPanel />
    case 'join':
      return <JoinPanel />
    case 'explain':
      return <ExplainPanel />
    case 'step_up':
      return <StepUpPanel ask={panel.ask} />
    case 'services':
      return <ServicesPanel />
    case 'points_desk':
      return <PointsPanel />
    case 'value':
      return <ValuePanel />
    case 'return':
      return <ReturnPanel />
    case 'shift':
      return <ShiftPanel />
    case 'report':
      return <ReportPanel />
    case 'lease':
      return <LeasePanel />
    case 'disputes':
      return <DisputesPanel />
    case 'devices':
      return <DevicesPanel />
    case 'verify':
      // Has the whole width to itself.
      return null
  }
}

function Goods() {
  const done = useProgress((progress) => progress.done)
  const mirror = useMirror((all) => all)
  const progress = useProgress((all) => all)
  if (done && showsDone(mirror, progress)) return <DonePane sale={done} />
  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <MemberStrip />
      <MemberTrouble />
      <div className="min-h-0 flex-1">
        <ItemTabs />
      </div>
    </div>
  )
}

/** A frozen or barred member, with the reason, before anything is promised. */
function MemberTrouble() {
  const member = useMirror((mirror) => mirror.basket?.member ?? null)
  return member ? <MemberStatusBand member={member} /> : null
}
