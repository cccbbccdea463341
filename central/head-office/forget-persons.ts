import type { Uuid } from '../../domain/ids.ts'
import { withoutPersonal } from '../../domain/personal.ts'
import type { Transaction } from '../database.ts'
import { sha256Hex } from '../signing.ts'
import { rewriteArchived } from '../tables/archive-segment.ts'

/*
 * What events say of a person goes with them, wherever their bodies are kept: the hash of it stays in its place, so that
 * every chain still holds (domain/personal.ts).
 */

const eventsSql = `SELECT "terminalId", "epoch", "seq", "body" FROM event
  WHERE "type" IN ('member.enrolled', 'member.profile_changed') AND "body" LIKE ANY($1::text[])`
/** Bodies in the archive say only there whom they speak of. */
const archivedSql = `SELECT "terminalId", "epoch", "seq" FROM event
  WHERE "type" IN ('member.enrolled', 'member.profile_changed') AND "body" IS NULL`
const rewriteEventSql = 'UPDATE event SET "body" = $4 WHERE "terminalId" = $1 AND "epoch" = $2 AND "seq" = $3'
const parkedSql = 'SELECT "number", "body" FROM parked WHERE "body" LIKE ANY($1::text[])'
const rewriteParkedSql = 'UPDATE parked SET "body" = $2 WHERE "number" = $1'
const forksSql = 'SELECT "number", "body" FROM fork WHERE "body" LIKE ANY($1::text[])'
const rewriteForkSql = 'UPDATE fork SET "body" = $2 WHERE "number" = $1'

interface NumberedBody {
  readonly number: number
  readonly body: string
}

/** Takes what is personal out of every body kept of an event that enrolled one of these members or put their profile right. */
export async function forgetPersons(tx: Transaction, memberIds: readonly string[]): Promise<void> {
  const named = memberIds.map((memberId) => `%"${memberId}"%`)
  const events = await tx.query<{ terminalId: string; epoch: number; seq: number; body: string }>(eventsSql, [
    named,
  ])
  for (const { terminalId, epoch, seq, body } of events) {
    const bare = bareBody(body, memberIds)
    if (bare !== null) await tx.query(rewriteEventSql, [terminalId, epoch, seq, bare])
  }
  const archived = await tx.query<{ terminalId: Uuid; epoch: number; seq: number }>(archivedSql)
  await rewriteArchived(tx, archived, (body) => bareBody(body, memberIds) ?? body)
  for (const [listSql, rewriteSql] of [
    [parkedSql, rewriteParkedSql],
    [forksSql, rewriteForkSql],
  ] as const) {
    for (const { number, body } of await tx.query<NumberedBody>(listSql, [named])) {
      const bare = bareBody(body, memberIds)
      if (bare !== null) await tx.query(rewriteSql, [number, bare])
    }
  }
}

/** The body without the person; null when it speaks of another one, or of nobody. */
function bareBody(body: string, memberIds: readonly string[]): string | null {
  const event = JSON.parse(body) as { readonly data?: { readonly memberId?: unknown } }
  const { memberId } = event.data ?? {}
  if (typeof memberId !== 'string' || !memberIds.includes(memberId)) return null
  const bare = withoutPersonal(event, sha256Hex)
  return bare === event || bare === null ? null : JSON.stringify(bare)
}
