import type { Database as Connection, Statement } from 'better-sqlite3'
import { SqliteError } from 'better-sqlite3'
import { assert } from '../domain/assert.ts'
import {
  CommitUnknown,
  DiskFault,
  DiskFull,
  FileBusy,
  type FileFault,
  type FileKind,
  JournalBroken,
  ReplicaBroken,
} from './faults.ts'

/** What a statement binds and a column holds. Ids are 16-byte BLOBs. */
export type SqlValue = string | number | bigint | Uint8Array | null

/** A prepared statement that reads. Rows are what the statement selects; its caller names their shape. */
export interface ReadStatement {
  get<Row>(...values: readonly SqlValue[]): Row | undefined
  all<Row>(...values: readonly SqlValue[]): Row[]
  /** Row by row; until its end the connection reads one state and writes nothing. */
  iterate<Row>(...values: readonly SqlValue[]): IterableIterator<Row>
}

/** A prepared statement that may also write. */
export interface WriteStatement extends ReadStatement {
  run(...values: readonly SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
}

declare const readBrand: unique symbol
declare const txBrand: unique symbol

/** Something to read from. Statements are prepared once per connection and remembered by their text. */
export interface ReadDb {
  readonly [readBrand]: true
  prepare(sql: string): ReadStatement
}

/** An open write transaction; only `transact` makes one, and it is dead once `transact` returned. */
export interface Tx extends ReadDb {
  readonly [txBrand]: true
  prepare(sql: string): WriteStatement
}

export type Access = 'read' | 'write'

/** For this room only: what `transact`, `migrate` and the like need of a connection. */
export const inside: unique symbol = Symbol('inside')

export interface Inside {
  readonly tx: Tx
  readonly inTransaction: () => boolean
  readonly begin: (kind: 'IMMEDIATE' | 'DEFERRED') => void
  /** Throws CommitUnknown and lets nothing more through when the outcome cannot be known. */
  readonly commit: () => void
  readonly rollback: () => void
  /** Statements without values, several at a time, as migrations have them. */
  readonly exec: (statements: string) => void
  /** The first row of a pragma, by column; SQLite counts some pragmas as writing though they only answer. */
  readonly pragma: (text: string) => Readonly<Record<string, string | number>>
}

/** One connection to one of the till's files. */
export interface Handle extends ReadDb {
  readonly kind: FileKind
  readonly file: string
  readonly access: Access
  /** Closes the connection; a second call does nothing. */
  readonly close: () => void
  readonly [inside]: Inside
}

export interface Journal extends Handle {
  readonly kind: 'journal'
}

export interface Replica extends Handle {
  readonly kind: 'replica'
}

/** A plain, unencrypted file with the replica's tables: the snapshot as it is built. */
export interface Image extends Handle {
  readonly kind: 'image'
}

/** The named fault of a driver's error, by its result code; our own mistakes (constraints, misuse) pass unchanged. */
export function faultOf(about: { readonly kind: FileKind; readonly file: string }, error: unknown): unknown {
  if (!(error instanceof SqliteError)) return error
  const primary = error.code.split('_', 2).join('_')
  switch (primary) {
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return broken(about, error)
    case 'SQLITE_FULL':
      return new DiskFull(about, 'no room on the disk', error)
    case 'SQLITE_IOERR':
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
    case 'SQLITE_PROTOCOL':
      return new DiskFault(about, `the disk failed with ${error.code}`, error)
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new FileBusy(about, 'held by another connection for too long', error)
    default:
      return error
  }
}

export function broken(
  about: { readonly kind: FileKind; readonly file: string },
  cause?: unknown,
): FileFault {
  return about.kind === 'journal'
    ? new JournalBroken(about, 'the file is damaged or not a database of this till', cause)
    : new ReplicaBroken(about, 'the file is damaged or not a database of this till', cause)
}

/**
 * Wraps a connection. Every error leaves as a named fault. `prepare` remembers statements by their text: texts are
 * constants, so there are as many as the source has.
 */
export function handleOf(
  connection: Connection,
  about: { readonly kind: FileKind; readonly file: string; readonly access: Access },
): Handle {
  const known = new Map<string, WriteStatement & { readonly reads: boolean }>()
  let unknown: CommitUnknown | null = null
  let writing = false

  const guarded = <T>(act: () => T): T => {
    if (unknown) throw unknown
    try {
      return act()
    } catch (error) {
      throw faultOf(about, error)
    }
  }
  const prepare = (sql: string) => {
    if (unknown) throw unknown
    let statement = known.get(sql)
    if (!statement) {
      statement = statementOf(
        guarded(() => connection.prepare(sql)),
        about,
      )
      known.set(sql, statement)
    }
    return statement
  }
  const tx = {
    prepare(sql: string) {
      assert(writing, 'a Tx is used within its transaction only')
      return prepare(sql)
    },
  } as unknown as Tx

  const internals: Inside = {
    tx,
    inTransaction: () => connection.inTransaction,
    begin(kind) {
      prepare(kind === 'IMMEDIATE' ? 'BEGIN IMMEDIATE' : 'BEGIN DEFERRED').run()
      writing = kind === 'IMMEDIATE'
    },
    commit() {
      const wrote = writing
      writing = false
      try {
        prepare('COMMIT').run()
      } catch (error) {
        if (!wrote) throw error
        unknown = new CommitUnknown(about, 'the outcome of a commit is unknown', error)
        throw unknown
      }
    },
    rollback() {
      writing = false
      // SQLite rolls back by itself on some input and output errors.
      if (connection.inTransaction) prepare('ROLLBACK').run()
    },
    exec: (statements) => {
      guarded(() => connection.exec(statements))
    },
    pragma: (text) => guarded(() => (connection.pragma(text) as Record<string, string | number>[])[0] ?? {}),
  }

  return {
    ...about,
    prepare(sql: string) {
      const statement = prepare(sql)
      assert(statement.reads, 'only a Tx writes')
      return statement
    },
    close() {
      if (connection.open) connection.close()
    },
    [inside]: internals,
  } as unknown as Handle
}

function statementOf(
  statement: Statement<unknown[], unknown>,
  about: { readonly kind: FileKind; readonly file: string },
): WriteStatement & { readonly reads: boolean } {
  return {
    reads: statement.readonly,
    get<Row>(...values: readonly SqlValue[]) {
      try {
        return statement.get(...values) as Row | undefined
      } catch (error) {
        throw faultOf(about, error)
      }
    },
    all<Row>(...values: readonly SqlValue[]) {
      try {
        return statement.all(...values) as Row[]
      } catch (error) {
        throw faultOf(about, error)
      }
    },
    *iterate<Row>(...values: readonly SqlValue[]) {
      try {
        yield* statement.iterate(...values) as IterableIterator<Row>
      } catch (error) {
        throw faultOf(about, error)
      }
    },
    run(...values: readonly SqlValue[]) {
      try {
        return statement.run(...values)
      } catch (error) {
        throw faultOf(about, error)
      }
    },
  }
}
