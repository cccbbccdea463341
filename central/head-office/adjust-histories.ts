import { monthKey } from '../../domain/time.ts'
import type { Transaction } from '../database.ts'

const zoneSql = 'SELECT "timeZone" FROM store ORDER BY "number" LIMIT 1'
/** `$1`: the rows to be written; `$2`: the month. Members without a history begin theirs with the growth they have. */
const adjustSql = `UPDATE member_history h SET "months" = jsonb_set(h."months", ARRAY[$2::text],
    coalesce(h."months"->$2::text, '{"spent": 0, "growth": 0, "purchases": 0, "interactions": 0}')
      || jsonb_build_object('growth', coalesce((h."months"->$2::text->>'growth')::bigint, 0) + r."growth" - m."growth"))
  FROM jsonb_populate_recordset(NULL::member, $1::jsonb) r JOIN member m ON m."memberId" = r."memberId"
  WHERE h."memberId" = r."memberId" AND r."growth" <> m."growth"`

/** Growth head office gives or takes counts in the month it does, so that the nightly review goes by it. */
export async function adjustHistories(tx: Transaction, rows: string, now: number): Promise<void> {
  const [zone] = await tx.query<{ timeZone: string }>(zoneSql)
  if (zone) await tx.query(adjustSql, [rows, monthKey(now, zone.timeZone)])
}
