import type { Coupon } from '../../domain/coupon.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member, Subscription } from '../../domain/member.ts'
import type { returnNaively } from './naive-return.ts'
import type { settleNaively } from './naive-sale.ts'

/* What is known of lots, debts, growth, uses and balances: kept twice, once by the till's effects, once by the oracle. */

export interface Ledger {
  readonly lots: Map<string, Lot>
  readonly debts: Map<string, number>
  readonly growth: Map<string, number>
  readonly subscriptions: Map<string, Subscription>
  readonly bought: Set<string>
  readonly uses: Map<string, { readonly done: number; readonly restored: number }>
  readonly values: Map<string, { readonly principal: number; readonly gift: number }>
  readonly familySpent: Map<string, number>
}

export function newLedger(): Ledger {
  return {
    lots: new Map(),
    debts: new Map(),
    growth: new Map(),
    subscriptions: new Map(),
    bought: new Set(),
    uses: new Map(),
    values: new Map(),
    familySpent: new Map(),
  }
}

const add = (to: Map<string, number>, id: string, by: number) => {
  to.set(id, (to.get(id) ?? 0) + by)
}

const changeLot = (lots: Map<string, Lot>, lotId: string, by: number, newEnd: number | null = null) => {
  const lot = lots.get(lotId)
  if (!lot) throw new Error(`no lot ${lotId}`)
  // A new end is given to an expired lot: what it still held is gone.
  const points = ((newEnd === null ? lot.points : 0) + by) as Lot['points']
  if (points < 0) throw new Error(`lot ${lotId} at ${points}`)
  lots.set(lotId, { ...lot, points, expiresAt: newEnd ?? lot.expiresAt })
}

const changeValue = (ledger: Ledger, accountId: string, principal: number, gift: number) => {
  const { principal: p, gift: g } = ledger.values.get(accountId) ?? { principal: 0, gift: 0 }
  ledger.values.set(accountId, { principal: p + principal, gift: g + gift })
}

const countUse = (ledger: Ledger, couponId: string, useNumber: number) => {
  const { done, restored } = ledger.uses.get(couponId) ?? { done: 0, restored: 0 }
  ledger.uses.set(couponId, { done: Math.max(done, useNumber), restored })
}

const restoreCoupon = (ledger: Ledger, couponId: string) => {
  const { done, restored } = ledger.uses.get(couponId) ?? { done: 0, restored: 0 }
  ledger.uses.set(couponId, { done, restored: restored + 1 })
}

/** What the central does with an event: its effects, one after the other, on plain rows. */
export function applyEffects(ledger: Ledger, effects: readonly Effect[]): void {
  for (const effect of effects) {
    switch (effect.kind) {
      case 'points_burned':
      case 'points_taken_back':
        changeLot(ledger.lots, effect.lotId, -effect.points)
        break
      case 'points_given_back':
        changeLot(ledger.lots, effect.lotId, effect.points, effect.expiresAt)
        break
      case 'points_earned': {
        const { kind: _, ...lot } = effect
        ledger.lots.set(lot.lotId, lot)
        break
      }
      case 'debt_changed':
        add(ledger.debts, effect.memberId, effect.change)
        break
      case 'growth_added':
        add(ledger.growth, effect.memberId, effect.growth)
        break
      case 'coupon_used':
        countUse(ledger, effect.couponId, effect.useNumber)
        break
      case 'coupon_restored':
        restoreCoupon(ledger, effect.couponId)
        break
      case 'value_changed':
        changeValue(ledger, effect.accountId, effect.principal, effect.gift)
        break
      case 'subscription_started':
        ledger.subscriptions.set(effect.memberId, { planId: effect.planId, until: effect.until })
        break
      case 'family_spent':
        add(ledger.familySpent, effect.memberId, effect.points)
        break
      case 'family_given_back':
        add(ledger.familySpent, effect.memberId, -effect.points)
        break
      case 'member_bought':
        ledger.bought.add(effect.memberId)
        break
      default:
        throw new Error(`a sale or return has no ${effect.kind}`)
    }
  }
}

type NaiveSale = Extract<ReturnType<typeof settleNaively>, { readonly sale: unknown }>['sale']
type NaiveReturn = Extract<ReturnType<typeof returnNaively>, { readonly returned: unknown }>['returned']

/** What the oracle's sale does to the oracle's own rows. */
export function bookSale(ledger: Ledger, sale: NaiveSale): void {
  for (const { lotId, points } of sale.burned?.lots ?? []) changeLot(ledger.lots, lotId, -points)
  for (const { couponId, useNumber } of sale.coupons) countUse(ledger, couponId, useNumber)
  for (const tender of sale.tenders)
    if (tender.accountId !== undefined)
      changeValue(ledger, tender.accountId, -(tender.principal ?? 0), -(tender.gift ?? 0))
  const { member, earned } = sale
  if (!member) return
  if (earned && earned.points > 0) {
    const { gross: _gross, debtPaid: _paid, ...lot } = earned
    ledger.lots.set(earned.lotId, { ...lot, memberId: member.memberId } as unknown as Lot)
  }
  if (earned && earned.debtPaid > 0) add(ledger.debts, member.memberId, -earned.debtPaid)
  if (sale.growth !== 0) add(ledger.growth, member.memberId, sale.growth)
  if (sale.burned && sale.burned.ofFamily > 0) add(ledger.familySpent, member.memberId, sale.burned.ofFamily)
  if (sale.plan) ledger.subscriptions.set(member.memberId, sale.plan)
  if (member.status === 'active') ledger.bought.add(member.memberId)
}

/** What the oracle's return does to them. */
export function bookReturn(ledger: Ledger, returned: NaiveReturn): void {
  for (const { lotId, points } of returned.takenBack.lots) changeLot(ledger.lots, lotId, -points)
  for (const lot of returned.givenBack.lots as { lotId: string; points: number; expiresAt: number | null }[])
    changeLot(ledger.lots, lot.lotId, lot.points, lot.expiresAt)
  for (const { couponId } of returned.couponsRestored) restoreCoupon(ledger, couponId)
  for (const tender of returned.refunds as { accountId?: string; principal?: number; gift?: number }[])
    if (tender.accountId !== undefined)
      changeValue(ledger, tender.accountId, tender.principal ?? 0, tender.gift ?? 0)
  if (returned.memberId === null) return
  if (returned.takenBack.debt > 0) add(ledger.debts, returned.memberId, returned.takenBack.debt)
  if (returned.growth !== 0) add(ledger.growth, returned.memberId, -returned.growth)
  const { ofFamily } = returned.givenBack
  if (ofFamily) add(ledger.familySpent, returned.memberId, -ofFamily.points)
}

/** A member, their lots and their coupons as the ledger has them now. */
export function memberNow(ledger: Ledger, member: Member): Member {
  const { memberId } = member
  return {
    ...member,
    debt: (ledger.debts.get(memberId) ?? 0) as Member['debt'],
    growth: ledger.growth.get(memberId) ?? 0,
    subscription: ledger.subscriptions.get(memberId) ?? member.subscription,
    hasBought: ledger.bought.has(memberId),
  }
}

export function lotsNow(ledger: Ledger, memberId: string): Lot[] {
  return [...ledger.lots.values()].filter((lot) => lot.memberId === memberId)
}

export function couponNow(ledger: Ledger, coupon: Coupon): Coupon {
  const { done, restored } = ledger.uses.get(coupon.couponId) ?? { done: 0, restored: 0 }
  return { ...coupon, usesDone: done, usesRestored: restored }
}
