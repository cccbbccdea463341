import { assert } from '../../domain/assert.ts'
import type { Effect } from '../../domain/effect.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'
import { beforeAll, type Place, placeFrom, placeNumber } from './place.ts'

export type EffectKind = Effect['kind']

const columns = `kind, happenedAt, memberId, subjectId, templateId, amount, value, earnedAt, spendableFrom, expiresAt, body`
const addSql = `INSERT INTO effect (place, position, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const addCodeSql = `INSERT INTO own_code (kind, value, place, subjectId) VALUES (?, ?, ?, ?)`
const anyAfterSql = `SELECT 1 AS found FROM effect WHERE place > ? LIMIT 1`
const lastPlaceSql = `SELECT max(place) AS place FROM effect`
const ofMemberSql = `
SELECT place, ${columns} FROM effect WHERE memberId = ? AND place > ? ORDER BY place, position`
const ofSubjectSql = `
SELECT place, ${columns} FROM effect
WHERE subjectId = ? AND place > ? AND kind <> 'points_earned' ORDER BY place, position`
const usesOfMemberSql = `
SELECT place, ${columns} FROM effect
WHERE memberId = ? AND kind IN ('coupon_used', 'coupon_restored') ORDER BY place, position`
const ofTemplateSql = `
SELECT place, ${columns} FROM effect
WHERE templateId = ? AND place > ? AND kind IN ('coupon_used', 'coupon_restored') ORDER BY place, position`
const ofCodeSql = `
SELECT subjectId FROM own_code WHERE kind = ? AND value = ? AND place > ? ORDER BY place DESC LIMIT 1`
const enrolledSql = `
SELECT body FROM effect WHERE kind = 'member_enrolled' AND place > ? ORDER BY place DESC LIMIT ?`

const profilesChangedSql = `
SELECT memberId, max(place) AS last FROM effect WHERE kind = 'profile_changed' AND place > ?
GROUP BY memberId ORDER BY last DESC LIMIT ?`

/** An effect as the journal keeps it. */
export interface EffectRow {
  readonly kind: EffectKind
  /** Epoch ms: the event's time. */
  readonly happenedAt: number
  readonly memberId: Uuid | null
  /** The lot, coupon, account, lease, pool or store. */
  readonly subjectId: Uuid | null
  readonly templateId: Uuid | null
  /** Points, growth, debt, number of a use, index of a ticket, pieces, or fen of principal. */
  readonly amount: number
  /** Fen a coupon gave, or fen of the gift part. */
  readonly value: number
  readonly earnedAt: number | null
  readonly spendableFrom: number | null
  readonly expiresAt: number | null
  /** The whole effect of a rare kind, else null. */
  readonly effect: Effect | null
  /** Of its event, as `placeNumber`. */
  readonly place: number
}

interface Columns {
  readonly memberId?: Uuid | null
  readonly subjectId?: Uuid
  readonly templateId?: Uuid
  readonly amount?: number
  readonly value?: number
  readonly earnedAt?: number
  readonly spendableFrom?: number
  readonly expiresAt?: number | null
  /** Keeps the whole effect as JSON. */
  readonly whole?: true
}

/** What each kind keeps where. The kinds of every sale are columns; rare ones may be kept whole. */
function columnsOf(effect: Effect): Columns {
  switch (effect.kind) {
    case 'points_burned':
    case 'points_taken_back':
      return { memberId: effect.memberId, subjectId: effect.lotId, amount: effect.points }
    case 'points_earned': {
      const { memberId, lotId, points, earnedAt, spendableFrom, expiresAt } = effect
      return { memberId, subjectId: lotId, amount: points, earnedAt, spendableFrom, expiresAt }
    }
    case 'points_given_back': {
      const { memberId, lotId, points, expiresAt } = effect
      return { memberId, subjectId: lotId, amount: points, expiresAt }
    }
    case 'debt_changed':
      return { memberId: effect.memberId, amount: effect.change }
    case 'growth_added':
      return { memberId: effect.memberId, amount: effect.growth }
    case 'coupon_used': {
      const { memberId, couponId, templateId, useNumber, amount } = effect
      return { memberId, subjectId: couponId, templateId, amount: useNumber, value: amount }
    }
    case 'coupon_restored': {
      const { memberId, couponId, templateId, useNumber } = effect
      return { memberId, subjectId: couponId, templateId, amount: useNumber }
    }
    case 'coupon_issued': {
      const { memberId, couponId, templateId } = effect.coupon
      return { memberId, subjectId: couponId, templateId, whole: true }
    }
    case 'value_changed': {
      const { memberId, accountId, principal, gift } = effect
      return { memberId, subjectId: accountId, amount: principal, value: gift }
    }
    case 'lease_used':
      return { subjectId: effect.leaseId, amount: effect.amount }
    case 'stock_taken':
    case 'stock_moved':
      return { subjectId: effect.storeId, amount: effect.amount, whole: true }
    case 'ticket_drawn':
      return { memberId: effect.memberId, subjectId: effect.poolId, amount: effect.index }
    case 'family_spent':
    case 'family_given_back':
      return { memberId: effect.memberId, amount: effect.points, whole: true }
    case 'member_enrolled':
      return { memberId: effect.member.memberId, whole: true }
    case 'subscription_started':
    case 'consents_changed':
    case 'profile_changed':
    case 'member_bought':
      return { memberId: effect.memberId, whole: true }
  }
}

/** What an event does as the rows that keep it: those of `effect` (columns in the table's order) and of `own_code`. */
export interface EffectRows {
  readonly effects: readonly (readonly SqlValue[])[]
  readonly codes: readonly (readonly SqlValue[])[]
}

/** The rows of an event's effects. What `addEffects` writes and whoever checks a journal expects. */
export function effectRowsOf(
  event: Place & { readonly time: number },
  effects: readonly Effect[],
): EffectRows {
  const place = placeNumber(event)
  const rowOf = (effect: Effect, position: number) => {
    const row = columnsOf(effect)
    return [
      place,
      position,
      effect.kind,
      event.time,
      bytesOf(row.memberId),
      bytesOf(row.subjectId),
      bytesOf(row.templateId),
      row.amount ?? 0,
      row.value ?? null,
      row.earnedAt ?? null,
      row.spendableFrom ?? null,
      row.expiresAt ?? null,
      row.whole ? JSON.stringify(effect) : null,
    ]
  }
  return { effects: effects.map(rowOf), codes: effects.flatMap((effect) => codesOf(place, effect)) }
}

/** Keeps what an event does beside it, in the event's own transaction. */
export function addEffects(
  tx: Tx,
  event: Place & { readonly time: number },
  effects: readonly Effect[],
): void {
  const rows = effectRowsOf(event, effects)
  for (const row of rows.effects) tx.prepare(addSql).run(...row)
  for (const row of rows.codes) tx.prepare(addCodeSql).run(...row)
}

/** What an effect makes can be asked for by its codes. */
function codesOf(place: number, effect: Effect): SqlValue[][] {
  if (effect.kind === 'coupon_issued') {
    const { code, couponId } = effect.coupon
    return [['coupon', code, place, uuidToBytes(couponId)]]
  }
  if (effect.kind === 'profile_changed') {
    const { memberId, change } = effect
    return change.phone ? [['phone_hash', change.phone.hash, place, uuidToBytes(memberId)]] : []
  }
  if (effect.kind !== 'member_enrolled') return []
  const memberId = uuidToBytes(effect.member.memberId)
  return effect.identifiers.map(({ kind, value }) => [kind, value, place, memberId])
}

function bytesOf(id: Uuid | null | undefined): Uint8Array | null {
  return id ? uuidToBytes(id) : null
}

/** Whether anything this till did stands after a place: most often not, and then the replica is the whole truth. */
export function anyEffectAfter(db: ReadDb, place: Place): boolean {
  return db.prepare(anyAfterSql).get(placeNumber(place)) !== undefined
}

/** The last event that had an effect: while it stays the same, so does all this till did. */
export function lastEffectPlace(db: ReadDb): Place {
  const last = db.prepare(lastPlaceSql).get<{ place: number | null }>()?.place ?? null
  return last === null ? beforeAll : placeFrom(last)
}

/** What this till did for or by a member after a place, in order. */
export function effectsOfMember(db: ReadDb, memberId: Uuid, after: Place): EffectRow[] {
  return rows(db, ofMemberSql, [uuidToBytes(memberId), placeNumber(after)])
}

/** What this till did after a place to a lot (but making it), a coupon, an account, a pool or a store's stock, in order. */
export function effectsOnSubject(db: ReadDb, subjectId: Uuid, after: Place): EffectRow[] {
  return rows(db, ofSubjectSql, [uuidToBytes(subjectId), placeNumber(after)])
}

/** A member's uses of coupons at this till and those given back, ever, heard of by the chain or not. */
export function couponUsesOfMember(db: ReadDb, memberId: Uuid): EffectRow[] {
  return rows(db, usesOfMemberSql, [uuidToBytes(memberId)])
}

/** Uses of a template's coupons at this till after a place and those given back. */
export function usesOfTemplateAfter(db: ReadDb, templateId: Uuid, after: Place): EffectRow[] {
  return rows(db, ofTemplateSql, [uuidToBytes(templateId), placeNumber(after)])
}

/** The member or coupon made here after a place that a code names, or null. */
export function ownByCode(db: ReadDb, kind: string, value: string, after: Place): Uuid | null {
  const row = db.prepare(ofCodeSql).get<{ subjectId: Buffer }>(kind, value, placeNumber(after))
  return row ? uuidFromBytes(row.subjectId) : null
}

export type MemberEnrolledEffect = Extract<Effect, { kind: 'member_enrolled' }>

/** Members enrolled here after a place, the newest first. */
export function enrolledAfter(db: ReadDb, after: Place, limit: number): MemberEnrolledEffect[] {
  return db
    .prepare(enrolledSql)
    .all<{ body: string }>(placeNumber(after), limit)
    .map(({ body }) => JSON.parse(body) as MemberEnrolledEffect)
}

/** Members whose profile was put right here after a place, the latest first. */
export function profilesChangedAfter(db: ReadDb, after: Place, limit: number): Uuid[] {
  return db
    .prepare(profilesChangedSql)
    .all<{ memberId: Buffer }>(placeNumber(after), limit)
    .map(({ memberId }) => uuidFromBytes(memberId))
}

type Row = Omit<EffectRow, 'memberId' | 'subjectId' | 'templateId' | 'value' | 'effect'> & {
  readonly memberId: Buffer | null
  readonly subjectId: Buffer | null
  readonly templateId: Buffer | null
  readonly value: number | null
  readonly body: string | null
}

function rows(db: ReadDb, sql: string, values: readonly SqlValue[]): EffectRow[] {
  return db
    .prepare(sql)
    .all<Row>(...values)
    .map(({ memberId, subjectId, templateId, value, body, ...row }) => ({
      ...row,
      memberId: memberId && uuidFromBytes(memberId),
      subjectId: subjectId && uuidFromBytes(subjectId),
      templateId: templateId && uuidFromBytes(templateId),
      value: value ?? 0,
      effect: body === null ? null : (JSON.parse(body) as Effect),
    }))
}

/** The whole effect of a row of the kind `kind`. */
export function wholeEffect<K extends EffectKind>(row: EffectRow, kind: K): Extract<Effect, { kind: K }> {
  assert(row.effect?.kind === kind, `an effect ${kind} is kept whole`)
  return row.effect as Extract<Effect, { kind: K }>
}
