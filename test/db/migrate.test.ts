import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inside } from '../../db/handle.ts'
import { journalMigrations } from '../../db/journal/migrations.ts'
import { type Migration, migrate, schemaVersion } from '../../db/migrate.ts'
import { replicaMigrations, replicaVersion } from '../../db/replica/schema.ts'
import { journalIn, replicaIn, thrown, tillFolder } from './till-files.ts'

const next: Migration = {
  version: journalMigrations.length + 1,
  statements: 'CREATE TABLE extra (one INTEGER) STRICT',
}

test('[DB14] a new file has the newest schema, numbered without gaps', () => {
  const folder = tillFolder()
  expect(schemaVersion(journalIn(folder))).toBe(journalMigrations.length)
  expect(schemaVersion(replicaIn(folder))).toBe(replicaVersion)
  expect(replicaMigrations.length).toBe(replicaVersion)
})

test('[DB15] every table is strict', () => {
  const folder = tillFolder()
  for (const db of [journalIn(folder), replicaIn(folder)]) {
    const tables = db
      .prepare(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'`)
      .all<{ name: string; strict: number }>()
    expect(tables.length).toBeGreaterThan(8)
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
  }
})

test('[DB16] a migration killed half-way leaves the old schema, and the next start finishes it', () => {
  const journal = journalIn(tillFolder())
  const schema = () => journal.prepare('SELECT name FROM sqlite_schema ORDER BY name').all()
  const before = schema()
  const broken: Migration = { ...next, statements: `${next.statements}; CREATE TABLE extra (one INTEGER)` }
  thrown(() => migrate(journal, [...journalMigrations, broken]))
  expect(schema()).toEqual(before)
  expect(schemaVersion(journal)).toBe(journalMigrations.length)
  migrate(journal, [...journalMigrations, next])
  expect(schemaVersion(journal)).toBe(next.version)
  expect(schema()).toContainEqual({ name: 'extra' })
})

test('[DB17] migrating a file that is up to date writes nothing', () => {
  const folder = tillFolder()
  const journal = journalIn(folder)
  journal[inside].pragma('wal_checkpoint(TRUNCATE)')
  const before = readFileSync(join(folder, 'journal.db'))
  migrate(journal, journalMigrations)
  expect(readFileSync(join(folder, 'journal.db-wal')).length).toBe(0)
  expect(readFileSync(join(folder, 'journal.db'))).toEqual(before)
})
