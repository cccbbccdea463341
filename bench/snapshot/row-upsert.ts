import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { copiedTables, replicaIndexes, replicaTables } from '../../db/replica/schema.ts'
import { openPlainDatabase } from '../plain-database.ts'

const rowsPerCommit = 100_000

/**
 * The peer of the snapshot, tuned as far as rows can be: every row of the image read raw and in key order, one
 * prepared upsert a row, a commit every 100 000, no sync before the end, a large cache, indexes built at the end.
 * Encrypted as the replica is. Answers the time in ms.
 */
export function upsertRows(image: string, target: string, key: Uint8Array): number {
  const from = performance.now()
  const source = openPlainDatabase(image)
  const db = new Database(target)
  db.pragma(`cipher = 'sqlcipher'`)
  db.pragma('legacy = 4')
  db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`)
  for (const pragma of [
    'journal_mode = OFF',
    'synchronous = OFF',
    'temp_store = MEMORY',
    'cache_size = -262144',
  ])
    db.pragma(pragma)
  db.exec(replicaTables)
  for (const table of copiedTables) upsertTable(source, db, table)
  db.exec(replicaIndexes)
  db.close()
  source.close()
  const file = openSync(target, 'r+')
  fsyncSync(file)
  closeSync(file)
  const took = performance.now() - from
  rmSync(target)
  return took
}

function upsertTable(source: Database.Database, db: Database.Database, table: string): void {
  const put = db.prepare(upsertSql(source, table))
  db.exec('BEGIN')
  let rows = 0
  for (const row of source.prepare(`SELECT * FROM ${table}`).raw().iterate()) {
    put.run(row as unknown[])
    rows += 1
    if (rows % rowsPerCommit === 0) db.exec('COMMIT; BEGIN')
  }
  db.exec('COMMIT')
}

function upsertSql(source: Database.Database, table: string): string {
  const columns = source.pragma(`table_info(${table})`) as { readonly name: string; readonly pk: number }[]
  const names = columns.map(({ name }) => name)
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const others = names.filter((name) => !keys.includes(name))
  const change = others.map((name) => `${name} = excluded.${name}`).join(', ')
  const values = names.map(() => '?').join(', ')
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values}) ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${change}`
}
