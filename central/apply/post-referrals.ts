import { createHash } from 'node:crypto'
import type { Effect } from '../../domain/effect.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import type { Points } from '../../domain/points.ts'
import { endOfMonthAfter } from '../../domain/time.ts'
import {
  type Cause,
  changeFact,
  type Dispute,
  type Fact,
  type Facts,
  survivorOf,
  unknownMember,
} from './facts.ts'
import { changeHistory } from './post-members.ts'
import { earnPoints, takeFromLot } from './post-points.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/** A first purchase pays the referrer and the referred, once for ever (loyalty.md 1). */
export function noteFirstPurchase(
  facts: Facts,
  effect: Of<'member_bought'>,
  cause: Cause,
): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  if (member.row.hasBought) return []
  changeFact(member, { hasBought: true })
  const referrer = member.row.referrerId === null ? null : survivorOf(facts, member.row.referrerId)
  const points = facts.programmes.newest?.earn.referralPoints ?? 0
  if (!referrer || referrer === member) return []
  changeHistory(facts, referrer.row, cause, (history) => ({ ...history, referrals: history.referrals + 1 }))
  if (points <= 0) return []
  return [member, referrer].flatMap((one, place) => earnReferral(facts, one, place, points as Points, cause))
}

function earnReferral(
  facts: Facts,
  { row }: Fact<Member>,
  place: number,
  points: Points,
  cause: Cause,
): readonly Dispute[] {
  const { time } = cause
  const months = facts.programmes.newest?.earn.lotMonths ?? 12
  return earnPoints(
    facts,
    {
      kind: 'points_earned',
      memberId: row.memberId,
      lotId: lotIdOf(cause, place),
      points,
      earnedAt: time,
      spendableFrom: time,
      expiresAt: endOfMonthAfter(time, months, facts.store.timeZone),
    },
    cause,
  )
}

/** The id of a lot that a sale decides, so that the same event always makes the same; 0 is the buyer's. */
function lotIdOf({ eventId, time }: Pick<Cause, 'eventId' | 'time'>, place: number): Uuid {
  const hash = createHash('sha256').update(`${eventId} referral ${place}`).digest()
  return uuidV7(time, hash.subarray(0, 10))
}

/** The lots a sale's first purchase was paid with, if it was. */
export function referralLotIds(
  sale: Pick<Cause, 'eventId' | 'time'>,
): readonly [buyer: Uuid, referrer: Uuid] {
  return [lotIdOf(sale, 0), lotIdOf(sale, 1)]
}

/** A first purchase that came back whole takes what it paid both, as far as they still have it. */
export function takeBackReferrals(facts: Facts, saleId: Uuid, cause: Cause): void {
  const found = facts.sales.get(saleId)
  if (!found) return
  for (const lotId of referralLotIds({ eventId: saleId, time: found.time })) {
    const lot = facts.lots.get(lotId)
    if (!lot) continue
    const { memberId, points } = lot.row
    takeFromLot(facts, lotId, points, { memberId, cause, into: 'taken_back' })
  }
}
