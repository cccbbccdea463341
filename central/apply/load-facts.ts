import { assert } from '../../domain/assert.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import {
  type CouponFact,
  type Facts,
  keyOfUse,
  type LotFact,
  type MemberFact,
  type UseFact,
} from './facts.ts'

/** All rows a batch may touch, in one round trip: `$1` lots, `$2` coupons, `$3` members. */
const loadSql = `SELECT
  (SELECT jsonb_agg(jsonb_build_object(
      'lotId', l."lotId", 'memberId', l."memberId", 'earnedAt', l."earnedAt", 'expiresAt', l."expiresAt",
      'points', l."points", 'lastEvent', (
        SELECT p."eventId" FROM points_entry p WHERE p."lotId" = l."lotId"
        ORDER BY p."lotId" DESC, p."number" DESC LIMIT 1)))
    FROM unnest($1::uuid[]) AS wanted(id) JOIN lot l ON l."lotId" = wanted.id) AS "lots",
  (SELECT jsonb_agg(jsonb_build_object(
      'couponId', c."couponId", 'usesMax', c."usesMax", 'usesDone', c."usesDone", 'status', c."status"))
    FROM unnest($2::uuid[]) AS wanted(id) JOIN coupon c ON c."couponId" = wanted.id) AS "coupons",
  (SELECT jsonb_agg(to_jsonb(u))
    FROM unnest($2::uuid[]) AS wanted(id) JOIN coupon_use u ON u."couponId" = wanted.id) AS "uses",
  (SELECT jsonb_agg(jsonb_build_object('memberId', m."memberId", 'growth', m."growth"))
    FROM unnest($3::uuid[]) AS wanted(id) JOIN member m ON m."memberId" = wanted.id) AS "members"`

interface Loaded {
  readonly lots: Omit<LotFact, 'isNew' | 'changed'>[] | null
  readonly coupons: Omit<CouponFact, 'changed'>[] | null
  readonly uses: UseFact[] | null
  readonly members: Omit<MemberFact, 'changed'>[] | null
}

/** The rows the effects of these events speak of, as they are before them. */
export async function loadFacts(tx: Transaction, events: readonly TillEvent[]): Promise<Facts> {
  const lotIds = new Set<Uuid>()
  const couponIds = new Set<Uuid>()
  const memberIds = new Set<Uuid>()
  for (const effect of events.flatMap((event) => effectsOf(event))) {
    if ('lotId' in effect) lotIds.add(effect.lotId)
    if ('couponId' in effect) couponIds.add(effect.couponId)
    else memberIds.add(effect.memberId)
  }
  const facts: Facts = {
    lots: new Map(),
    coupons: new Map(),
    members: new Map(),
    uses: new Map(),
    newUses: [],
    entries: [],
  }
  if (lotIds.size + couponIds.size + memberIds.size === 0) return facts
  const [loaded] = await tx.query<Loaded>(loadSql, [[...lotIds], [...couponIds], [...memberIds]])
  assert(loaded, 'a select of sub-selects has one row')
  for (const lot of loaded.lots ?? []) facts.lots.set(lot.lotId, { ...lot, isNew: false, changed: false })
  for (const coupon of loaded.coupons ?? []) facts.coupons.set(coupon.couponId, { ...coupon, changed: false })
  for (const member of loaded.members ?? []) facts.members.set(member.memberId, { ...member, changed: false })
  for (const use of loaded.uses ?? []) facts.uses.set(keyOfUse(use.couponId, use.useNumber), use)
  return facts
}
