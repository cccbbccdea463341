import { withLaterFields } from '../domain/earlier-programme.ts'
import type { Programme } from '../domain/programme.ts'
import type { Statements } from './database.ts'

/* Every version of the rules the chain ever had. */

/** Versions kept parsed in memory: tills of a chain go by the last few. */
const programmesKeptMax = 8

const listSql = `SELECT "version", "changeNumber" FROM programme
  WHERE "version" = ANY($1::bigint[]) OR "version" = (SELECT max("version") FROM programme)`
const readSql = 'SELECT "version", "body" FROM programme WHERE "version" = ANY($1::bigint[])'

/** Reads versions by number, each parsed once while it stays as it is. */
export interface Programmes {
  /** The versions of these numbers that there are, and the newest. */
  readonly read: (from: Statements, versions: readonly number[]) => Promise<KnownProgrammes>
}

export interface KnownProgrammes {
  readonly byVersion: ReadonlyMap<number, Programme>
  /** The highest version, or null before the first. */
  readonly newest: Programme | null
}

export function createProgrammes(): Programmes {
  const kept = new Map<number, { readonly changeNumber: number; readonly programme: Programme }>()
  return {
    async read(from, versions) {
      const wanted = await from.query<{ version: number; changeNumber: number }>(listSql, [
        [...new Set(versions)],
      ])
      const missing = wanted.filter(
        ({ version, changeNumber }) => kept.get(version)?.changeNumber !== changeNumber,
      )
      const numbers = new Map(wanted.map(({ version, changeNumber }) => [version, changeNumber]))
      if (missing.length > 0) {
        const rows = await from.query<{ version: number; body: Programme }>(readSql, [
          missing.map(({ version }) => version),
        ])
        for (const { version, body } of rows) {
          kept.delete(version)
          kept.set(version, {
            changeNumber: numbers.get(version) ?? 0,
            programme: withLaterFields(body),
          })
        }
      }
      const byVersion = new Map<number, Programme>()
      for (const { version } of wanted) {
        const found = kept.get(version)
        if (found) byVersion.set(version, found.programme)
      }
      while (kept.size > programmesKeptMax) {
        const [oldest] = kept.keys()
        if (oldest === undefined) break
        kept.delete(oldest)
      }
      const highest = Math.max(...byVersion.keys())
      return { byVersion, newest: byVersion.get(highest) ?? null }
    },
  }
}

/** The newest version of the rules, or null before the first. */
export async function newestProgramme(from: Statements): Promise<Programme | null> {
  const [row] = await from.query<{ body: Programme }>(
    'SELECT "body" FROM programme ORDER BY "version" DESC LIMIT 1',
  )
  return row ? withLaterFields(row.body) : null
}
