import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import { bury, unbury } from '../tables/tombstone.ts'

/*
 * Whom head office freezes and what it withdraws stands on the deny-list in the same transaction: a till hears of that
 * before anything else and refuses it first (sync.md 4). Only what was put there so is taken away with the status; what
 * people denied themselves stays until they lift it.
 */

type Kept = 'member' | 'coupon' | 'account'

/** By collection its table, key, and the statuses nobody honours with the reason that is told. */
const kinds: { readonly [K in Kept]: { readonly key: string; readonly denied: string } } = {
  member: { key: 'memberId', denied: "'frozen', 'blacklisted'" },
  coupon: { key: 'couponId', denied: "'revoked'" },
  account: { key: 'accountId', denied: "'frozen'" },
}

const isOwn = (kind: Kept) => `denial."kind" = '${kind}' AND denial."reason" LIKE 'status: %'`

/** `$1`: ids, `$2`: now, `$3`: the number. */
const denySql = (kind: Kept) => `INSERT INTO denial ("kind", "subject", "since", "reason", "changeNumber")
  SELECT '${kind}', t."${kinds[kind].key}", $2, 'status: ' || t."status", $3::bigint FROM ${kind} t
  WHERE t."${kinds[kind].key}" = ANY($1::uuid[]) AND t."status" IN (${kinds[kind].denied})
  ON CONFLICT ("kind", "subject") DO UPDATE SET "reason" = excluded."reason", "changeNumber" = excluded."changeNumber"
    WHERE ${isOwn(kind)} AND denial."reason" <> excluded."reason"
  RETURNING "kind" || ':' || "subject"::text AS "key"`
/** `$1`: ids. A row that is gone needs no denial either: nothing of it is known any more. */
const liftSql = (kind: Kept) => `DELETE FROM denial WHERE ${isOwn(kind)} AND "subject" = ANY($1::uuid[])
    AND NOT EXISTS (SELECT FROM ${kind} t WHERE t."${kinds[kind].key}" = denial."subject"
      AND t."status" IN (${kinds[kind].denied}))
  RETURNING "kind" || ':' || "subject"::text AS "key"`
const statements = {
  member: { deny: denySql('member'), lift: liftSql('member') },
  coupon: { deny: denySql('coupon'), lift: liftSql('coupon') },
  account: { deny: denySql('account'), lift: liftSql('account') },
} as const

/** Brings the deny-list to what the rows of these ids say now. */
export async function keepDenials(
  tx: Transaction,
  kind: Kept,
  ids: readonly (Uuid | string)[],
  { now, changeNumber }: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  if (ids.length === 0) return
  const lifted = await tx.query<{ key: string }>(statements[kind].lift, [ids])
  const denied = await tx.query<{ key: string }>(statements[kind].deny, [ids, now, changeNumber])
  await bury(
    tx,
    'denial',
    lifted.map(({ key }) => key),
    changeNumber,
  )
  await unbury(
    tx,
    'denial',
    denied.map(({ key }) => key),
  )
}
