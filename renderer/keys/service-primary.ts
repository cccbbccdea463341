import { stockMoveRange } from '../../domain/gift-stock.ts'
import { amountOfWish } from '../acts/lease-acts.ts'
import type { Entry } from '../store/entry.ts'
import type { Finder } from '../store/finder.ts'
import type { Mirror } from '../store/mirror.ts'
import type { Progress } from '../store/progress.ts'
import { redeemableOf, verifyStage } from '../store/service-found.ts'
import { canMove, countOf, floatOf } from '../store/shift-entry.ts'
import { amountOf } from '../tender-entry.ts'

/** The one thing Enter does at a service, and whether it can be done yet. */
export type ServiceAct =
  | 'look_up'
  | 'redeem'
  | 'into_basket'
  | 'next_code'
  | 'open_gift'
  | 'move_stock'
  | 'exchange'
  | 'draw'
  | 'donate'
  | 'transfer'
  | 'transfer_coupon'
  | 'points_again'
  | 'find_card'
  | 'to_pay'
  | 'take_exact'
  | 'top_up'
  | 'top_up_again'
  | 'find_sale'
  | 'give_back'
  | 'add_goods'
  | 'give_back_loose'
  | 'return_again'
  | 'export'
  | 'take_lease'
  | 'return_lease'
  | 'lease_again'
  | 'disputes_again'
  | 'save_devices'
  | 'open_shift'
  | 'print_shift'
  | 'move_cash'
  | 'close_shift'
  | 'open_drawer'
  | 'reprint_shift'
  | 'shift_again'

export interface ServicePrimary {
  readonly act: ServiceAct
  readonly ready: boolean
}

interface Seen {
  readonly mirror: Mirror
  readonly entry: Entry
  readonly finder: Finder
}

/** The primary action of the open service; null when none is open. */
export function servicePrimary(
  mirror: Mirror,
  entry: Entry,
  finder: Finder,
  { acting }: Pick<Progress, 'acting'>,
): ServicePrimary | null {
  const primary = primaryOfService({ mirror, entry, finder })
  return primary && acting ? { ...primary, ready: false } : primary
}

function primaryOfService(seen: Seen): ServicePrimary | null {
  switch (seen.entry.panel.kind) {
    case 'verify':
      return ofVerify(seen)
    case 'points_desk':
      return ofPoints(seen)
    case 'value':
      return ofValue(seen)
    case 'return':
      return ofReturn(seen)
    case 'lease':
      return ofLease(seen)
    case 'disputes':
      return { act: 'disputes_again', ready: seen.finder.service.disputes !== null }
    case 'devices':
      return { act: 'save_devices', ready: seen.finder.service.devices !== null }
    case 'shift':
      return ofShift(seen)
    case 'report':
      return { act: 'export', ready: seen.finder.service.report !== null }
    default:
      return null
  }
}

function ofVerify({ entry, finder }: Seen): ServicePrimary {
  const { verify } = finder.service
  const stage = verifyStage(verify)
  if (stage === 'ask') return { act: 'look_up', ready: entry.service.verify.code.trim() !== '' }
  if (stage === 'looking') return { act: 'look_up', ready: false }
  const coupon = stage === 'shown' ? redeemableOf(verify) : null
  if (coupon) return { act: coupon.forGoods ? 'into_basket' : 'redeem', ready: true }
  return { act: 'next_code', ready: true }
}

function ofPoints({ mirror, entry, finder }: Seen): ServicePrimary {
  const { desk, pointsDone } = finder.service
  const { points } = entry.service
  if (pointsDone) return { act: 'points_again', ready: true }
  const served = desk !== null && mirror.basket?.member != null
  const wished = points.wish !== ''
  switch (points.tab) {
    case 'gifts': {
      const gift = desk?.gifts[entry.row]
      if (points.stocking !== null) {
        const { least, max } = stockMoveRange(gift?.stock ?? 0, points.stocking)
        const fits = Number(points.wish) >= least && Number(points.wish) <= max
        return { act: 'move_stock', ready: wished && fits && gift !== undefined }
      }
      return { act: points.confirms ? 'exchange' : 'open_gift', ready: served && gift?.open === 'yes' }
    }
    case 'lottery': {
      const lottery = desk?.lottery
      const open = lottery != null && lottery.drawsLeftToday > 0 && lottery.ticketsLeft > 0
      return { act: 'draw', ready: served && open && (desk?.spendable ?? 0) >= lottery.points }
    }
    case 'donation':
      return { act: 'donate', ready: served && desk?.donation != null && wished }
    case 'transfer': {
      const open = desk?.online === true && desk.transfer !== null
      const sent = desk?.online === true && desk.openTransfer !== null
      return { act: 'transfer', ready: served && (sent || (open && wished && points.to.trim() !== '')) }
    }
    case 'coupon': {
      const chosen = desk?.online === true ? desk.giveable[entry.row] : undefined
      const ready = chosen !== undefined && (chosen.sent !== null || points.to.trim() !== '')
      return { act: 'transfer_coupon', ready: served && ready }
    }
  }
}

function ofShift({ mirror, entry, finder }: Seen): ServicePrimary {
  const { done, past, report } = finder.service.shift
  const { shift } = entry.service
  const { open = null, nextFloat = null } = mirror.shift ?? {}
  if (done) return { act: 'shift_again', ready: true }
  if (shift.tab === 'past') return { act: 'reprint_shift', ready: past?.[entry.row] !== undefined }
  if (!open) return { act: 'open_shift', ready: mirror.shift !== null && floatOf(shift, nextFloat) !== null }
  switch (shift.tab) {
    case 'now':
      return { act: 'print_shift', ready: report !== null }
    case 'move':
      return { act: 'move_cash', ready: canMove(shift) }
    case 'count':
      return { act: 'close_shift', ready: countOf(shift, open.float) !== null }
    case 'drawer':
      return { act: 'open_drawer', ready: true }
  }
}

function ofLease({ entry, finder }: Seen): ServicePrimary {
  const { leases, leaseDone } = finder.service
  const { tab, wish } = entry.service.lease
  if (leaseDone) return { act: 'lease_again', ready: true }
  const online = leases?.online === true
  if (tab === 'held') {
    const lease = leases?.held[entry.row]
    return { act: 'return_lease', ready: online && lease !== undefined && lease.state !== 'returning' }
  }
  const of = leases?.leasable[entry.row]
  return { act: 'take_lease', ready: online && of?.open === 'yes' && amountOfWish(of, wish) > 0 }
}

function ofValue({ entry, finder }: Seen): ServicePrimary {
  const { account, topUpDone } = finder.service
  const { topUp } = entry.service
  if (topUpDone) return { act: 'top_up_again', ready: true }
  if (topUp.step === 'account') return { act: 'find_card', ready: topUp.card.trim() !== '' }
  if (topUp.step === 'amount')
    return { act: 'to_pay', ready: account?.status === 'active' && amountOf(topUp.amount) > 0 }
  const untouched = Object.values(topUp.tenders).every((text) => text === '')
  return { act: untouched ? 'take_exact' : 'top_up', ready: true }
}

function ofReturn({ entry, finder }: Seen): ServicePrimary {
  const { sale, quote, returnDone, goods } = finder.service
  const { back } = entry.service
  if (returnDone) return { act: 'return_again', ready: true }
  if (back.way === 'loose') {
    if (back.text.trim() !== '') return { act: 'add_goods', ready: (goods?.length ?? 0) > 0 }
    return { act: 'give_back_loose', ready: back.goods.some(({ amount }) => amount > 0) }
  }
  if (!sale) return { act: 'find_sale', ready: back.text.trim() !== '' }
  return { act: 'give_back', ready: quote !== null }
}
