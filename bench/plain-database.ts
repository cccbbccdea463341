import Database from 'better-sqlite3'

/** A SQLite file without a key, for peers and floors: the product itself has none. */
export function openPlainDatabase(file: string): Database.Database {
  return new Database(file, { timeout: 10_000 })
}
