import type { CollectionName } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { Transaction } from '../database.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { putHistoriesSql } from '../tables/member-history.ts'
import { addCashMoves, putShifts } from '../tables/shift.ts'
import { bury, unbury } from '../tables/tombstone.ts'
import { type Fact, type Facts, keyOfIdentifier } from './facts.ts'

const putUsesSql = `INSERT INTO coupon_use
  SELECT * FROM jsonb_populate_recordset(NULL::coupon_use, $1::jsonb)
  ON CONFLICT ("couponId", "useNumber") DO UPDATE SET
    "eventId" = excluded."eventId", "terminalId" = excluded."terminalId", "memberId" = excluded."memberId",
    "usedAt" = excluded."usedAt", "amount" = excluded."amount", "authority" = excluded."authority",
    "restoredBy" = excluded."restoredBy", "restoredAt" = excluded."restoredAt"`
const addCouponLossesSql = `INSERT INTO coupon_loss ("eventId", "other", "subject", "debit", "credit", "amount")
  SELECT r."eventId", r."other", r."subject", r."debit", r."credit", r."amount"
  FROM jsonb_populate_recordset(NULL::coupon_loss, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`
const addEntriesSql = `INSERT INTO points_entry ("eventId", "memberId", "lotId", "debit", "credit", "points")
  SELECT r."eventId", r."memberId", r."lotId", r."debit", r."credit", r."points"
  FROM jsonb_populate_recordset(NULL::points_entry, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`
const addValueEntriesSql = `INSERT INTO value_entry ("eventId", "accountId", "part", "debit", "credit", "amount")
  SELECT r."eventId", r."accountId", r."part", r."debit", r."credit", r."amount"
  FROM jsonb_populate_recordset(NULL::value_entry, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`
const addReturnedSql = `INSERT INTO returned_line SELECT * FROM jsonb_populate_recordset(NULL::returned_line, $1::jsonb)`
const addDrawsSql = `INSERT INTO lottery_draw SELECT * FROM jsonb_populate_recordset(NULL::lottery_draw, $1::jsonb)`
/** `$1`: keys as they travel. */
const removeIdentifiersSql = `DELETE FROM identifier
  WHERE ("kind", "value") IN (SELECT split_part(k, ':', 1), substr(k, strpos(k, ':') + 1) FROM unnest($1::text[]) k)`
/** Receipt numbers are the till's own; of two sales that claim one the first keeps it. */
const addReceiptsSql = `INSERT INTO sale_receipt SELECT * FROM jsonb_populate_recordset(NULL::sale_receipt, $1::jsonb)
  ON CONFLICT DO NOTHING`
const addCampaignsSql = `INSERT INTO campaign_figure
  SELECT * FROM jsonb_populate_recordset(NULL::campaign_figure, $1::jsonb)
  ON CONFLICT ("campaignId") DO UPDATE SET "shown" = campaign_figure."shown" + excluded."shown",
    "used" = campaign_figure."used" + excluded."used", "toPay" = campaign_figure."toPay" + excluded."toPay"`
const addSuggestionsSql = `INSERT INTO suggestion_figure
  SELECT * FROM jsonb_populate_recordset(NULL::suggestion_figure, $1::jsonb)
  ON CONFLICT ("sku") DO UPDATE SET "shown" = suggestion_figure."shown" + excluded."shown",
    "taken" = suggestion_figure."taken" + excluded."taken"`

/** Writes back what the events changed, under the transaction's change number. */
export async function saveFacts(tx: Transaction, facts: Facts, changeNumber: number): Promise<void> {
  const put = async (collection: CollectionName, byKey: ReadonlyMap<unknown, Fact<object>>) => {
    const rows = changedRows(byKey)
    const table = chainTable(collection)
    assert(table, 'a collection of the feed')
    if (rows.length > 0) await tx.query(upsertSql(table), [JSON.stringify(rows), changeNumber])
  }
  const append = async (sql: string, rows: readonly object[]) => {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows)])
  }
  await put('member', facts.members)
  await removeIdentifiers(tx, [...facts.identifiersGone], changeNumber)
  await put('identifier', facts.identifiers)
  await unbury(tx, 'identifier', changedRows(facts.identifiers).map(keyOfIdentifier))
  await put('lot', facts.lots)
  await put('coupon', facts.coupons)
  await put('account', facts.accounts)
  await put('lease', facts.leases)
  await put('gift_stock', facts.stocks)
  await put('lottery_pool', facts.pools)
  await put('budget', facts.budgets)
  await append(putUsesSql, changedRows(facts.uses))
  await append(putHistoriesSql, changedRows(facts.histories))
  await append(addEntriesSql, facts.entries)
  await append(addCouponLossesSql, facts.couponLosses)
  await append(addValueEntriesSql, facts.valueEntries)
  await append(addReturnedSql, facts.newReturned)
  await append(addDrawsSql, facts.draws)
  await append(addReceiptsSql, facts.receipts)
  await putShifts(
    tx,
    facts.shifts.flatMap(({ row, changed }) => (changed ? [row] : [])),
  )
  await addCashMoves(tx, facts.cashMoves)
  await append(
    addCampaignsSql,
    [...facts.campaigns].map(([campaignId, figure]) => ({ campaignId, ...figure })),
  )
  await append(
    addSuggestionsSql,
    [...facts.suggestions].map(([sku, figure]) => ({ sku, ...figure })),
  )
}

async function removeIdentifiers(
  tx: Transaction,
  keys: readonly string[],
  changeNumber: number,
): Promise<void> {
  if (keys.length === 0) return
  await tx.query(removeIdentifiersSql, [keys])
  await bury(tx, 'identifier', keys, changeNumber)
}

function changedRows<Row extends object>(byKey: ReadonlyMap<unknown, Fact<Row>>): Row[] {
  return [...byKey.values()].flatMap(({ row, changed }) => (changed ? [row] : []))
}
