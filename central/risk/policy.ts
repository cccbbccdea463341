import { z } from 'zod'
import { policyLimitsSchema } from '../../contract/risk.ts'
import { assert } from '../../domain/assert.ts'
import { type RiskPolicy, standardPolicy } from '../../domain/risk.ts'
import type { Database, Transaction } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { type SigningKey, signed } from '../signing.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'

interface Publisher {
  readonly database: Database
  readonly signingKey: SigningKey
}

const newestSql = 'SELECT max("version") AS "version" FROM policy'

/** What a till goes by before it heard of any is version 0. */
const firstVersion = 1

/** Longest reason given for a document that was not taken. */
const reasonMax = 400

/**
 * Signs and publishes new limits; tills go by the newest they have. Refuses `policy_broken` (400) with where and why,
 * `version_taken` (409): versions only go up, so that no copy of an old one loosens a limit.
 */
export async function publishPolicy(
  publisher: Publisher,
  document: unknown,
  now: number,
): Promise<{ readonly version: number; readonly changeNumber: number }> {
  const parsed = policyLimitsSchema.safeParse(document)
  if (!parsed.success) {
    throw new RequestRefused(400, 'policy_broken', z.prettifyError(parsed.error).slice(0, reasonMax))
  }
  const limits = parsed.data
  return publisher.database.transaction(async (tx) => {
    await lockChanges(tx)
    const newest = await newestVersion(tx)
    if (limits.version <= newest) {
      throw new RequestRefused(409, 'version_taken', `the limits have version ${newest} already`)
    }
    return { version: limits.version, changeNumber: await put(tx, publisher.signingKey, limits, now) }
  })
}

/** Publishes the limits of sync.md 7 in a chain that has none. */
export async function publishFirstPolicy({ database, signingKey }: Publisher, now: number): Promise<void> {
  await database.transaction(async (tx) => {
    await lockChanges(tx)
    if ((await newestVersion(tx)) > 0) return
    await put(tx, signingKey, { ...standardPolicy, version: firstVersion }, now)
  })
}

async function newestVersion(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ version: number | null }>(newestSql)
  return row?.version ?? 0
}

async function put(tx: Transaction, key: SigningKey, limits: RiskPolicy, now: number): Promise<number> {
  const changeNumber = await nextChangeNumber(tx, now)
  const table = chainTable('policy')
  assert(table, 'a collection of the feed')
  await tx.query(upsertSql(table), [JSON.stringify([signed(key, limits)]), changeNumber])
  return changeNumber
}
