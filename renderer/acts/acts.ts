import { basketActs } from './basket-acts.ts'
import type { Desk } from './desk.ts'
import { joinActs } from './join-acts.ts'
import { memberActs } from './member-acts.ts'
import { payActs } from './pay-acts.ts'
import { priceActs } from './price-acts.ts'
import { scanActs } from './scan-acts.ts'
import { serviceActs } from './service-acts.ts'
import { sessionActs } from './session-acts.ts'
import { stepUpActs } from './step-up-acts.ts'
import { trainingActs } from './training-acts.ts'
import { valueActs } from './value-acts.ts'

/** Every act a person can do at this screen. Components and keys call these and nothing else. */
export function createActs(desk: Desk) {
  const stepUp = stepUpActs(desk)
  const member = memberActs(desk)
  const join = joinActs(desk, member.openMember)
  const value = valueActs(desk)
  const service = serviceActs(desk, stepUp)
  const scan = scanActs(desk, {
    // Whoever asks for a code gets it first; the first to take it is the last to be asked.
    takesScan: (text) =>
      stepUp.takeProofScan(text) ||
      join.takeReferrer(text) ||
      value.takeCardScan(text) ||
      service.takeServiceScan(text),
    provenByDevice: stepUp.provenByDevice,
    accountByDevice: (accountId) => {
      value.accountByDevice(accountId)
      service.openValueOf(accountId)
    },
    receiptByScan: (receipt) => void service.openReturnByScan(receipt),
    couponByScan: (couponId) => {
      if (couponId !== undefined) void service.showCoupon(couponId)
    },
  })
  return {
    ...basketActs(desk),
    ...member,
    ...join,
    ...priceActs(desk),
    ...stepUp,
    ...value,
    ...service,
    ...payActs(desk, stepUp, value),
    ...scan,
    ...trainingActs(desk, scan.takeWedgeScan),
    ...sessionActs(desk, { joinBack: join.joinBack, serviceBack: service.serviceBack }),
  }
}

export type Acts = ReturnType<typeof createActs>
