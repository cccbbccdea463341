/** A row as the database gives it: columns by name, whole numbers as numbers, JSON parsed. */
export type Row = Record<string, unknown>

/** Something that takes statements: the database itself (each statement its own transaction) or a transaction. */
export interface Statements {
  /**
   * One statement with its values (`$1` …). Arrays travel as arrays of the column's type, JSON as text. The caller
   * names the shape of the rows the statement selects.
   */
  query<T = Row>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>
  /** Several statements without values, as migrations have them. */
  script(sql: string): Promise<void>
}

/** An open transaction. */
export interface Transaction extends Statements {
  readonly kind: 'transaction'
}

/** The central's store: PGlite (a folder or memory) or PostgreSQL. The same SQL runs on both. */
export interface Database extends Statements {
  /** Commits when `work` returns, rolls back when it throws. `repeatable` reads the state of one moment throughout. */
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    isolation?: 'read_committed' | 'repeatable',
  ): Promise<T>
  close(): Promise<void>
}

/** The database cannot be reached or failed; `cause` is the driver's error. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
}
