import { assert } from '../../domain/assert.ts'
import type { Effect } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Lease } from '../../domain/risk.ts'
import type { Transaction } from '../database.ts'
import { lockSubjects, survivorsOf } from '../risk/subjects.ts'
import { type Facts, keyOfUse } from './facts.ts'
import { keyOfCouponLoss, type Promises, type Reservation, type Who, whoOf } from './promises.ts'

/**
 * What was promised of coupons, members and accounts (`$1`): reservations that have not lapsed at `$2`, leases, lots of
 * members of whom anything was promised, who used the numbers of coupons (`$3`, `$4`) that the batch uses again, and the
 * uses people have to decide about, and what was lost of them.
 */
const promisesSql = `WITH reserved AS (
    SELECT r."eventId", r."kind", r."subjectId", r."part", r."amount" FROM reservation r
    WHERE r."subjectId" = ANY($1::uuid[]) AND r."expiresAt" > $2
  ), leased AS (SELECT to_jsonb(l) - 'changeNumber' AS "lease", l."subjectId", l."kind" FROM lease l
    WHERE l."subjectId" = ANY($1::uuid[])
  ), promised AS (
    SELECT "subjectId" FROM reserved WHERE "kind" = 'points' UNION SELECT "subjectId" FROM leased WHERE "kind" = 'points'
  ) SELECT
  coalesce((SELECT p."overdraftMax" FROM policy p ORDER BY p."version" DESC LIMIT 1), 0) AS "overdraftMax",
  (SELECT jsonb_agg(to_jsonb(reserved)) FROM reserved) AS "reservations",
  (SELECT jsonb_agg(leased."lease") FROM leased) AS "leases",
  (SELECT jsonb_agg(to_jsonb(l) - 'changeNumber') FROM lot l
    WHERE l."points" > 0 AND l."memberId" IN (SELECT "subjectId" FROM promised)) AS "lots",
  (SELECT jsonb_agg(DISTINCT e."body") FROM unnest($3::uuid[], $4::bigint[]) AS wanted("couponId", "useNumber")
    JOIN coupon_use u ON u."couponId" = wanted."couponId" AND u."useNumber" = wanted."useNumber"
    JOIN event e ON e."id" = u."eventId" AND NOT e."idTaken") AS "users",
  (SELECT jsonb_agg(jsonb_build_object('subject', d."subject", 'eventId', d."eventId")) FROM dispute d
    WHERE d."kind" = 'coupon_use' AND d."outcome" IS NULL
      AND d."subject" IN (SELECT id::text || ':' || n FROM unnest($3::uuid[], $4::bigint[]) AS u(id, n))) AS "disputed",
  (SELECT jsonb_agg(to_jsonb(lost)) FROM (SELECT c."eventId", c."subject",
      sum(CASE c."debit" WHEN 'loss' THEN c."amount" ELSE -c."amount" END) AS "amount"
    FROM coupon_loss c
    WHERE c."subject" IN (SELECT id::text || ':' || n FROM unnest($3::uuid[], $4::bigint[]) AS u(id, n))
    GROUP BY c."eventId", c."subject") lost) AS "lost"`

interface Loaded {
  readonly overdraftMax: number
  readonly reservations: Reservation[] | null
  readonly leases: Lease[] | null
  readonly lots: Lot[] | null
  readonly users: string[] | null
  readonly lost: { readonly eventId: Uuid; readonly subject: string; readonly amount: number }[] | null
  readonly disputed: { readonly subject: string; readonly eventId: Uuid }[] | null
}

/** What nobody promised anything of. */
export function noPromises(): Promises {
  return {
    reservations: [],
    overdraftMax: 0,
    covers: new Map(),
    who: new Map(),
    disputedUses: new Map(),
    couponLost: new Map(),
  }
}

/** Adds to the facts what was promised of them. After the subjects were locked. */
export async function loadPromises(
  tx: Transaction,
  facts: Facts,
  { subjects, uses, now }: Spent & { readonly now: number },
): Promise<Promises> {
  const [loaded] = await tx.query<Loaded>(promisesSql, [
    subjects,
    now,
    uses.map(({ couponId }) => couponId),
    uses.map(({ useNumber }) => useNumber),
  ])
  assert(loaded, 'a select of sub-selects has one row')
  for (const row of loaded.leases ?? []) facts.leases.set(row.leaseId, { row, changed: false })
  for (const row of loaded.lots ?? []) {
    if (!facts.lots.has(row.lotId)) facts.lots.set(row.lotId, { row, changed: false, lastEvent: null })
  }
  const who = (loaded.users ?? []).map((body): [Uuid, Who] => {
    const event = JSON.parse(body) as TillEvent
    return [event.id, whoOf(event)]
  })
  return {
    reservations: loaded.reservations ?? [],
    overdraftMax: loaded.overdraftMax,
    covers: new Map(),
    who: new Map(who),
    couponLost: new Map(
      (loaded.lost ?? []).map(({ eventId, subject, amount }) => [keyOfCouponLoss(eventId, subject), amount]),
    ),
    disputedUses: new Map((loaded.disputed ?? []).map(({ subject, eventId }) => [subject, eventId])),
  }
}

/** What of a batch was perhaps promised to somebody. */
interface Spent {
  /** Coupons, and members and accounts under the ids of survivors. */
  readonly subjects: readonly Uuid[]
  readonly uses: readonly { readonly couponId: Uuid; readonly useNumber: number }[]
}

/** Makes this transaction the only one that decides about what a batch spends, until it ends. */
export async function lockSpent(tx: Transaction, effects: readonly Effect[]): Promise<Spent> {
  const uses = new Map<string, { couponId: Uuid; useNumber: number }>()
  const owners = new Set<Uuid>()
  for (const effect of effects) {
    if (effect.kind === 'coupon_used' || effect.kind === 'coupon_restored') {
      const { couponId, useNumber } = effect
      uses.set(keyOfUse(couponId, useNumber), { couponId, useNumber })
    }
    if (effect.kind === 'points_burned' || effect.kind === 'points_taken_back') owners.add(effect.memberId)
    if (effect.kind === 'value_changed') owners.add(effect.accountId)
  }
  const survivor = await survivorsOf(tx, [...owners])
  const coupons = [...uses.values()].map(({ couponId }) => couponId)
  const subjects = [...new Set([...coupons, ...[...owners].map(survivor)])]
  await lockSubjects(tx, subjects)
  return { subjects, uses: [...uses.values()] }
}
