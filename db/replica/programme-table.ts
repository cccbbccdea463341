import { withLaterFields } from '../../domain/earlier-programme.ts'
import type { Programme } from '../../domain/programme.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** The newest programme document that was not taken: it does not parse, or has a form this till does not know. */
export interface ProgrammeRefused {
  readonly version: number
  readonly reason: 'broken' | 'newer'
}

const putSql = `INSERT INTO programme (version, body) VALUES (?, ?) ON CONFLICT (version) DO UPDATE SET body = excluded.body`
const forgiveSql = `DELETE FROM programme_refused WHERE version <= ?`
const removeSql = `DELETE FROM programme WHERE version = ?`
const currentSql = `SELECT body FROM programme ORDER BY version DESC LIMIT 1`
const allSql = `SELECT version, body FROM programme ORDER BY version`
const refuseSql = `
INSERT INTO programme_refused (one, version, reason)
SELECT 1, asked.version, asked.reason FROM (SELECT ? AS version, ? AS reason) AS asked
WHERE NOT EXISTS (SELECT 1 FROM programme WHERE programme.version > asked.version)
ON CONFLICT (one) DO UPDATE SET version = excluded.version, reason = excluded.reason
  WHERE excluded.version >= programme_refused.version`
const refusedSql = `SELECT version, reason FROM programme_refused`

/** Keeps a document that was read whole; with it a refused one that is not newer is forgotten. */
export function putProgramme(tx: Tx, programme: Programme): void {
  tx.prepare(putSql).run(programme.version, JSON.stringify(programme))
  tx.prepare(forgiveSql).run(programme.version)
}

/** `key` is the version. */
export function removeProgramme(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(Number(key))
  tx.prepare(forgiveSql).run(Number(key))
}

/** Notes a document that is not taken; the last good one goes on. An older one than that is no news. */
export function noteProgrammeRefused(tx: Tx, refused: ProgrammeRefused): void {
  tx.prepare(refuseSql).run(refused.version, refused.reason)
}

/** The document that waits for a newer till or for head office to mend it, or null. */
export function programmeRefused(db: ReadDb): ProgrammeRefused | null {
  return db.prepare(refusedSql).get<ProgrammeRefused>() ?? null
}

/** The programme with the highest version as this version of the till reads it, or null before the first load. */
export function currentProgramme(db: ReadDb): Programme | null {
  const row = db.prepare(currentSql).get<{ body: string }>()
  return row ? withLaterFields(JSON.parse(row.body) as Programme) : null
}

/** Every document as it lies here, by version: a snapshot's are judged before they count. */
export function allProgrammes(db: ReadDb): { readonly version: number; readonly body: unknown }[] {
  return db
    .prepare(allSql)
    .all<{ version: number; body: string }>()
    .map(({ version, body }) => ({ version, body: JSON.parse(body) as unknown }))
}
