import type { Programme } from '../../domain/programme.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `INSERT INTO programme (version, body) VALUES (?, ?) ON CONFLICT (version) DO UPDATE SET body = excluded.body`
const removeSql = `DELETE FROM programme WHERE version = ?`
const currentSql = `SELECT body FROM programme ORDER BY version DESC LIMIT 1`

export function putProgramme(tx: Tx, programme: Programme): void {
  tx.prepare(putSql).run(programme.version, JSON.stringify(programme))
}

/** `key` is the version. */
export function removeProgramme(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(Number(key))
}

/** The programme with the highest version, or null before the first load. */
export function currentProgramme(db: ReadDb): Programme | null {
  const row = db.prepare(currentSql).get<{ body: string }>()
  return row ? (JSON.parse(row.body) as Programme) : null
}
