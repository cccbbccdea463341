import type { z } from 'zod'
import type { exposureAnswerSchema } from '../../contract/head-office.ts'
import { standardPolicy } from '../../domain/risk.ts'
import type { Statements } from '../database.ts'

type Answer = z.infer<typeof exposureAnswerSchema>

const storesSql = `SELECT s."storeId", s."number", coalesce(sum(t."exposure"), 0) AS "exposure",
    coalesce(jsonb_agg(jsonb_build_object('terminalId', t."terminalId", 'number', t."number", 'exposure', t."exposure",
      'seenAt', t."seenAt") ORDER BY t."enrolledAt", t."terminalId") FILTER (WHERE t."terminalId" IS NOT NULL), '[]') AS "terminals"
  FROM store s LEFT JOIN terminal t ON t."storeId" = s."storeId" AND t."revokedAt" IS NULL
  GROUP BY s."storeId", s."number" ORDER BY s."number"`
const limitsSql = `SELECT "tillExposureMax", "storeExposureMax" FROM policy ORDER BY "version" DESC LIMIT 1`

/**
 * What tills decided by themselves and nobody has secured, by store, as each till last told it, beside the limits in
 * force (sync.md 7, invariant 12). A store is over where its tills, out of each other's sight, came to more than it may.
 */
export async function exposureReport(from: Statements): Promise<Answer> {
  const [policy] = await from.query<Answer['limits']>(limitsSql)
  const { tillExposureMax, storeExposureMax } = policy ?? standardPolicy
  const limits = { tillExposureMax, storeExposureMax } as Answer['limits']
  const stores = await from.query<Omit<Answer['stores'][number], 'over'>>(storesSql)
  return { limits, stores: stores.map((store) => ({ ...store, over: store.exposure > storeExposureMax })) }
}
