import { type CouponMoment, couponAtHand, couponsOf } from '../../db/overlay/coupons.ts'
import { momentAt, type Overlay } from '../../db/overlay/files.ts'
import { standingOf } from '../../db/overlay/members.ts'
import { currentProgramme } from '../../db/replica/programme-table.ts'
import { findStore } from '../../db/replica/store-table.ts'
import type { CouponAtHand, CouponContext } from '../../domain/coupon.ts'
import type { EventData, EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Standing } from '../../domain/price.ts'
import { type Programme, templateOf } from '../../domain/programme.ts'
import { receiptNumberOf } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import { type Decided, keepDecision, saidOf } from '../../electron/core/decide-act.ts'
import { addEvent, nextPlace } from '../../electron/core/record-event.ts'
import type { Identity } from '../../electron/core/session.ts'
import { supervisorId } from './chain-facts.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'
import type { SimTill } from './till-shape.ts'

/** Whom and what the cashiers of a simulation have before them. */
export interface People {
  /** The chain's members and whoever was enrolled since. */
  readonly memberIds: Uuid[]
  readonly bearerCouponIds: readonly Uuid[]
  readonly cardIds: readonly Uuid[]
  readonly skus: readonly string[]
}

export interface Chance {
  readonly random: Random
  readonly tally: Tally
}

/** A till ready to do an act: what it knows and the rules it goes by at this moment. */
export interface Counter {
  readonly till: SimTill
  readonly overlay: Overlay
  readonly identity: Identity
  readonly programme: Programme
  readonly store: Store
  readonly moment: CouponMoment
  readonly now: number
  /** Who stands by to approve. */
  readonly supervisorId: Uuid
  /** It may only sell and earn (class F, sync.md 7). */
  readonly isRestricted: boolean
  readonly standing: (memberId: Uuid) => Standing | null
  readonly coupons: (memberId: Uuid) => readonly CouponAtHand[]
  readonly coupon: (couponId: Uuid, buyerId: Uuid | null) => CouponAtHand | null
  readonly context: (standing: Standing | null) => CouponContext
}

/** The counter of a till, or null when it has no name or no replica. */
export function counterOf(till: SimTill): Counter | null {
  const overlay = till.overlay()
  const identity = till.identity()
  if (!overlay?.replica || !identity) return null
  const programme = currentProgramme(overlay.replica)
  const store = findStore(overlay.replica, identity.terminal.storeId)
  if (!programme || !store) throw new Error('a loaded replica has its programme and store')
  const now = till.now()
  const moment = {
    ...momentAt(now, store.timeZone),
    templates: (templateId: Uuid) => templateOf(programme, templateId),
  }
  return {
    till,
    overlay,
    identity,
    programme,
    store,
    moment,
    now,
    supervisorId,
    isRestricted: till.restriction() !== null,
    standing: (memberId) => standingOf(overlay, memberId, moment),
    coupons: (memberId) => couponsOf(overlay, memberId, moment),
    coupon: (couponId, buyerId) => couponAtHand(overlay, couponId, { ...moment, buyerId }),
    context: (standing) => ({ member: standing?.member ?? null, programme, store, now }),
  }
}

/** Records what `settle` makes of the next receipt or slip number; null when the till crashed in the middle. */
export function record<T extends EventType>(
  { till, programme, store, now }: Counter,
  act: {
    readonly id: Uuid
    readonly type: T
    readonly settle: (number: string) => EventData[T]
    /** Who decided it, for an act that spends something. */
    readonly decided?: Decided
  },
  beside: (tx: Parameters<Parameters<SimTill['act']>[0]>[0], event: TillEvent<T>) => void = () => undefined,
): TillEvent<T> | null {
  return till.act((tx, who) => {
    const head = nextPlace(tx, who)
    const number = receiptNumberOf({
      storeNumber: store.number,
      terminalNumber: who.terminal.number,
      epoch: head.epoch,
      seq: head.seq + 1,
    })
    const { decided } = act
    const said = decided ? saidOf(decided) : {}
    const draft = { id: act.id, type: act.type, time: now, actor: null, rules: programme.version }
    const event = addEvent(
      tx,
      who,
      { ...draft, ...said, mode: till.mode, data: act.settle(number) },
      { unsecured: decided?.unsecured },
    )
    if (decided) keepDecision(tx, event as TillEvent, decided)
    beside(tx, event)
    return event
  })
}
