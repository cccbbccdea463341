import { assert } from '../domain/assert.ts'
import { NewerSchema } from './faults.ts'
import { type Handle, inside } from './handle.ts'
import { transact } from './transact.ts'

/** One step of a file's schema. A released migration is never edited. */
export interface Migration {
  /** 1, 2, 3 …: the `user_version` of the file once it ran. */
  readonly version: number
  readonly statements: string
}

/** The schema version a file has; 0 before the first migration. */
export function schemaVersion(db: Handle): number {
  return db.prepare('PRAGMA user_version').get<{ user_version: number }>()?.user_version ?? 0
}

/** Throws NewerSchema when the file is ahead of `migrations`. Reads only. */
export function assertNotNewer(db: Handle, migrations: readonly Migration[]): void {
  const version = schemaVersion(db)
  if (version > migrations.length)
    throw new NewerSchema(db, `schema ${version}, this version of the till knows ${migrations.length}`)
}

/** Brings a file to the newest schema, each step in one transaction: killed anywhere, the file has the old schema or the new. */
export function migrate(db: Handle, migrations: readonly Migration[]): void {
  assertNotNewer(db, migrations)
  for (const [index, { version, statements }] of migrations.entries()) {
    assert(version === index + 1, 'migrations are numbered without gaps')
    if (version <= schemaVersion(db)) continue
    transact(db, () => {
      db[inside].exec(statements)
      db[inside].exec(`PRAGMA user_version = ${version}`)
    })
  }
}
