import type { z } from 'zod'
import type {
  accountAnswerSchema,
  campaignsAnswerSchema,
  ledgersAnswerSchema,
  messagesAnswerSchema,
  suggestionsAnswerSchema,
} from '../../contract/head-office.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import type { Statements } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { listed, type Page } from './reports.ts'

type Answer<S extends z.ZodType> = z.infer<S>

const campaignsSql =
  'SELECT "campaignId", "shown", "used", "toPay" FROM campaign_figure ORDER BY "campaignId"'
const suggestionsSql =
  'SELECT "sku", "shown", "taken" FROM suggestion_figure ORDER BY "taken" DESC, "shown" DESC, "sku" LIMIT $1'
const messagesSql = 'SELECT * FROM message WHERE "number" > $1 ORDER BY "number" LIMIT $2'
const pointsSumsSql = `SELECT side."account", sum(side."points") AS "sum" FROM points_entry p
  CROSS JOIN LATERAL (VALUES (p."credit", p."points"), (p."debit", -p."points")) AS side("account", "points")
  GROUP BY side."account" ORDER BY side."account"`
const valueSumsSql = `SELECT p."part", side."account", sum(side."amount") AS "sum" FROM value_entry p
  CROSS JOIN LATERAL (VALUES (p."credit", p."amount"), (p."debit", -p."amount")) AS side("account", "amount")
  GROUP BY p."part", side."account" ORDER BY p."part", side."account"`
const couponSumsSql = `SELECT side."account", sum(side."amount") AS "sum" FROM coupon_loss p
  CROSS JOIN LATERAL (VALUES (p."credit", p."amount"), (p."debit", -p."amount")) AS side("account", "amount")
  GROUP BY side."account" ORDER BY side."account"`
const accountSql = `SELECT to_jsonb(a) - 'changeNumber' AS "account", a."changeNumber" FROM account a WHERE a."accountId" = $1`
/** The newest entries an account's report shows. */
const entriesShown = 1_000
const entriesSql = `SELECT "eventId", "part", "debit", "credit", "amount" FROM value_entry
  WHERE "accountId" = $1 ORDER BY "number" DESC LIMIT ${entriesShown}`
const accountLedgerSql = `SELECT "part", sum(CASE WHEN "credit" = 'value' THEN "amount" ELSE 0 END)
    - sum(CASE WHEN "debit" = 'value' THEN "amount" ELSE 0 END) AS "sum"
  FROM value_entry WHERE "accountId" = $1 GROUP BY "part"`

export async function campaignsReport(from: Statements): Promise<Answer<typeof campaignsAnswerSchema>> {
  const campaigns = await from.query<Answer<typeof campaignsAnswerSchema>['campaigns'][number]>(campaignsSql)
  return { campaigns: [...campaigns] }
}

/** The products suggested, those taken most often first. */
export async function suggestionsReport(
  from: Statements,
  limit: number,
): Promise<Answer<typeof suggestionsAnswerSchema>> {
  const rows = await from.query<Answer<typeof suggestionsAnswerSchema>['suggestions'][number]>(
    suggestionsSql,
    [limit + 1],
  )
  return { suggestions: rows.slice(0, limit), more: rows.length > limit }
}

export async function messagesReport(
  from: Statements,
  page: Page,
): Promise<Answer<typeof messagesAnswerSchema>> {
  const { rows, more } = await listed<Answer<typeof messagesAnswerSchema>['messages'][number]>(
    from,
    messagesSql,
    page,
  )
  return { messages: rows, more }
}

/** What the ledgers come to, account by account. */
export async function ledgersReport(from: Statements): Promise<Answer<typeof ledgersAnswerSchema>> {
  const points = await from.query<{ account: string; sum: number }>(pointsSumsSql)
  const value = await from.query<{ part: string; account: string; sum: number }>(valueSumsSql)
  const ofPart = (part: string) =>
    value.filter((row) => row.part === part).map(({ account, sum }) => ({ account, sum }))
  const coupons = await from.query<{ account: string; sum: number }>(couponSumsSql)
  return {
    points: [...points],
    principal: ofPart('principal'),
    gift: ofPart('gift'),
    coupons: [...coupons],
  }
}

/** An account with its entries, newest first, and what they come to. Refuses `account_unknown`. */
export async function accountReport(
  from: Statements,
  accountId: Uuid,
): Promise<Answer<typeof accountAnswerSchema>> {
  const [row] = await from.query<{ account: ValueAccount; changeNumber: number }>(accountSql, [accountId])
  if (!row) throw new RequestRefused(404, 'account_unknown', 'no account has this id')
  type Report = Answer<typeof accountAnswerSchema>
  const entries = await from.query<Report['entries'][number]>(entriesSql, [accountId])
  const sums = await from.query<{ part: string; sum: number }>(accountLedgerSql, [accountId])
  const sumOf = (part: string) => sums.find((sum) => sum.part === part)?.sum ?? 0
  const ledger = { principal: sumOf('principal'), gift: sumOf('gift') } as Report['ledger']
  return { account: row.account, changeNumber: row.changeNumber, entries: [...entries], ledger }
}
