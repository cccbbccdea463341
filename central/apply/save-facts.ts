import type { Transaction } from '../database.ts'
import type { Facts } from './facts.ts'

const addLotsSql = `INSERT INTO lot ("lotId", "memberId", "earnedAt", "expiresAt", "points", "changeNumber")
  SELECT r."lotId", r."memberId", r."earnedAt", r."expiresAt", r."points", $2::bigint
  FROM jsonb_populate_recordset(NULL::lot, $1::jsonb) r`
const changeLotsSql = `UPDATE lot t SET "points" = r."points", "changeNumber" = $2::bigint
  FROM jsonb_populate_recordset(NULL::lot, $1::jsonb) r WHERE t."lotId" = r."lotId"`
const changeCouponsSql = `UPDATE coupon t SET "usesDone" = r."usesDone", "changeNumber" = $2::bigint
  FROM jsonb_populate_recordset(NULL::coupon, $1::jsonb) r WHERE t."couponId" = r."couponId"`
const changeMembersSql = `UPDATE member t SET "growth" = r."growth", "changeNumber" = $2::bigint
  FROM jsonb_populate_recordset(NULL::member, $1::jsonb) r WHERE t."memberId" = r."memberId"`
const addUsesSql = `INSERT INTO coupon_use
  SELECT * FROM jsonb_populate_recordset(NULL::coupon_use, $1::jsonb)`
const addEntriesSql = `INSERT INTO points_entry ("eventId", "memberId", "lotId", "debit", "credit", "points")
  SELECT r."eventId", r."memberId", r."lotId", r."debit", r."credit", r."points"
  FROM jsonb_populate_recordset(NULL::points_entry, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`

/** Writes back what the events changed, under the transaction's change number. */
export async function saveFacts(tx: Transaction, facts: Facts, changeNumber: number): Promise<void> {
  const write = async (sql: string, rows: readonly object[]) => {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows), changeNumber])
  }
  const append = async (sql: string, rows: readonly object[]) => {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows)])
  }
  const changed = <T extends { readonly changed: boolean }>(rows: Iterable<T>) =>
    [...rows].filter((row) => row.changed)
  const lots = changed(facts.lots.values())
  await write(
    addLotsSql,
    lots.filter((lot) => lot.isNew),
  )
  await write(
    changeLotsSql,
    lots.filter((lot) => !lot.isNew),
  )
  await write(changeCouponsSql, changed(facts.coupons.values()))
  await write(changeMembersSql, changed(facts.members.values()))
  await append(addUsesSql, facts.newUses)
  await append(addEntriesSql, facts.entries)
}
