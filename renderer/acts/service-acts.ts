import type { Panel } from '../store/entry.ts'
import { type ServiceName, serviceNames } from '../store/service-entry.ts'
import { verifyStage } from '../store/service-found.ts'
import type { Desk } from './desk.ts'
import { deviceActs } from './device-acts.ts'
import { disputeActs } from './dispute-acts.ts'
import { leaseActs } from './lease-acts.ts'
import { pointsDeskActs } from './points-desk-acts.ts'
import { printActs } from './print-acts.ts'
import { reportActs } from './report-acts.ts'
import { returnActs } from './return-acts.ts'
import { serviceDesk } from './service-desk.ts'
import { shiftActs } from './shift-acts.ts'
import type { stepUpActs } from './step-up-acts.ts'
import { topUpActs } from './top-up-acts.ts'
import { verifyActs } from './verify-acts.ts'

/** The services beside selling: 核销, points desk, stored value, returns and the day's report. */
export function serviceActs(desk: Desk, stepUp: ReturnType<typeof stepUpActs>) {
  const { entry, progress } = desk
  const service = serviceDesk(desk, stepUp)
  const verify = verifyActs(desk, service)
  const points = pointsDeskActs(desk, service)
  const value = topUpActs(desk, service)
  const back = returnActs(desk, service)
  const report = reportActs(desk, service)
  const lease = leaseActs(desk, service)
  const disputes = disputeActs(desk, service)
  const devices = deviceActs(desk, service)
  const prints = printActs(desk, service)
  const shift = shiftActs(desk, service)

  const openServices = () => service.openPanel({ kind: 'services' })

  const open: Readonly<Record<ServiceName, () => void>> = {
    verify: verify.openVerify,
    gifts: () => points.openPoints('gifts'),
    lottery: () => points.openPoints('lottery'),
    donation: () => points.openPoints('donation'),
    transfer: () => points.openPoints('transfer'),
    value: value.openValue,
    return: back.openReturn,
    report: report.openReport,
    lease: lease.openLease,
    disputes: disputes.openDisputes,
    shift: shift.openShiftPanel,
  }

  const toServices = (): true => {
    openServices()
    return true
  }

  /** Back within a service; at its start, to the list of services. */
  const backIn = ({ kind }: Panel): boolean => {
    switch (kind) {
      case 'verify':
        if (verifyStage(service.found().verify) === 'ask') return false
        verify.nextCode()
        return true
      case 'points_desk':
        if (service.found().pointsDone) points.pointsAgain()
        else if (service.typed().points.stocking !== null)
          service.change('points', { stocking: null, wish: '' })
        else if (service.typed().points.confirms) service.change('points', { confirms: false })
        else return toServices()
        return true
      case 'value':
        return value.valueBack() || toServices()
      case 'return':
        return back.returnBack() || toServices()
      case 'lease':
        if (!service.found().leaseDone) return toServices()
        lease.leaseAgain()
        return true
      case 'shift':
        if (!service.found().shift.done) return false
        shift.shiftAgain()
        return true
      case 'report':
      case 'disputes':
        return toServices()
      default:
        return false
    }
  }

  return {
    ...verify,
    ...points,
    ...value,
    ...back,
    ...report,
    ...lease,
    ...disputes,
    ...devices,
    ...prints,
    ...shift,
    openServices,
    leaveVerify: () => {
      if (!progress.getState().acting) entry.setState({ panel: { kind: 'none' } })
    },
    openService: (name: ServiceName) => open[name](),
    /** The service with this number on the list, from 1; 0 is the tenth. */
    openServiceNth: (number: number) => {
      const name = serviceNames[(number + 9) % 10]
      if (name) open[name]()
    },
    /** Esc within a service. Returns whether there was a step to go back by. */
    serviceBack: (): boolean => {
      const { panel } = entry.getState()
      // What is on its way is waited for: its answer would be shown to nobody.
      return (progress.getState().acting && isService(panel)) || backIn(panel)
    },
    /** A scan while a service asks for one. Returns whether it was taken. */
    takeServiceScan: (text: string): boolean =>
      verify.takeVerifyScan(text) ||
      value.takeValueScan(text) ||
      back.takeReturnScan(text) ||
      points.takeReceiverScan(text),
    /** Somebody's sale is done: whoever comes next is another customer. */
    followSale: () => service.dropActsOfOthers(null),
    /** Another customer is being served. */
    followMember: () => {
      const memberId = desk.mirror.getState().basket?.member?.memberId ?? null
      // One who leaves may come back; only somebody else is another customer.
      if (memberId !== null) service.dropActsOfOthers(memberId)
      points.followMemberAtPoints()
      value.followMemberAtValue()
      lease.followAtLease()
      void verify.lookAgain()
    },
  }
}

function isService({ kind }: Panel): boolean {
  return [
    'verify',
    'points_desk',
    'value',
    'return',
    'report',
    'lease',
    'disputes',
    'devices',
    'shift',
  ].includes(kind)
}
