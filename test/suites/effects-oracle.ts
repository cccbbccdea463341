import { expect } from 'vitest'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'

/*
 * What rows should say after events, worked out from the shared list of effects alone: a bookkeeper that knows nothing of
 * how the central posts.
 */

type Row = Readonly<Record<string, unknown>>
export type Table = ReadonlyMap<string, Row>

/** Expects that every row the effects speak of went from `before` to `after` as the list says. */
export function expectEffects(before: Table, after: Table, events: readonly TillEvent[]): number {
  const rows = new Map<string, Row>(before)
  const touched = new Map<string, Set<string>>()
  const effects = events.flatMap((event) => effectsOf(event))
  for (const effect of effects) {
    for (const { key, change } of changesOf(effect, rows)) {
      rows.set(key, { ...rows.get(key), ...change })
      const fields = touched.get(key) ?? new Set()
      for (const field of Object.keys(change)) fields.add(field)
      touched.set(key, fields)
    }
  }
  for (const [key, fields] of touched) {
    const [wanted, found] = [rows.get(key), after.get(key)]
    for (const field of fields) expect(found?.[field], `${key} ${field}`).toEqual(wanted?.[field])
  }
  return touched.size
}

function changesOf(effect: Effect, rows: Table): { key: string; change: Row }[] {
  const row = (key: string): Row => rows.get(key) ?? {}
  const add = (key: string, field: string, more: number) => ({
    key,
    change: { [field]: Math.max(0, Number(row(key)[field] ?? 0) + more) },
  })
  switch (effect.kind) {
    case 'points_burned':
    case 'points_taken_back':
      return [add(`lot ${effect.lotId}`, 'points', -effect.points)]
    case 'points_given_back':
      return [add(`lot ${effect.lotId}`, 'points', effect.points)]
    case 'points_earned': {
      const { kind: _, ...lot } = effect
      return [{ key: `lot ${effect.lotId}`, change: lot }]
    }
    case 'debt_changed':
      return [add(`member ${effect.memberId}`, 'debt', effect.change)]
    case 'growth_added':
      return [add(`member ${effect.memberId}`, 'growth', effect.growth)]
    case 'coupon_used':
      return [{ key: `coupon ${effect.couponId}`, change: { usesDone: effect.useNumber } }]
    case 'coupon_restored':
      return [add(`coupon ${effect.couponId}`, 'usesRestored', 1)]
    case 'coupon_issued':
      return [{ key: `coupon ${effect.coupon.couponId}`, change: { ...effect.coupon } }]
    case 'value_changed': {
      const key = `account ${effect.accountId}`
      const principal = Number(row(key)['principal'] ?? 0) + effect.principal
      return [{ key, change: { principal, gift: Number(row(key)['gift'] ?? 0) + effect.gift } }]
    }
    case 'lease_used':
      return [add(`lease ${effect.leaseId}`, 'used', effect.amount)]
    case 'stock_taken':
      return [add(`gift_stock ${effect.storeId}:${effect.giftId}`, 'left', -effect.amount)]
    case 'ticket_drawn':
      return [{ key: `lottery_pool ${effect.poolId}`, change: { drawn: effect.index + 1 } }]
    case 'subscription_started': {
      const { planId, until } = effect
      return [{ key: `member ${effect.memberId}`, change: { subscription: { planId, until } } }]
    }
    case 'family_spent': {
      const key = `member ${effect.memberId}`
      const family = row(key)['family'] as { readonly spent: number }
      return [{ key, change: { family: { ...family, spent: family.spent + effect.points } } }]
    }
    case 'family_given_back': {
      const key = `member ${effect.memberId}`
      const family = row(key)['family'] as { readonly spent: number }
      return [{ key, change: { family: { ...family, spent: Math.max(0, family.spent - effect.points) } } }]
    }
    case 'member_enrolled': {
      const { memberId, code, status, consents } = effect.member
      const identifiers = effect.identifiers.map((identifier) => ({
        key: `identifier ${identifier.kind}:${identifier.value}`,
        change: { ...identifier },
      }))
      return [{ key: `member ${memberId}`, change: { memberId, code, status, consents } }, ...identifiers]
    }
    case 'consents_changed':
      return [{ key: `member ${effect.memberId}`, change: { consents: effect.consents } }]
    case 'member_bought':
      return [{ key: `member ${effect.memberId}`, change: { hasBought: true } }]
    default:
      throw new Error(`no bookkeeping for ${(effect as { kind: string }).kind}`)
  }
}
