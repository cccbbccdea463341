import type { EventType, TillEvent } from '../../domain/event.ts'
import { applyConsentChanged } from './consent-changed.ts'
import { applyCouponRedeemed } from './coupon-redeemed.ts'
import { applyCouponRestored } from './coupon-restored.ts'
import type { Dispute, Facts } from './facts.ts'
import { applyGiftExchanged } from './gift-exchanged.ts'
import { applyLotteryDrawn } from './lottery-drawn.ts'
import { applyMemberEnrolled } from './member-enrolled.ts'
import { applyPointsDonated } from './points-donated.ts'
import { applyProfileChanged } from './profile-changed.ts'
import { beginEvent } from './promises.ts'
import { applySaleCompleted } from './sale-completed.ts'
import { applySaleReturned } from './sale-returned.ts'
import { applyCashMoved, applyShiftClosed, applyShiftOpened, countInShift } from './shifts.ts'
import { applyStockMoved } from './stock-moved.ts'
import { applyValueToppedUp } from './value-topped-up.ts'

type Applier<T extends EventType> = (facts: Facts, event: TillEvent<T>) => readonly Dispute[]

/** What each event does to the chain's rows; null = it is kept and changes none. */
const appliers: { readonly [T in EventType]: Applier<T> | null } = {
  'sale.completed': applySaleCompleted,
  'sale.returned': applySaleReturned,
  'coupon.redeemed': applyCouponRedeemed,
  'coupon.restored': applyCouponRestored,
  'gift.exchanged': applyGiftExchanged,
  'gift.stock_moved': applyStockMoved,
  'lottery.drawn': applyLotteryDrawn,
  'points.donated': applyPointsDonated,
  'value.topped_up': applyValueToppedUp,
  'member.enrolled': applyMemberEnrolled,
  'consent.changed': applyConsentChanged,
  'member.profile_changed': applyProfileChanged,
  'terminal.enrolled': null,
  'terminal.epoch_started': null,
  'staff.signed_in': null,
  'staff.signed_out': null,
  'access.denied': null,
  'receipt.reprinted': null,
  'member.revealed': null,
  'member.erased': null,
  'approval.given': null,
  'anomaly.flagged': null,
  'shift.opened': applyShiftOpened,
  'shift.closed': applyShiftClosed,
  'cash.moved': applyCashMoved,
  'drawer.opened': null,
  'report.exported': null,
}

/** Applies an event whose data were parsed; answers what of it is disputed. */
export function applyEvent(facts: Facts, event: TillEvent): readonly Dispute[] {
  beginEvent(facts, event)
  const apply = appliers[event.type] as Applier<EventType> | null
  const disputes = apply ? apply(facts, event) : []
  countInShift(facts, event)
  return disputes
}
