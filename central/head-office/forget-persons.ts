import { isUuid, type Uuid } from '../../domain/ids.ts'
import { withoutPersonal } from '../../domain/personal.ts'
import type { Transaction } from '../database.ts'
import { sha256Hex } from '../signing.ts'
import { rewriteArchived } from '../tables/archive-segment.ts'

/*
 * What events say of a person goes with them, wherever their bodies are kept: the hash of it stays in its place, so that
 * every chain still holds (domain/personal.ts).
 */

/** What tells of a person. */
const personalTypes: readonly string[] = ['member.enrolled', 'member.profile_changed']
const ofTypes = `"type" IN (${personalTypes.map((type) => `'${type}'`).join(', ')})`
const eventsSql = `SELECT "terminalId", "epoch", "seq", "body" FROM event
  WHERE ${ofTypes} AND "body" LIKE ANY($1::text[])`
/** Bodies in the archive say only there whom they speak of. */
const archivedSql = `SELECT "terminalId", "epoch", "seq" FROM event
  WHERE ${ofTypes} AND "body" IS NULL`
const rewriteEventSql = 'UPDATE event SET "body" = $4 WHERE "terminalId" = $1 AND "epoch" = $2 AND "seq" = $3'
const parkedSql = 'SELECT "number", "body" FROM parked WHERE "body" LIKE ANY($1::text[])'
const rewriteParkedSql = 'UPDATE parked SET "body" = $2 WHERE "number" = $1'
const forksSql = 'SELECT "number", "body" FROM fork WHERE "body" LIKE ANY($1::text[])'
const rewriteForkSql = 'UPDATE fork SET "body" = $2 WHERE "number" = $1'

const erasedSql = 'SELECT "memberId" FROM erasure WHERE "memberId" = ANY($1::uuid[])'

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

/** A batch as it may be kept: a till that was away may tell of persons who were erased since. */
export async function forgetErased<Told extends { readonly type: string; readonly body: string }>(
  tx: Transaction,
  batch: readonly Told[],
): Promise<readonly Told[]> {
  const told = batch.flatMap(({ type, body }) => (personalTypes.includes(type) ? (personOf(body) ?? []) : []))
  if (told.length === 0) return batch
  const erased = (await tx.query<{ memberId: Uuid }>(erasedSql, [told])).map(({ memberId }) => memberId)
  if (erased.length === 0) return batch
  return batch.map((one) =>
    personalTypes.includes(one.type) ? { ...one, body: bareBody(one.body, erased) ?? one.body } : one,
  )
}

/** Whom an event that came says something personal of; null when it names nobody. */
function personOf(body: string): Uuid | null {
  const { data } = JSON.parse(body) as { readonly data?: { readonly memberId?: unknown } | null }
  const memberId = data?.memberId
  return typeof memberId === 'string' && isUuid(memberId) ? memberId : null
}

/** The body without the person; null when it speaks of another one, or of nobody. */
function bareBody(body: string, memberIds: readonly string[]): string | null {
  const event = JSON.parse(body) as object
  const memberId = personOf(body)
  if (memberId === null || !memberIds.includes(memberId)) return null
  const bare = withoutPersonal(event, sha256Hex)
  return bare === event || bare === null ? null : JSON.stringify(bare)
}
