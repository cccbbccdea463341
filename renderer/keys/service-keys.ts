import type { Acts } from '../acts/acts.ts'
import type { Desk } from '../acts/desk.ts'
import type { Panel } from '../store/entry.ts'
import type { AmountKey } from '../tender-entry.ts'
import type { Figures } from './figures.ts'
import { type ServiceAct, servicePrimary } from './service-primary.ts'

/* What keys mean at a service. */

/** Where digits go at the open service; null when none is open. */
export function serviceFigures(acts: Acts, panel: Panel): Figures | null {
  switch (panel.kind) {
    case 'services':
      return { type: (digit) => acts.openServiceNth(Number(digit)), erase: () => undefined }
    case 'verify':
      return { type: acts.typeVerifyKey, erase: acts.eraseVerifyKey }
    case 'points_desk':
      return { type: acts.typePointsKey, erase: acts.erasePointsKey }
    case 'value':
      return {
        type: (digit) => acts.typeTopUpKey(digit as AmountKey),
        erase: () => acts.typeTopUpKey('back'),
        point: () => acts.typeTopUpKey('.'),
      }
    case 'return':
      return {
        type: acts.typeReturnKey,
        erase: acts.eraseReturnKey,
        point: () => acts.typeReturnKey('.'),
      }
    case 'lease':
      return {
        type: (digit) => acts.typeLeaseKey(digit as AmountKey),
        erase: () => acts.typeLeaseKey('back'),
        point: () => acts.typeLeaseKey('.'),
      }
    case 'shift':
      return {
        type: (digit) => acts.typeShiftKey(digit as AmountKey),
        erase: () => acts.typeShiftKey('back'),
        point: () => acts.typeShiftKey('.'),
      }
    case 'report':
    case 'disputes':
    case 'devices':
      return { type: () => undefined, erase: () => undefined }
    default:
      return null
  }
}

/** Up and down at the open service. Returns whether one is open. */
export function moveInService({ entry, finder }: Desk, acts: Acts, by: -1 | 1): boolean {
  const { panel, service: typed } = entry.getState()
  const { service: found } = finder.getState()
  switch (panel.kind) {
    case 'verify':
      acts.moveRow(by, found.verify.recent?.length ?? 0)
      return true
    case 'points_desk':
      if (typed.points.tab === 'transfer') acts.focusTransfer(by === 1 ? 'wish' : 'to')
      else if (typed.points.tab === 'donation') acts.moveRow(by, found.desk?.donation?.projects.length ?? 0)
      else if (typed.points.tab === 'coupon') acts.moveRow(by, found.desk?.giveable.length ?? 0)
      else if (!typed.points.confirms && typed.points.stocking === null)
        acts.moveRow(by, found.desk?.gifts.length ?? 0)
      return true
    case 'value':
      if (typed.topUp.step === 'pay') acts.moveTopUpTender(by)
      else if (typed.topUp.step === 'amount') acts.moveOffer(by)
      return true
    case 'return':
      acts.moveReturnRow(
        by,
        typed.back.way === 'loose' ? typed.back.goods.length : (found.sale?.lines.length ?? 0),
      )
      return true
    case 'lease':
      acts.moveLease(by)
      return true
    case 'disputes':
      acts.moveRow(by, found.disputes?.disputes?.length ?? 0)
      return true
    case 'shift':
      acts.moveInShift(by)
      return true
    case 'report':
      acts.moveRow(by, 2)
      return true
    case 'devices':
    case 'services':
      return true
    default:
      return false
  }
}

/** Left and right at the open service. Returns whether one is open. */
export function turnInService({ entry }: Desk, acts: Acts, by: -1 | 1): boolean {
  switch (entry.getState().panel.kind) {
    case 'points_desk':
      acts.turnPoints(by)
      return true
    case 'return':
      acts.turnReturnAmount(by)
      return true
    case 'lease':
      acts.turnLease(by)
      return true
    case 'shift':
      acts.turnShift(by)
      return true
    case 'report':
      void acts.turnReport(by)
      return true
    default:
      return false
  }
}

/** × and Delete at the open service. Returns whether they mean something there. */
export function otherInService({ entry }: Desk, acts: Acts, id: 'times' | 'remove'): boolean {
  const { panel, row, service } = entry.getState()
  if (panel.kind === 'return' && id === 'times') acts.returnAll()
  else if (panel.kind === 'lease' && id === 'times') acts.turnLeaseHours()
  else if (panel.kind === 'return' && service.back.way === 'loose') acts.dropGoods(row)
  else if (panel.kind === 'verify' && id === 'remove') void acts.undoAtRow()
  else return false
  return true
}

/** Does what the primary button of the open service says. */
export function performService(desk: Desk, acts: Acts): void {
  const { entry, finder, mirror, progress } = desk
  const primary = servicePrimary(mirror.getState(), entry.getState(), finder.getState(), progress.getState())
  if (primary?.ready) void doing(acts, entry.getState().row)[primary.act]()
}

function doing(acts: Acts, row: number): Readonly<Record<ServiceAct, () => unknown>> {
  return {
    look_up: acts.lookUpTyped,
    redeem: acts.redeemShown,
    into_basket: acts.couponIntoBasket,
    next_code: acts.nextCode,
    open_gift: () => acts.openGift(row),
    move_stock: () => void acts.moveStock(),
    exchange: acts.exchangeGift,
    draw: acts.drawLottery,
    donate: acts.donatePoints,
    transfer: acts.transferPoints,
    transfer_coupon: acts.transferCoupon,
    points_again: acts.pointsAgain,
    find_card: acts.findCard,
    to_pay: acts.payTopUp,
    take_exact: acts.takeTopUpExact,
    top_up: acts.topUpValue,
    top_up_again: acts.topUpAgain,
    find_sale: acts.findSale,
    give_back: acts.giveBack,
    add_goods: acts.addFirstGoods,
    give_back_loose: acts.giveBackLoose,
    return_again: acts.returnAgain,
    export: acts.exportReport,
    take_lease: acts.takeLease,
    return_lease: acts.returnLeaseAtRow,
    lease_again: acts.leaseAgain,
    disputes_again: acts.openDisputes,
    save_devices: acts.saveDevices,
    open_shift: acts.openShift,
    print_shift: acts.printShift,
    move_cash: acts.moveCash,
    close_shift: acts.closeShift,
    open_drawer: acts.openDrawer,
    reprint_shift: acts.reprintShiftAtRow,
    shift_again: acts.shiftAgain,
  }
}
