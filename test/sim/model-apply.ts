import type { EventEnvelope, Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { MemberEnrolled } from '../../domain/enrolment.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { SaleReturned } from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { enrolMember, survivorId } from './model-members.ts'
import { type ModelState, putRow, rowOf } from './model-state.ts'

export type Dispute = NonNullable<Verdict['disputes']>[number]

/** Who did what is posted. */
interface Cause {
  readonly eventId: Uuid
  readonly time: number
  readonly storeId: Uuid
  /** The event whose coupon uses come back. */
  readonly usedBy: string | null
  /** The lot of a sale that earned. */
  readonly earned: SaleCompleted['earned']
}

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** Posts an event's effects under the change number at hand; answers what of it cannot stand. */
export function postEvent(state: ModelState, event: EventEnvelope, storeId: Uuid): readonly Dispute[] {
  const happened = event as unknown as TillEvent
  const cause: Cause = {
    eventId: event.id,
    time: event.time,
    storeId,
    usedBy: usedByOf(happened),
    earned: earnedOf(happened),
  }
  if (happened.type === 'sale.completed') state.sales.set(event.id, happened.data as SaleCompleted)
  if (happened.type === 'sale.returned') {
    const over = overReturned(state, event.id, happened.data as SaleReturned)
    if (over) return [over]
  }
  const disputes = effectsOf(happened).flatMap((effect) => post(state, effect, cause))
  if (happened.type === 'member.enrolled' && disputes.length === 0) {
    takeBackSecondPack(state, happened.data as MemberEnrolled)
  }
  return disputes
}

/** Nobody is welcomed twice. */
function takeBackSecondPack(state: ModelState, { issued, memberId }: MemberEnrolled): void {
  if (survivorId(state, memberId) === memberId) return
  for (const { couponId } of issued) {
    const d = { ...rowOf(state, 'coupon', couponId), status: 'revoked' }
    putRow(state, { c: 'coupon', k: couponId, d, storeId: null })
  }
}

function usedByOf(event: TillEvent): string | null {
  if (event.type === 'sale.returned') return (event.data as SaleReturned).saleId
  if (event.type === 'coupon.restored') return (event.data as { redemptionId: string }).redemptionId
  return null
}

function earnedOf(event: TillEvent): SaleCompleted['earned'] {
  return event.type === 'sale.completed' ? (event.data as SaleCompleted).earned : null
}

/** Goods that come back twice, or of a sale nobody knows: the whole return is for people to look at. */
function overReturned(state: ModelState, eventId: Uuid, returned: SaleReturned): Dispute | null {
  const { saleId, lines } = returned
  if (saleId === null) return null
  const sale = state.sales.get(saleId)
  if (!sale) return { kind: 'sale_unknown', subject: saleId, other: eventId }
  const before = state.returned.get(saleId) ?? []
  const all = [...before, ...lines.map(({ place, amount }) => ({ place, amount, eventId }))]
  for (const { place, sku } of lines) {
    const back = all.reduce((sum, one) => sum + (one.place === place ? one.amount : 0), 0)
    const line = sale.lines[place]
    if (line?.sku === sku && back <= line.quantity.amount) continue
    const other = before.findLast((one) => one.place === place)?.eventId ?? eventId
    return { kind: 'return_over', subject: `${saleId}:${place}`, other }
  }
  state.returned.set(saleId, all)
  return null
}

function post(state: ModelState, effect: Effect, cause: Cause): readonly Dispute[] {
  switch (effect.kind) {
    case 'points_burned':
      return burn(state, effect, cause)
    case 'points_taken_back':
      return takeBack(state, effect, cause)
    case 'points_given_back':
      return giveBack(state, effect, cause)
    case 'points_earned':
      return earn(state, effect, cause)
    case 'debt_changed':
      return changeDebt(state, effect, cause)
    case 'growth_added':
      return changeMember(state, effect.memberId, cause, (row) => ({
        growth: Math.max(0, Number(row['growth']) + effect.growth),
      }))
    case 'coupon_used':
      return use(state, effect, cause)
    case 'coupon_restored':
      return restore(state, effect, cause)
    case 'coupon_issued':
      return issue(state, effect, cause)
    case 'value_changed':
      return changeValue(state, effect, cause)
    case 'lease_used':
      return []
    case 'stock_taken':
      return takeStock(state, effect, cause)
    case 'subscription_started':
      return changeMember(state, effect.memberId, cause, (row) => {
        const running = row['subscription'] as { readonly until: number } | null
        const { planId, until } = effect
        return running && running.until > until ? {} : { subscription: { planId, until } }
      })
    case 'member_bought':
      return changeMember(state, effect.memberId, cause, () => ({ hasBought: true }))
    case 'member_enrolled':
      return enrolMember(state, effect, cause.eventId)
    case 'consents_changed':
    case 'profile_changed':
    case 'stock_moved':
    case 'family_spent':
    case 'family_given_back':
    case 'ticket_drawn':
      // Tills of the simulation do none of these.
      return []
  }
}

function takeFrom(state: ModelState, lotId: Uuid, points: number, eventId: Uuid): number {
  const lot = rowOf(state, 'lot', lotId)
  const held = Number(lot?.['points'] ?? 0)
  const taken = Math.min(held, points)
  if (lot && taken > 0) {
    putRow(state, { c: 'lot', k: lotId, d: { ...lot, points: held - taken }, storeId: null })
    state.lotEvents.set(lotId, eventId)
  }
  return points - taken
}

function burn(state: ModelState, { lotId, points }: Of<'points_burned'>, { eventId }: Cause): Dispute[] {
  const other = state.lotEvents.get(lotId) ?? eventId
  const missing = takeFrom(state, lotId, points, eventId)
  if (missing > 0) loses(state, `${eventId}:${lotId}`, missing)
  return missing === 0 ? [] : [{ kind: 'points_overdraft', subject: lotId, other }]
}

function loses(state: ModelState, key: string, amount: number): void {
  state.losses.set(key, (state.losses.get(key) ?? 0) + amount)
}

/** What of an amount that comes back was taken from nobody. */
function neverTaken(state: ModelState, key: string, amount: number): number {
  const lost = Math.min(amount, state.losses.get(key) ?? 0)
  if (lost > 0) loses(state, key, -lost)
  return lost
}

/** A debt is paid once; what was paid before goes to the lot of the sale. */
function changeDebt(state: ModelState, effect: Of<'debt_changed'>, cause: Cause): Dispute[] {
  const debt = Number(rowOf(state, 'member', survivorId(state, effect.memberId))?.['debt'] ?? 0)
  const disputes = changeMember(state, effect.memberId, cause, () => ({
    debt: Math.max(0, debt + effect.change),
  }))
  const rest = -(debt + effect.change)
  if (disputes.length > 0 || rest <= 0 || !cause.earned) return disputes
  const { lotId, earnedAt, spendableFrom, expiresAt } = cause.earned
  const lot = rowOf(state, 'lot', lotId)
  const memberId = survivorId(state, effect.memberId)
  const before = lot ?? { lotId, memberId, earnedAt, spendableFrom, expiresAt, points: 0 }
  putRow(state, {
    c: 'lot',
    k: lotId,
    d: { ...before, points: Number(before['points']) + rest },
    storeId: null,
  })
  state.lotEvents.set(lotId, cause.eventId)
  return []
}

function takeBack(state: ModelState, effect: Of<'points_taken_back'>, cause: Cause): readonly Dispute[] {
  const missing = takeFrom(state, effect.lotId, effect.points, cause.eventId)
  if (missing === 0) return []
  return changeMember(state, effect.memberId, cause, (row) => ({ debt: Number(row['debt']) + missing }))
}

function giveBack(state: ModelState, effect: Of<'points_given_back'>, cause: Cause): Dispute[] {
  const { lotId, expiresAt } = effect
  const lot = rowOf(state, 'lot', lotId)
  if (!lot) return [unknownMember(effect.memberId, cause.eventId)]
  const points = effect.points - neverTaken(state, `${cause.usedBy}:${lotId}`, effect.points)
  if (points === 0) return []
  const isOver = expiresAt !== null && Number(lot['expiresAt']) <= cause.time
  const d = {
    ...lot,
    points: (isOver ? 0 : Number(lot['points'])) + points,
    expiresAt: Math.max(Number(lot['expiresAt']), expiresAt ?? 0),
  }
  putRow(state, { c: 'lot', k: lotId, d, storeId: null })
  state.lotEvents.set(lotId, cause.eventId)
  return []
}

function earn(state: ModelState, effect: Of<'points_earned'>, { eventId }: Cause): Dispute[] {
  const { kind: _, ...lot } = effect
  const other = state.lotEvents.get(lot.lotId) ?? eventId
  if (rowOf(state, 'lot', lot.lotId)) return [{ kind: 'lot_taken', subject: lot.lotId, other }]
  const memberId = survivorId(state, lot.memberId)
  const member = rowOf(state, 'member', memberId)
  if (!member) return [unknownMember(lot.memberId, eventId)]
  // Held or not goes by what the chain says of the member; no programme of the simulation holds points back.
  const isHeld = lot.spendableFrom >= lot.expiresAt
  const free = isHeld ? lot.earnedAt : lot.spendableFrom
  const spendableFrom = member['status'] === 'frozen' ? lot.expiresAt : free
  putRow(state, { c: 'lot', k: lot.lotId, d: { ...lot, memberId, spendableFrom }, storeId: null })
  state.lotEvents.set(lot.lotId, eventId)
  return []
}

function changeMember(
  state: ModelState,
  id: Uuid,
  { eventId }: Cause,
  change: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Dispute[] {
  const memberId = survivorId(state, id)
  const member = rowOf(state, 'member', memberId)
  if (!member) return [unknownMember(id, eventId)]
  putRow(state, { c: 'member', k: memberId, d: { ...member, ...change(member) }, storeId: null })
  return []
}

function use(state: ModelState, effect: Of<'coupon_used'>, { eventId }: Cause): Dispute[] {
  const subject = `${effect.couponId}:${effect.useNumber}`
  const coupon = rowOf(state, 'coupon', effect.couponId)
  if (!coupon) return [{ kind: 'coupon_unknown', subject, other: eventId }]
  const first = state.uses.get(subject)
  if (first) {
    if (coupon['status'] === 'issued')
      putRow(state, { c: 'coupon', k: effect.couponId, d: { ...coupon, status: 'disputed' }, storeId: null })
    return [{ kind: 'coupon_use', subject, other: first }]
  }
  const highest = Number(coupon['usesMax']) + Number(coupon['usesRestored'])
  if (effect.useNumber > highest) {
    const last = state.uses.get(`${effect.couponId}:${highest}`) ?? eventId
    return [{ kind: 'coupon_overused', subject, other: last }]
  }
  state.uses.set(subject, eventId)
  const usesDone = Math.max(Number(coupon['usesDone']), effect.useNumber)
  putRow(state, { c: 'coupon', k: effect.couponId, d: { ...coupon, usesDone }, storeId: null })
  const owner = coupon['memberId'] as Uuid | null
  const user = effect.memberId === null ? null : survivorId(state, effect.memberId)
  const disputes: Dispute[] = []
  if (coupon['status'] === 'revoked') disputes.push({ kind: 'coupon_revoked', subject, other: eventId })
  if (owner !== null && survivorId(state, owner) !== user)
    disputes.push({ kind: 'coupon_not_yours', subject, other: eventId })
  return disputes
}

function restore(state: ModelState, effect: Of<'coupon_restored'>, { eventId, usedBy }: Cause): Dispute[] {
  const subject = `${effect.couponId}:${effect.useNumber}`
  const coupon = rowOf(state, 'coupon', effect.couponId)
  const usedIn = state.uses.get(subject)
  if (!coupon || usedIn === undefined || usedIn !== usedBy || state.usesBack.has(subject)) {
    const other = state.usesBack.get(subject) ?? usedIn ?? eventId
    return [{ kind: 'restore_unknown', subject, other }]
  }
  state.usesBack.set(subject, eventId)
  const usesRestored = Number(coupon['usesRestored']) + 1
  putRow(state, { c: 'coupon', k: effect.couponId, d: { ...coupon, usesRestored }, storeId: null })
  return []
}

function issue(state: ModelState, { coupon }: Of<'coupon_issued'>, { eventId }: Cause): Dispute[] {
  const { couponId } = coupon
  if (rowOf(state, 'coupon', couponId)) return [{ kind: 'coupon_taken', subject: couponId, other: eventId }]
  if (coupon.memberId && isErased(state, coupon.memberId)) {
    return [unknownMember(coupon.memberId, eventId)]
  }
  const memberId = coupon.memberId && survivorId(state, coupon.memberId)
  putRow(state, { c: 'coupon', k: couponId, d: { ...coupon, memberId }, storeId: null })
  return []
}

function changeValue(state: ModelState, effect: Of<'value_changed'>, cause: Cause): Dispute[] {
  const { eventId, usedBy } = cause
  const accountId = survivorId(state, effect.accountId)
  const known = rowOf(state, 'account', accountId)
  const isMembers = rowOf(state, 'member', accountId) !== undefined
  if (isErased(state, effect.accountId)) return [unknownMember(effect.accountId, eventId)]
  const disputes: Dispute[] =
    known || isMembers ? [] : [{ kind: 'account_unknown', subject: accountId, other: eventId }]
  const memberId = isMembers ? accountId : null
  const account = known ?? { accountId, code: null, memberId, status: 'active', principal: 0, gift: 0 }
  const parts = { principal: effect.principal as number, gift: effect.gift as number }
  const after = { principal: 0, gift: 0 }
  let missing = 0
  for (const part of ['principal', 'gift'] as const) {
    const back = Math.max(0, parts[part])
    const left =
      Number(account[part]) + parts[part] - neverTaken(state, `${usedBy}:${accountId}:${part}`, back)
    const short = Math.max(0, -left)
    if (short > 0) loses(state, `${eventId}:${accountId}:${part}`, short)
    missing += short
    after[part] = Math.max(0, left)
  }
  putRow(state, { c: 'account', k: accountId, d: { ...account, ...after }, storeId: null })
  const other = state.valueEvents.get(accountId) ?? eventId
  state.valueEvents.set(accountId, eventId)
  return missing > 0 ? [...disputes, { kind: 'value_overdraft', subject: accountId, other }] : disputes
}

function takeStock(state: ModelState, effect: Of<'stock_taken'>, { eventId, storeId }: Cause): Dispute[] {
  const key = `${effect.storeId}:${effect.giftId}`
  const stock = rowOf(state, 'gift_stock', key)
  const left = Number(stock?.['left'] ?? 0)
  assert(effect.storeId === storeId, 'an event of another store is parked')
  if (stock && left > 0) {
    const d = { ...stock, left: Math.max(0, left - effect.amount) }
    putRow(state, { c: 'gift_stock', k: key, d, storeId })
  }
  return left >= effect.amount ? [] : [{ kind: 'stock_overdraft', subject: key, other: eventId }]
}

function isErased(state: ModelState, memberId: Uuid): boolean {
  return state.rows.get('member')?.get(memberId)?.d === null
}

function unknownMember(memberId: Uuid, eventId: Uuid): Dispute {
  return { kind: 'member_unknown', subject: memberId, other: eventId }
}
