import { assert } from '../../domain/assert.ts'
import type { AmountStanding, CouponStanding } from '../../domain/authority.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import type { LeaseKind } from '../../domain/risk.ts'
import type { Transaction } from '../database.ts'

/**
 * All that a decision goes by, in one round trip. `$1` coupons, `$2` members, `$3` accounts, `$4` all of them, `$5` the
 * event whose own reservations do not count against it, `$6` now, `$7` lots that end later count, `$8` the till.
 */
const standingSql = `SELECT
  EXISTS (SELECT 1 FROM denial d WHERE d."kind" = 'terminal' AND d."subject" = $8) AS "isTillDenied",
  EXISTS (SELECT 1 FROM denial d WHERE d."kind" IN ('member', 'coupon', 'account') AND d."subject" = ANY($4::uuid[]))
    OR EXISTS (SELECT 1 FROM account a WHERE a."accountId" = ANY($3::uuid[]) AND a."status" <> 'active') AS "isDenied",
  (SELECT jsonb_agg(jsonb_build_object('couponId', c."couponId", 'memberId', c."memberId", 'status', c."status", 'usesMax', c."usesMax",
      'usesRestored', c."usesRestored", 'usesDone', c."usesDone"))
    FROM coupon c WHERE c."couponId" = ANY($1::uuid[])) AS "coupons",
  (SELECT jsonb_agg(jsonb_build_object('couponId', u."couponId", 'useNumber', u."useNumber"))
    FROM coupon_use u WHERE u."couponId" = ANY($1::uuid[])) AS "uses",
  (SELECT jsonb_agg(jsonb_build_object('kind', r."kind", 'subjectId', r."subjectId", 'part', r."part",
      'amount', r."amount"))
    FROM reservation r WHERE r."subjectId" = ANY($4::uuid[]) AND r."eventId" <> $5 AND r."expiresAt" > $6) AS "reservations",
  (SELECT jsonb_agg(jsonb_build_object('kind', l."kind", 'subjectId', l."subjectId",
      'left', greatest(0, l."granted" - l."used")))
    FROM lease l WHERE l."subjectId" = ANY($4::uuid[])) AS "leases",
  (SELECT jsonb_agg(jsonb_build_object('memberId', m."memberId", 'status', m."status", 'debt', m."debt", 'points',
      (SELECT coalesce(sum(lot."points"), 0) FROM lot WHERE lot."memberId" = m."memberId"
        AND lot."spendableFrom" <= $6 AND lot."expiresAt" > $7)))
    FROM member m WHERE m."memberId" = ANY($2::uuid[])) AS "members",
  (SELECT jsonb_agg(jsonb_build_object('accountId', a."accountId", 'value', a."principal" + a."gift"))
    FROM account a WHERE a."accountId" = ANY($3::uuid[])) AS "accounts"`

interface Loaded {
  readonly isTillDenied: boolean
  readonly isDenied: boolean
  readonly coupons:
    | (Omit<CouponStanding, 'taken' | 'isSetAside' | 'isLeased'> & { readonly couponId: Uuid })[]
    | null
  readonly uses: { readonly couponId: Uuid; readonly useNumber: number }[] | null
  readonly reservations:
    | { readonly kind: LeaseKind; readonly subjectId: Uuid; readonly part: number; readonly amount: number }[]
    | null
  readonly leases: { readonly kind: LeaseKind; readonly subjectId: Uuid; readonly left: number }[] | null
  readonly members:
    | {
        readonly memberId: Uuid
        readonly status: Member['status']
        readonly debt: number
        readonly points: number
      }[]
    | null
  readonly accounts: { readonly accountId: Uuid; readonly value: number }[] | null
}

export interface Subjects {
  readonly coupons: readonly Uuid[]
  /** Survivors of merges. */
  readonly members: readonly Uuid[]
  readonly accounts: readonly Uuid[]
}

/** What a coupon's own text says of it. */
export type Vouched = Pick<CouponStanding, 'memberId' | 'usesMax'>

export interface Standing {
  readonly isTillDenied: boolean
  readonly isDenied: boolean
  readonly isMemberFrozen: boolean
  /** Null for a coupon the chain has not heard of, `unheard` when its own text vouches for it. */
  readonly coupon: (couponId: Uuid, unheard?: Vouched | null) => CouponStanding | null
  readonly points: (memberId: Uuid) => AmountStanding
  readonly value: (accountId: Uuid) => AmountStanding
}

/** How coupons, points and accounts stand, with what of them was promised. After `lockSubjects`. */
export async function readStanding(
  tx: Transaction,
  { coupons, members, accounts }: Subjects,
  asked: {
    readonly terminalId: Uuid
    readonly eventId: Uuid
    readonly now: number
    readonly lotsEndAfter: number
  },
): Promise<Standing> {
  const all = [...new Set([...coupons, ...members, ...accounts])]
  const [loaded] = await tx.query<Loaded>(standingSql, [
    coupons,
    members,
    accounts,
    all,
    asked.eventId,
    asked.now,
    asked.lotsEndAfter,
    asked.terminalId,
  ])
  assert(loaded, 'a select of sub-selects has one row')
  const { isTillDenied, isDenied } = loaded
  return {
    isTillDenied,
    isDenied,
    isMemberFrozen: (loaded.members ?? []).some(
      ({ status }) => status === 'frozen' || status === 'blacklisted',
    ),
    coupon: (couponId, unheard = null) => couponOf(loaded, couponId, unheard),
    points(memberId) {
      const member = loaded.members?.find((one) => one.memberId === memberId)
      return {
        balance: member?.points ?? 0,
        debt: member?.debt ?? 0,
        ...promised(loaded, 'points', memberId),
      }
    },
    value(accountId) {
      const balance = loaded.accounts?.find((one) => one.accountId === accountId)?.value ?? 0
      return { balance, debt: 0, ...promised(loaded, 'value', accountId) }
    },
  }
}

function couponOf(loaded: Loaded, couponId: Uuid, unheard: Vouched | null): CouponStanding | null {
  const known = loaded.coupons?.find((one) => one.couponId === couponId)
  const fresh = unheard && ({ ...unheard, status: 'issued', usesRestored: 0, usesDone: 0 } as const)
  const row = known ?? fresh
  if (!row) return null
  const used = (loaded.uses ?? []).flatMap((use) => (use.couponId === couponId ? [use.useNumber] : []))
  const reserved = (loaded.reservations ?? []).flatMap(({ kind, subjectId, part }) =>
    kind === 'coupon' && subjectId === couponId ? [part] : [],
  )
  const isLeased = (loaded.leases ?? []).some(
    ({ kind, subjectId }) => kind === 'coupon' && subjectId === couponId,
  )
  return { ...row, taken: new Set([...used, ...reserved]), isSetAside: reserved.length > 0, isLeased }
}

function promised(loaded: Loaded, kind: LeaseKind, subjectId: Uuid): { reserved: number; leased: number } {
  const of = (row: { readonly kind: LeaseKind; readonly subjectId: Uuid }) =>
    row.kind === kind && row.subjectId === subjectId
  return {
    reserved: (loaded.reservations ?? []).filter(of).reduce((sum, { amount }) => sum + amount, 0),
    leased: (loaded.leases ?? []).filter(of).reduce((sum, { left }) => sum + left, 0),
  }
}
