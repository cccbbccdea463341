import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Transaction } from '../../central/database.ts'
import { newId } from '../../central/ids.ts'
import { centralMigrations, migrate, NewerDatabase } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { openPostgres } from '../../central/postgres-database.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/* Databases of every schema of the central that was released, brought up to date. A later migration changes nothing here. */

const released = [1, 2]

/** What a later schema has no more: the word of a line that certificates took the place of. */
const dropped: ReadonlySet<string> = new Set(['terminal.tokenHash'])

let postgres: PostgresServer
const open: Database[] = []
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()))
  await postgres.stop()
})

function thrown(fault: Error): never {
  throw fault
}

async function emptyDatabase(kind: string): Promise<Database> {
  const keeping = kind === 'PostgreSQL' ? await postgres.keep() : null
  const database =
    keeping?.database.kind === 'postgres'
      ? await openPostgres(keeping.database.url, thrown)
      : await openPglite(null)
  open.push(database)
  return database
}

/** A chain with a store, a till and its first events, one of them parked. */
async function fill(database: Database): Promise<void> {
  const [storeId, terminalId] = [newId(1), newId(2)]
  await database.query(
    `INSERT INTO store ("storeId", "number", "name", "address", "timeZone", "changeNumber") VALUES ($1, 'S01', '{}', '{}', 'Asia/Shanghai', 1)`,
    [storeId],
  )
  const [token] = await database.query(
    `SELECT FROM information_schema.columns WHERE table_name = 'terminal' AND column_name = 'tokenHash'`,
  )
  await database.query(
    `INSERT INTO terminal ("terminalId", "storeId", "number", "publicKey", "appVersion", "enrolledAt", "epoch", "seq", "head"${token ? ', "tokenHash"' : ''})
     VALUES ($1, $2, 'T1', 'key', '0.1.0', 1, 1, 3, 'ab'${token ? ", 'hash'" : ''})`,
    [terminalId, storeId],
  )
  for (let seq = 1; seq <= 3; seq++) {
    await database.query(
      `INSERT INTO event ("terminalId", "epoch", "seq", "id", "idTaken", "type", "hash", "body", "verdict", "receivedAt")
       VALUES ($1, 1, $2, $3, false, 'sale.completed', 'ab', '{"seq":1}', '{}', 1)`,
      [terminalId, seq, newId(seq)],
    )
  }
  await database.query(
    `INSERT INTO points_entry ("eventId", "memberId", "lotId", "debit", "credit", "points") VALUES (null, $1, $2, 'opening', 'points', 500)`,
    [newId(5), newId(6)],
  )
}

type Rows = Readonly<Record<string, readonly object[]>>

/** Every row of every table but the list of migrations; of the tables and columns of `like` only, where given. */
async function rowsOf(database: Database, like?: Rows): Promise<Rows> {
  const rows: Record<string, readonly object[]> = {}
  for (const name of like ? Object.keys(like) : await tablesOf(database)) {
    const [first] = like?.[name] ?? []
    const kept = Object.keys(first ?? {}).filter((column) => !dropped.has(`${name}.${column}`))
    const columns = first ? kept.map((column) => `"${column}"`) : ['*']
    rows[name] = await database.query<object>(`SELECT ${columns.join(', ')} FROM "${name}" ORDER BY 1, 2`)
  }
  return rows
}

async function tablesOf(database: Database): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migration' ORDER BY 1`,
  )
  return tables.map(({ name }) => name)
}

/** A script cut after each of its statements; a function's body is one with it. */
function statementsOf(script: string): string[] {
  const bare = script.replaceAll(/--.*$/gm, '')
  return bare
    .split(/;(?=(?:[^$]|\$(?!\$))*(?:\$\$(?:[^$]|\$(?!\$))*\$\$(?:[^$]|\$(?!\$))*)*$)/)
    .filter((text) => text.trim())
}

class Killed extends Error {}

/** A database that is gone after so many statements of migrations. */
function dyingAfter(database: Database, statements: number): Database {
  let left = statements
  const dying = (tx: Transaction): Transaction => ({
    ...tx,
    query: (sql, values) => tx.query(sql, values),
    async script(sql) {
      for (const statement of statementsOf(sql)) {
        if (left === 0) throw new Killed()
        left -= 1
        await tx.script(statement)
      }
    },
  })
  return {
    ...database,
    transaction: (work, isolation) => database.transaction((tx) => work(dying(tx)), isolation),
  }
}

const rounds = ['PGlite', 'PostgreSQL'].flatMap((kind) => released.map((schema) => [kind, schema] as const))

test.each(rounds)(
  '[UP5] on %s a central of schema %i is upgraded with all it had, killed at any statement or not',
  async (kind, schema) => {
    const database = await emptyDatabase(kind)
    await migrate(database, 1, centralMigrations.slice(0, schema))
    await fill(database)
    const [before, tables] = [await rowsOf(database), await tablesOf(database)]
    const statements = centralMigrations.slice(schema).flatMap(({ script }) => statementsOf(script)).length
    for (let killedAfter = 0; killedAfter <= statements; killedAfter++) {
      await expect(migrate(dyingAfter(database, killedAfter), 2)).rejects.toBeInstanceOf(Killed)
      expect(await tablesOf(database)).toEqual(tables)
    }
    expect(await rowsOf(database)).toEqual(before)
    const kept = await rowsOf(database, before)
    await migrate(database, 3)
    expect(await rowsOf(database, before)).toEqual(kept)
    const [last] = await database.query<{ last: number }>(
      'SELECT max("number")::int AS "last" FROM migration',
    )
    expect(last).toEqual({ last: centralMigrations.length })
  },
  60_000,
)

test.each(['PGlite', 'PostgreSQL'])(
  '[UP6] on %s an older central leaves a newer database as it is',
  async (kind) => {
    const database = await emptyDatabase(kind)
    await migrate(database, 1)
    await fill(database)
    const before = await rowsOf(database)
    for (const schema of released) {
      await expect(migrate(database, 2, centralMigrations.slice(0, schema))).rejects.toBeInstanceOf(
        NewerDatabase,
      )
    }
    expect(await rowsOf(database)).toEqual(before)
  },
  60_000,
)
