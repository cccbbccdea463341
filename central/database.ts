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
  /**
   * Commits when `work` returns, rolls back when it throws. `repeatable` reads the state of one moment throughout.
   * `work` may run several times: from the start when the database took it back (a deadlock, a lost connection), so it
   * does nothing but ask the transaction. Fault `DatabaseFault` when that did not help in time, or when nobody can say
   * whether it was committed: whoever asked asks again with the same ids.
   */
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    isolation?: 'read_committed' | 'repeatable',
  ): Promise<T>
  close(): Promise<void>
}

/** The database cannot be reached, is busy or took its work back: later it may do. `cause` is the driver's error. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
}

/** Lets a transaction wait for others as long as they take: starting and seeding, not what a till waits for. */
export async function waitForOthers(tx: Transaction): Promise<void> {
  await tx.script('SET LOCAL lock_timeout = 0')
}
