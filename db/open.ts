import { createHmac } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import Database, { type Database as Connection } from 'better-sqlite3'
import { assert } from '../domain/assert.ts'
import {
  busyTimeoutMs,
  journalCacheKib,
  replicaCacheKib,
  replicaWalPages,
  replicaWriterCacheKib,
} from '../domain/limits.ts'
import { DiskFault, type FileKind, JournalBroken, ReplicaBroken, WrongKey } from './faults.ts'
import { fileBytes, removeWithBeside, renameDurably } from './file-moves.ts'
import {
  type Access,
  broken,
  faultOf,
  type Handle,
  handleOf,
  type Image,
  inside,
  type Journal,
  type Replica,
} from './handle.ts'
import { journalMigrations } from './journal/migrations.ts'
import { assertNotNewer, type Migration, migrate } from './migrate.ts'
import { replicaMigrations, replicaTables, replicaVersion } from './replica/schema.ts'

/** SQLite before this has a race in which a WAL reset by one connection harms another (quality.md 2). */
const sqliteVersionMin = [3, 51, 3] as const

/** The first bytes of every file of ours, in the place of SQLCipher's random salt; then follows the key's tag. */
const magic = Buffer.from('EVT1')

/** Where a file is and the raw 256-bit key it is encrypted with. */
export interface KeyedFile {
  readonly file: string
  readonly key: Uint8Array
}

/**
 * Opens the journal, creating or migrating it where needed. Throws JournalBroken, WrongKey, NewerSchema (each
 * leaves the file as it was), DiskFull or DiskFault. Its connection never checkpoints by itself: see `checkpointer.ts`.
 * `migrations`: what this version knows of; fewer stand for an older version of the till.
 */
export function openJournal(at: KeyedFile, migrations: readonly Migration[] = journalMigrations): Journal {
  return openFile({ ...at, kind: 'journal', access: 'write', migrations }) as Journal
}

/** Opens the replica, creating or migrating it where needed. Faults as `openJournal`, with ReplicaBroken. */
export function openReplica(at: KeyedFile & { readonly access: Access }): Replica {
  return openFile({ ...at, kind: 'replica', migrations: replicaMigrations }) as Replica
}

/**
 * A second connection to the journal that is already open elsewhere, for checkpoints and backups on other threads.
 * Skips the checks the first one made.
 */
export function connectJournal(at: KeyedFile): Journal {
  return connect({ ...at, kind: 'journal', access: 'write' }) as Journal
}

/**
 * A connection that only reads a journal, also one another process has open, and leaves no trace in its files. Throws
 * JournalBroken, WrongKey, NewerSchema or DiskFault.
 */
export function readJournal(at: KeyedFile): Journal {
  const asked = { ...at, kind: 'journal', access: 'read' } as const
  if (fileBytes(at.file) === null) throw new DiskFault(asked, 'there is no journal')
  probe({ ...asked, migrations: journalMigrations })
  return connect({ ...asked, readonly: true }) as Journal
}

/** A connection to an existing replica file under any name, without migrating it: for imports and their checks. */
export function connectReplica(at: KeyedFile & { readonly access: Access }): Replica {
  return connect({ ...at, kind: 'replica' }) as Replica
}

/**
 * After CommitUnknown, once the poisoned handle is closed: opens the journal again and moves everything it shows
 * from the WAL into the file, synced. After a failed fsync the page cache may show what the disk never took; what
 * is read after this is on the disk. Throws a fault where the disk fails again: then this till stops trading.
 */
export function reopenAfterUnknown(at: KeyedFile): Journal {
  const journal = openJournal(at)
  try {
    const { busy } = journal[inside].pragma('wal_checkpoint(TRUNCATE)')
    assert(busy === 0, 'nobody reads an old state of the journal for longer than the busy timeout')
  } catch (error) {
    journal.close()
    throw error
  }
  return journal
}

/** Creates a plain file with the replica's tables, for the central's snapshot builder. It is thrown away on any fault, so nothing is synced. */
export function openNewImage(file: string): Image {
  const about = { kind: 'image', file, access: 'write' } as const
  const connection = new Database(file)
  const image = handleOf(connection, about) as Image
  image[inside].exec(
    `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; ${replicaTables} PRAGMA user_version = ${replicaVersion};`,
  )
  return image
}

/**
 * Opens the bytes of a snapshot in memory; nothing of them touches the disk. Files attached to it get our cipher.
 * Throws ReplicaBroken on bytes that are no database.
 */
export function openImageBytes(bytes: Buffer): Image {
  const about = { kind: 'image', file: 'snapshot', access: 'write' } as const
  try {
    const connection = new Database(bytes)
    chooseCipher(connection)
    const image = handleOf(connection, about) as Image
    image[inside].exec(
      'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;',
    )
    image.prepare('SELECT count(*) FROM sqlite_schema').get()
    return image
  } catch (error) {
    throw faultOf(about, error)
  }
}

/** The pragmas of a connection as they are, for assertions and for diagnostics. */
export function connectionFacts(db: Handle): Readonly<Record<string, string | number>> {
  const names = [
    'cipher',
    'legacy',
    'journal_mode',
    'synchronous',
    'temp_store',
    'trusted_schema',
    'cell_size_check',
    'foreign_keys',
    'secure_delete',
    'mmap_size',
    'busy_timeout',
    'wal_autocheckpoint',
    'query_only',
  ]
  return Object.fromEntries(names.map((name) => [name, figureOf(Object.values(db[inside].pragma(name))[0])]))
}

/** The cipher's pragmas answer figures as text. */
function figureOf(value: string | number | undefined): string | number {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : (value ?? 'none')
}

/** The `KEY` value of a new file: the raw key, and in the salt's place our mark with a tag of the key. */
export function newFileKey(key: Uint8Array): string {
  return `x'${Buffer.concat([checkedKey(key), saltOf(key)]).toString('hex')}'`
}

function checkedKey(key: Uint8Array): Uint8Array {
  assert(key.length === 32, 'a raw key has 32 bytes')
  return key
}

/**
 * The first 16 bytes of a file made with `key`. With a raw random key the salt adds nothing to the secrecy of the
 * pages; used this way it tells a wrong key from a broken file, which the cipher alone cannot.
 */
export function saltOf(key: Uint8Array): Buffer {
  return Buffer.concat([magic, createHmac('sha256', key).update('evertill file').digest().subarray(0, 12)])
}

function openFile(asked: {
  readonly file: string
  readonly key: Uint8Array
  readonly kind: 'journal' | 'replica'
  readonly access: Access
  readonly migrations: readonly Migration[]
}): Handle {
  const { file, migrations, ...rest } = asked
  const bytes = fileBytes(file)
  // SQLite would delete a WAL whose file is gone or empty, and with it committed work.
  if (bytes === 0 || (bytes === null && (fileBytes(`${file}-wal`) ?? 0) > 0)) throw broken({ ...rest, file })
  if (bytes === null) create(asked)
  else probe(asked)
  const handle = connect({ ...rest, file })
  try {
    if (asked.access === 'write') migrate(handle, migrations)
    return handle
  } catch (error) {
    handle.close()
    throw error
  }
}

/** Makes a new file under another name first: a file under its own name is always whole. */
function create(asked: Parameters<typeof openFile>[0]): void {
  const unfinished = `${asked.file}.new`
  removeWithBeside(unfinished)
  const handle = connect({ ...asked, file: unfinished, access: 'write', isNew: true })
  try {
    migrate(handle, asked.migrations)
  } finally {
    handle.close()
  }
  renameDurably(unfinished, asked.file)
}

/** Looks at an existing file through a connection that cannot write, so that a file we must refuse stays as it was. */
function probe(asked: Parameters<typeof openFile>[0]): void {
  let connection: Connection | null = null
  try {
    connection = new Database(asked.file, { readonly: true, timeout: busyTimeoutMs })
    unlock(connection, asked.key, false)
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    assertNotNewer(handleOf(connection, asked), asked.migrations)
  } catch (error) {
    const fault = faultOf(asked, error)
    const isBroken = fault instanceof JournalBroken || fault instanceof ReplicaBroken
    if (isBroken && madeWithOtherKey(asked)) throw new WrongKey(asked, 'made with another key', error)
    throw fault
  } finally {
    connection?.close()
  }
}

/** Reads the file's head. Only after SQLite refused the file and nobody has it open. */
function madeWithOtherKey({ file, key }: KeyedFile): boolean {
  const head = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, head, 0, 16, 0)
  } finally {
    closeSync(descriptor)
  }
  return head.subarray(0, 4).equals(magic) && !head.equals(saltOf(key))
}

function chooseCipher(connection: Connection): void {
  connection.pragma(`cipher = 'sqlcipher'`)
  connection.pragma('legacy = 4')
}

function unlock(connection: Connection, key: Uint8Array, isNew: boolean): void {
  connection.pragma(`cipher = 'sqlcipher'`)
  connection.pragma('legacy = 4')
  connection.pragma(
    `key = "${isNew ? newFileKey(key) : `x'${Buffer.from(checkedKey(key)).toString('hex')}'`}"`,
  )
}

function connect(asked: {
  readonly file: string
  readonly key: Uint8Array
  readonly kind: 'journal' | 'replica'
  readonly access: Access
  readonly isNew?: boolean
  /** Opened so that nothing can be written, by whatever means. */
  readonly readonly?: boolean
}): Handle {
  const { file, kind, access, key, isNew = false, readonly = false } = asked
  let connection: Connection | null = null
  try {
    connection = new Database(file, { timeout: busyTimeoutMs, fileMustExist: !isNew, readonly })
    unlock(connection, key, isNew)
    assertSqliteVersion(connection)
    connection.pragma('journal_mode = WAL')
    const synchronous = kind === 'journal' ? 2 : 1
    for (const pragma of pragmasOf(kind, access)) connection.pragma(pragma)
    // The WAL's own default for `synchronous` comes into force at the first read and undoes what was set before.
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    connection.pragma(`synchronous = ${synchronous}`)
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (access === 'read') connection.pragma('query_only = ON')
    const handle = handleOf(connection, { kind, file, access })
    assertFacts(handle, kind)
    return handle
  } catch (error) {
    connection?.close()
    throw faultOf({ kind, file }, error)
  }
}

function pragmasOf(kind: 'journal' | 'replica', access: Access): readonly string[] {
  const cacheKib =
    kind === 'journal' ? journalCacheKib : access === 'read' ? replicaCacheKib : replicaWriterCacheKib
  return [
    'temp_store = MEMORY',
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'foreign_keys = ON',
    'secure_delete = ON',
    'mmap_size = 0',
    `cache_size = ${-cacheKib}`,
    // A checkpoint within a checkout doubles its time (quality.md 1).
    `wal_autocheckpoint = ${kind === 'journal' ? 0 : replicaWalPages}`,
  ]
}

function assertSqliteVersion(connection: Connection): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get()).split('.').map(Number)
  const difference = sqliteVersionMin
    .map((least, index) => (version[index] ?? 0) - least)
    .find((step) => step !== 0)
  assert((difference ?? 0) >= 0, `SQLite ${sqliteVersionMin.join('.')} or newer`)
}

function assertFacts(handle: Handle, kind: FileKind): void {
  const facts = connectionFacts(handle)
  const expected = {
    cipher: 'sqlcipher',
    legacy: 4,
    journal_mode: 'wal',
    synchronous: kind === 'journal' ? 2 : 1,
    temp_store: 2,
    trusted_schema: 0,
    cell_size_check: 1,
    foreign_keys: 1,
    secure_delete: 1,
    mmap_size: 0,
    busy_timeout: busyTimeoutMs,
  }
  for (const [name, value] of Object.entries(expected))
    assert(facts[name] === value, `pragma ${name} is ${value}, not ${facts[name]}`)
}
