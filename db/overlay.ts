import type { Coupon, CouponAtHand } from '../domain/coupon.ts'
import type { CouponTemplate } from '../domain/coupon-template.ts'
import type { Uuid } from '../domain/ids.ts'
import { couponsPerMemberMax, mergesFollowedMax } from '../domain/limits.ts'
import type { Lot } from '../domain/lot.ts'
import type { IdentifierKind, Member } from '../domain/member.ts'
import { noPoints, type Points, points } from '../domain/points.ts'
import type { Standing } from '../domain/price.ts'
import type { Journal, Replica } from './handle.ts'
import {
  anyEffectAfter,
  burnedOfLotAfter,
  lastCouponUseAfter,
  type MadeForMember,
  madeForMemberAfter,
  templateUsesBetween,
} from './journal/effect-table.ts'
import { appliedMark } from './replica/applied-table.ts'
import { findCouponRow, findCouponRowByCode, liveCouponRows } from './replica/coupon-table.ts'
import { memberIdOf } from './replica/identifier-table.ts'
import { lotsOf } from './replica/lot-table.ts'
import { findMember } from './replica/member-table.ts'
import { findTemplate } from './replica/template-table.ts'
import { readTogether } from './transact.ts'

/*
 * Effective state: the chain's rows plus what this till did that those rows do not contain yet. The only place
 * that knows of both files. Every answer is read from one state of the replica, so a pull on another thread can
 * never show an effect twice or not at all.
 */

/** The two files and whose effects the journal holds. Without a replica (first load, set aside) nobody is known. */
export interface Overlay {
  readonly journal: Journal
  readonly replica: Replica | null
  readonly terminalId: Uuid
}

/** The moment a question is asked at: now, and the bounds of the store's local day. Epoch ms. */
export interface Moment {
  readonly now: number
  readonly dayFrom: number
  /** First instant of the next day. */
  readonly dayUntil: number
  /** The member in the basket: whose uses of the day a bearer coupon counts. */
  readonly buyerId?: Uuid | null
}

/** The member an identifier names, following merges, growth with this till's own. Null when nobody is known by it. */
export function findMemberByIdentifier(overlay: Overlay, kind: IdentifierKind, value: string): Member | null {
  return withReplica(overlay, (replica, own) => {
    const memberId = memberIdOf(replica, kind, value)
    const member = memberId && survivor(replica, memberId)
    return member && grown(member, own.made(member.memberId).growth)
  })
}

/** A member (following merges) with the lots that count at `now`, this till's own burns and earnings included. */
export function standingOf(overlay: Overlay, memberId: Uuid, now: number): Standing | null {
  return withReplica(overlay, (replica, own) => {
    const member = survivor(replica, memberId)
    if (!member) return null
    const made = own.made(member.memberId)
    const lots = [...lotsOf(replica, member.memberId), ...made.lots]
      .filter(({ expiresAt }) => expiresAt > now)
      .map((lot) => remaining(lot, own.burned(lot.lotId)))
      .filter((lot) => lot.points > 0)
    return { member: grown(member, made.growth), lots }
  })
}

/** A member's coupons that are issued, not expired and not used up, this till's own uses included. */
export function couponsOf(overlay: Overlay, memberId: Uuid, moment: Moment): CouponAtHand[] {
  const found = withReplica(overlay, (replica, own) => {
    const live = liveCouponRows(replica, memberId, moment.now, couponsPerMemberMax)
      .map((row) => used(row, own.lastUse(row.couponId)))
      .filter(({ usesDone, usesMax }) => usesDone < usesMax)
    if (live.length === 0) return []
    const today = usesToday(overlay, memberId, moment)
    const templates = new Map<Uuid, CouponTemplate | null>()
    return live.flatMap((coupon) => {
      const { templateId } = coupon
      const template = templates.get(templateId) ?? findTemplate(replica, templateId)
      templates.set(templateId, template)
      return template ? [{ coupon, template, usedToday: today.get(templateId) ?? 0 }] : []
    })
  })
  return found ?? []
}

/** The coupon with a code, whatever its state: the rule says why it is not taken. */
export function findCoupon(overlay: Overlay, code: string, moment: Moment): CouponAtHand | null {
  return withReplica(overlay, (replica, own) => {
    const row = findCouponRowByCode(replica, code)
    return row && completed(overlay, replica, own, row, moment)
  })
}

/** The coupon with an id, whatever its state. */
export function couponAtHand(overlay: Overlay, couponId: Uuid, moment: Moment): CouponAtHand | null {
  return withReplica(overlay, (replica, own) => {
    const row = findCouponRow(replica, couponId)
    return row && completed(overlay, replica, own, row, moment)
  })
}

/** What this till did that the replica's rows do not contain. */
interface OwnUnheard {
  readonly made: (memberId: Uuid) => MadeForMember
  readonly burned: (lotId: Uuid) => Points
  /** Number of the last use, 0 when there is none. */
  readonly lastUse: (couponId: Uuid) => number
}

const nothingUnheard: OwnUnheard = {
  made: () => ({ lots: [], growth: 0 }),
  burned: () => noPoints,
  lastUse: () => 0,
}

function withReplica<T>(
  { journal, replica, terminalId }: Overlay,
  read: (replica: Replica, own: OwnUnheard) => T | null,
): T | null {
  if (!replica) return null
  const consider = () => {
    const heard = appliedMark(replica, terminalId)
    const own: OwnUnheard = anyEffectAfter(journal, heard)
      ? {
          made: (memberId) => madeForMemberAfter(journal, memberId, heard),
          burned: (lotId) => burnedOfLotAfter(journal, lotId, heard),
          lastUse: (couponId) => lastCouponUseAfter(journal, couponId, heard),
        }
      : nothingUnheard
    return { answer: read(replica, own) }
  }
  return readTogether(replica, () => readTogether(journal, consider)).answer
}

function survivor(replica: Replica, memberId: Uuid): Member | null {
  let member = findMember(replica, memberId)
  for (let followed = 0; member?.status === 'merged' && member.mergedInto; followed++) {
    if (followed === mergesFollowedMax) return null
    member = findMember(replica, member.mergedInto)
  }
  return member
}

function grown(member: Member, growth: number): Member {
  return growth === 0 ? member : { ...member, growth: member.growth + growth }
}

/** A lot with what is left after own burns: never negative, also when the chain took some of it meanwhile. */
function remaining(lot: Lot, burned: Points): Lot {
  return burned === 0 ? lot : { ...lot, points: points(Math.max(0, lot.points - burned)) }
}

function completed(
  overlay: Overlay,
  replica: Replica,
  own: OwnUnheard,
  row: Coupon,
  moment: Moment,
): CouponAtHand | null {
  const usedBy = row.memberId ?? moment.buyerId ?? null
  const today = usedBy ? (usesToday(overlay, usedBy, moment).get(row.templateId) ?? 0) : 0
  const template = findTemplate(replica, row.templateId)
  // A coupon whose template has not arrived cannot be judged: to the till it does not exist yet.
  return template ? { coupon: used(row, own.lastUse(row.couponId)), template, usedToday: today } : null
}

function usesToday({ journal }: Overlay, memberId: Uuid, moment: Moment): ReadonlyMap<Uuid, number> {
  return templateUsesBetween(journal, memberId, { from: moment.dayFrom, until: moment.dayUntil })
}

/**
 * Uses go by their numbers, not by their count: a number used here may since have come back as used elsewhere, and
 * counting both would pass over the next number and give it out twice once the chain has judged.
 */
function used(coupon: Coupon, lastUse: number): Coupon {
  return lastUse <= coupon.usesDone ? coupon : { ...coupon, usesDone: lastUse }
}
