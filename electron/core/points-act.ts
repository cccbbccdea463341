import { burnValue } from '../../domain/burn.ts'
import type { EventData, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { spendablePoints } from '../../domain/lot.ts'
import { noPoints, type Points } from '../../domain/points.ts'
import type { Standing } from '../../domain/price.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Mark } from '../../domain/risk-decision.ts'
import { receiptNumberOf } from '../../domain/sale.ts'
import { noSpend, pointsWorth } from '../../domain/spend.ts'
import { nextActPlace, recordAct, recordedAct } from './acts.ts'
import type { Counter } from './counter.ts'
import { type Decided, decideThenRecord, type Prepared } from './decide-act.ts'
import { requireSpending, type Selling, stillSelling } from './gate.ts'
import { shownMark } from './marks.ts'
import { subjectOf } from './second-proof.ts'
import { requireStepUp } from './step-up.ts'

/** The acts that spend a member's points outside a sale. */
export type PointsActType = 'gift.exchanged' | 'lottery.drawn' | 'points.donated'

/** Where an act with points happens, as it is judged. */
export interface AtDesk {
  readonly selling: Selling
  /** The basket's member; null without one. */
  readonly standing: Standing | null
  readonly now: number
}

/** One kind of act: what it costs, what the rules say of it, and what is recorded and printed. */
export interface PointsAct<T extends PointsActType> {
  readonly actId: Uuid
  readonly type: T
  /** What the points are for, when the kind of act does not say: the gift, the project. */
  readonly of?: string
  /** What it costs; asked once it was judged. */
  readonly points: (at: AtDesk) => Points
  readonly judge: (at: AtDesk) => Result<true>
  readonly settle: (at: AtDesk, slipNumber: string) => Result<EventData[T]>
  readonly slip: (
    at: AtDesk,
    event: { readonly data: EventData[T]; readonly slipNumber: string; readonly decided: Decided },
  ) => Receipt
}

/** What is recorded of an act, with the number on its slip. */
export interface PointsActDone<T extends PointsActType> {
  readonly event: TillEvent<T>
  readonly selling: Selling
  readonly slipNumber: string
  /** What the member may spend after it, as this till knows now. */
  readonly pointsAfter: Points
  readonly mark: Mark
}

/** Whose points they are: the basket's member. Refuses `replica_loading` while a member in the basket is out of reach. */
export function deskOf(counter: Counter, selling: Selling): Result<AtDesk> {
  const now = counter.clock.now()
  const memberId = counter.basket.open()?.memberId ?? null
  const standing = memberId ? counter.chain.standing(memberId, now) : null
  if (memberId && !standing) return refuse('replica_loading')
  return ok({ selling, standing, now })
}

/** An act at the desk that the rules allow. */
interface AtDeskPrepared extends Prepared {
  readonly at: AtDesk
}

/**
 * Judges, asks for a second proof where the rules want one, asks the one authority, and records. Asked again with the same
 * id it answers what is recorded.
 */
export function doPointsAct<T extends PointsActType>(
  counter: Counter,
  act: PointsAct<T>,
): Result<PointsActDone<T>> | Promise<Result<PointsActDone<T>>> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, act.actId, act.type)
  if (recorded) return ok(doneOf(counter, selling.value, recorded))
  const underWay = counter.asking.underWay<Result<PointsActDone<T>>>(act.actId)
  if (underWay !== null) return underWay
  const trusted = requireSpending(counter)
  if (!trusted.ok) return trusted
  return decideThenRecord<AtDeskPrepared, PointsActDone<T>>(
    counter,
    () => prepare(counter, act),
    ({ at }, decided) => {
      const { head, slipNumber } = nextActPlace(counter, at.selling)
      const data = act.settle(at, slipNumber)
      if (!data.ok) return data
      const event = recordAct(counter, at.selling, {
        actId: act.actId,
        type: act.type,
        now: at.now,
        data: data.value,
        head,
        decided,
        receipt: () => act.slip(at, { data: data.value, slipNumber, decided }),
      })
      return ok(doneOf(counter, at.selling, event))
    },
  )
}

function prepare<T extends PointsActType>(counter: Counter, act: PointsAct<T>): Result<AtDeskPrepared> {
  const selling = stillSelling(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const judged = act.judge(at.value)
  if (!judged.ok) return judged
  const burned = act.points(at.value)
  const { rules } = selling.value
  const memberId = at.value.standing?.member.memberId ?? null
  const worth = burnValue(burned, rules.programme)
  const toProve = {
    actId: act.actId,
    amount: worth,
    subject: subjectOf({ memberId, points: burned, of: [act.type, act.of ?? null] }),
    memberId,
    recognised: counter.basket.open()?.memberProof ?? 'none',
    burned,
    coupons: [],
  }
  const proof = requireStepUp(counter, selling.value, toProve)
  if (!proof.ok) return proof
  const limited = pointsWorth(burned, rules.programme)
  const points = memberId === null || burned === 0 ? [] : [{ memberId, points: burned, worth: limited }]
  const spend = { ...noSpend(memberId), points }
  return ok({ act: toProve, at: at.value, codes: {}, proof: proof.value, spend })
}

function doneOf<T extends PointsActType>(
  counter: Counter,
  selling: Selling,
  event: TillEvent<T>,
): PointsActDone<T> {
  const { identity, rules } = selling
  const slipNumber = receiptNumberOf({
    storeNumber: rules.store.number,
    terminalNumber: identity.terminal.number,
    epoch: event.epoch,
    seq: event.seq,
  })
  const now = counter.clock.now()
  const standing = counter.chain.standing(event.data.memberId, now)
  const pointsAfter = standing ? spendablePoints(standing.lots, now) : noPoints
  const { mark } = shownMark(counter.books.read(), event)
  return { event, selling, slipNumber, pointsAfter, mark }
}
