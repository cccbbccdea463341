import type { Verdict } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import type { KnownEvent } from '../push/chain-walk.ts'
import type { Examined } from '../push/examine.ts'

/* Events beside the chain that were told as such: rows of `fork` with a verdict. Nothing of them is ever deleted. */

const addSql = `INSERT INTO fork
    ("terminalId", "recordedAt", "epoch", "seq", "hash", "body", "id", "verdict")
  SELECT $1, $2, r.* FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::uuid[], $8::text[]) r
  ON CONFLICT ("terminalId", "epoch", "seq", "hash") DO UPDATE SET "id" = excluded."id", "verdict" = excluded."verdict"`
const knownSql = `SELECT f."terminalId", f."epoch", f."seq", f."id", f."hash", f."verdict"
  FROM unnest($2::bigint[], $3::bigint[], $4::text[]) AS p("epoch", "seq", "hash")
  JOIN fork f ON f."terminalId" = $1 AND f."epoch" = p."epoch" AND f."seq" = p."seq" AND f."hash" = p."hash"
  WHERE f."verdict" IS NOT NULL`

/** Those of the events that were told before. */
export function knownStrays(
  tx: Transaction,
  terminalId: Uuid,
  places: readonly { readonly epoch: number; readonly seq: number; readonly hash: string }[],
): Promise<readonly KnownEvent[]> {
  return tx.query<KnownEvent>(knownSql, [
    terminalId,
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
    places.map(({ hash }) => hash),
  ])
}

/** Keeps them with what became of them. One whose id was another event's is kept without it. */
export async function addStrays(
  tx: Transaction,
  at: { readonly terminalId: Uuid; readonly now: number },
  strays: readonly { readonly examined: Examined; readonly verdict: Verdict }[],
): Promise<void> {
  if (strays.length === 0) return
  const places = strays.map(({ examined }) => examined.place)
  await tx.query(addSql, [
    at.terminalId,
    at.now,
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
    places.map(({ hash }) => hash),
    strays.map(({ examined }) => examined.body),
    strays.map(({ examined, verdict }) => (verdict.code === 'id_taken' ? null : examined.place.id)),
    strays.map(({ verdict }) => JSON.stringify(verdict)),
  ])
}
