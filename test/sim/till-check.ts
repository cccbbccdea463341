import { accountOf, stockOf } from '../../db/overlay/accounts.ts'
import { couponAtHand } from '../../db/overlay/coupons.ts'
import type { Moment, Overlay } from '../../db/overlay/files.ts'
import { standingOf } from '../../db/overlay/members.ts'
import type { Uuid } from '../../domain/ids.ts'
import { programme, stores } from './chain-facts.ts'
import { type BookedAct, type Books, survivorOf } from './ledger.ts'

/** Whom and what a check looks at. */
export interface Subjects {
  readonly memberIds: Iterable<Uuid>
  readonly couponIds: Iterable<string>
  readonly accountIds: Iterable<string>
}

/** What a till believes, beside the books at its cursor with its own unheard acts posted; null when all agrees. */
export function firstWrong(look: {
  readonly overlay: Overlay
  readonly at: Books
  /** The same with the unheard acts posted. */
  readonly own: Books
  readonly unheard: readonly BookedAct[]
  /** All acts of the till. */
  readonly ever: readonly BookedAct[]
  readonly subjects: Subjects
  /** The till's local day. */
  readonly day: Moment
  readonly now: number
}): string | null {
  const { overlay, at, own, unheard, subjects, now } = look
  const moment = {
    ...look.day,
    now,
    templates: (templateId: Uuid) => programme.templates.find((one) => one.templateId === templateId) ?? null,
  }
  for (const memberId of subjects.memberIds) {
    const standing = standingOf(overlay, memberId, moment)
    if (!standing && own.members.has(memberId)) return `nobody is ${memberId}`
    if (!standing) continue
    const owner = survivorOf(own, memberId)
    if (standing.member.memberId !== owner) return `${memberId} is ${standing.member.memberId}, not ${owner}`
    const points = standing.lots.reduce((sum, lot) => sum + lot.points, 0)
    const booked = bookedPoints(own, owner, now)
    if (points !== booked) return `${points} points of ${memberId}, ${booked} in the books`
    const growth = own.growth.get(owner) ?? 0
    if (standing.member.growth !== growth)
      return `${standing.member.growth} growth of ${memberId}, not ${growth}`
    const debt = own.debt.get(owner) ?? 0
    // What a lot no longer has when a return takes it back is owed, but only the chain can say so.
    const isTold = own.shortages.get(owner) === at.shortages.get(owner)
    if (isTold && standing.member.debt !== debt)
      return `${standing.member.debt} owed by ${memberId}, not ${debt}`
  }
  for (const couponId of subjects.couponIds) {
    const found = couponAtHand(overlay, couponId as Uuid, moment)?.coupon
    if (!found) continue
    // What the till ever used, heard of or not: it gives out no number twice.
    const numbers = look.ever.flatMap(({ uses }) => uses).filter((use) => use.couponId === couponId)
    const done = Math.max(at.usesDone.get(couponId) ?? 0, ...numbers.map(({ number }) => number))
    if (found.usesDone !== done) return `${found.usesDone} uses of ${couponId}, ${done} in the books`
    const back = unheard.flatMap(({ restored }) => restored).filter((use) => use.couponId === couponId)
    const restored = (at.usesRestored.get(couponId) ?? 0) + back.length
    if (found.usesRestored !== restored)
      return `${found.usesRestored} uses of ${couponId} back, not ${restored}`
  }
  for (const accountId of new Set([...subjects.accountIds, ...subjects.memberIds])) {
    const found = accountOf(overlay, accountId as Uuid, moment)?.account
    const booked = own.value.get(survivorOf(own, accountId))
    if (!found || !booked) continue
    const [left, wanted] = [`${found.principal}+${found.gift}`, `${booked.principal}+${booked.gift}`]
    if (left !== wanted) return `${left} in account ${accountId}, ${wanted} in the books`
  }
  for (const { storeId } of stores) {
    for (const { giftId, left } of stockOf(overlay, storeId)) {
      const booked = own.stock.get(`${storeId}:${giftId}`)
      if (left !== booked) return `${left} of ${giftId} in ${storeId}, ${booked} in the books`
    }
  }
  return null
}

function bookedPoints(books: Books, memberId: string, now: number): number {
  let sum = 0
  for (const lot of books.lots.values()) {
    if (survivorOf(books, lot.memberId) === memberId && lot.expiresAt > now) sum += lot.points
  }
  return sum
}
