import { assert } from '../domain/assert.ts'
import { type Database, waitForOthers } from './database.ts'
import { start } from './migrations/0001-start.ts'
import { interactions } from './migrations/0002-interactions.ts'
import { sync } from './migrations/0003-sync.ts'

/** Any number of our own: two centrals that start on one PostgreSQL migrate one after the other. */
const migrationLock = 7_305_118

interface Migration {
  readonly number: number
  readonly name: string
  readonly script: string
}

/** Every schema the central ever had, in order. */
export const centralMigrations: readonly Migration[] = [start, interactions, sync]

const createTableSql = `CREATE TABLE IF NOT EXISTS migration (
  "number" integer PRIMARY KEY, "name" text NOT NULL, "ranAt" bigint NOT NULL)`
const lastSql = 'SELECT coalesce(max("number"), 0)::int AS "last" FROM migration'
const addSql = 'INSERT INTO migration ("number", "name", "ranAt") VALUES ($1, $2, $3)'

/** The database was written by a newer central. Nothing in it was touched. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/**
 * Brings the database to this version's schema, all in one transaction. Fault `NewerDatabase`. `migrations`: what this
 * version knows of; fewer stand for an older version of the central.
 */
export async function migrate(
  database: Database,
  now: number,
  migrations = centralMigrations,
): Promise<void> {
  await database.transaction(async (tx) => {
    await waitForOthers(tx)
    await tx.query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    await tx.script(createTableSql)
    const [row] = await tx.query<{ last: number }>(lastSql)
    assert(row, 'an aggregate has one row')
    if (row.last > migrations.length) {
      throw new NewerDatabase(`the database has schema ${row.last}, this central knows ${migrations.length}`)
    }
    for (const migration of migrations.slice(row.last)) {
      await tx.script(migration.script)
      await tx.query(addSql, [migration.number, migration.name, now])
    }
  })
}
