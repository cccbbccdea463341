import { eventDataSchemas } from '../../contract/event-data.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import { auditPool, type HeardDraw, type PoolFinding } from '../../domain/lottery-audit.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Database } from '../database.ts'
import { sha256Hex } from '../signing.ts'
import { type MaybeArchived, withBodies } from '../tables/archive-segment.ts'

/** What opening a pool showed. */
export interface AuditReport {
  readonly poolId: Uuid
  readonly terminalId: Uuid
  /** As it was published before the first draw. */
  readonly root: string
  readonly publishedAt: number
  readonly tickets: number
  readonly draws: number
  /** What the pool was sealed with: with it anybody can prove the same. */
  readonly seed: string
  /** Empty = all is as it was promised. */
  readonly findings: readonly (PoolFinding | { readonly what: 'root_changed' | 'rules_gone' })[]
}

/** No pool has this id; the message is for the operator. */
export class PoolUnknown extends Error {
  override readonly name = 'PoolUnknown'
}

const poolSql = `SELECT to_jsonb(p) - 'changeNumber' AS "pool", r."root" AS "promised", r."publishedAt", g."body" AS "rules"
  FROM lottery_pool p JOIN pool_root r ON r."poolId" = p."poolId"
  LEFT JOIN programme g ON g."version" = r."programmeVersion" WHERE p."poolId" = $1`
const drawsSql = `SELECT e."terminalId", e."epoch", e."seq", e."body" FROM lottery_draw d
  JOIN event e ON e."id" = d."eventId" AND NOT e."idTaken" WHERE d."poolId" = $1`
const openSql = 'UPDATE pool_root SET "openedAt" = coalesce("openedAt", $2) WHERE "poolId" = $1'

/**
 * Opens a pool and proves every draw of it from the events as the tills signed them, against the root published before
 * (loyalty.md 4). Throws `PoolUnknown`.
 */
export async function auditPoolById(database: Database, poolId: Uuid, now: number): Promise<AuditReport> {
  const [row] = await database.query<{
    pool: LotteryPool
    promised: string
    publishedAt: number
    rules: Programme | null
  }>(poolSql, [poolId])
  if (!row) throw new PoolUnknown(`no pool ${poolId}`)
  const { pool, promised, publishedAt, rules } = row
  const events = await withBodies(database, await database.query<MaybeArchived>(drawsSql, [poolId]))
  const draws = events.map(({ epoch, seq, body }): HeardDraw => {
    const { data } = JSON.parse(body) as { readonly data: unknown }
    return { drawn: eventDataSchemas['lottery.drawn'].parse(data), epoch, seq }
  })
  const lottery = rules?.lottery ?? null
  const findings: AuditReport['findings'][number][] = []
  if (pool.root !== promised) findings.push({ what: 'root_changed' })
  if (lottery) findings.push(...auditPool({ ...pool, root: promised }, draws, lottery, sha256Hex))
  else findings.push({ what: 'rules_gone' })
  await database.query(openSql, [poolId, now])
  const { terminalId, tickets, seed } = pool
  return {
    poolId,
    terminalId,
    root: promised,
    publishedAt,
    tickets: tickets.length,
    draws: draws.length,
    seed,
    findings,
  }
}
