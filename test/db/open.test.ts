import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { JournalBroken, NewerSchema, ReplicaBroken, WrongKey } from '../../db/faults.ts'
import { type Handle, inside } from '../../db/handle.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { connectionFacts, connectJournal, openJournal, openReplica } from '../../db/open.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import { memberOf } from './replica-rows.ts'
import {
  draftOf,
  journalIn,
  key,
  numberedId,
  otherKey,
  record,
  replicaIn,
  thrown,
  tillFolder,
} from './till-files.ts'

const common = {
  cipher: 'sqlcipher',
  legacy: 4,
  journal_mode: 'wal',
  temp_store: 2,
  trusted_schema: 0,
  cell_size_check: 1,
  foreign_keys: 1,
  secure_delete: 1,
  mmap_size: 0,
  busy_timeout: 5_000,
}

test('[DB1] every connection has the settings of its file, read back after the first read', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  const journal = { ...common, synchronous: 2, wal_autocheckpoint: 0, query_only: 0 }
  expect(connectionFacts(journalIn(folder))).toEqual(journal)
  expect(connectionFacts(journalIn(folder))).toEqual(journal)
  const second = connectJournal({ file, key })
  onTestFinished(second.close)
  expect(connectionFacts(second)).toEqual(journal)
  const replica = { ...common, synchronous: 1, wal_autocheckpoint: 8_000 }
  expect(connectionFacts(replicaIn(folder))).toEqual({ ...replica, query_only: 0 })
  const reader = openReplica({ file: join(folder, 'replica.db'), key, access: 'read' })
  onTestFinished(reader.close)
  expect(connectionFacts(reader)).toEqual({ ...replica, query_only: 1 })
})

test('[DB2] nothing written can be read from the raw bytes of any file', () => {
  const folder = tillFolder()
  const marker = 'MARKER-13800138000'
  const journal = journalIn(folder)
  const replica = replicaIn(folder)
  for (let index = 0; index < 50; index++) {
    transact(journal, (tx) => record(tx, draftOf(numberedId(index), 1, marker)) && undefined)
    transact(replica, (tx) => putMember(tx, memberOf(index, { maskedName: marker })))
  }
  const bytesOf = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  const assertHidden = () => {
    expect(Math.max(...bytesOf().map((bytes) => bytes.length))).toBeGreaterThan(20_000)
    for (const bytes of bytesOf())
      for (const text of [marker, 'SQLite format 3', 'CREATE TABLE', 'access.denied'])
        expect(bytes.includes(text)).toBe(false)
  }
  expect(readdirSync(folder)).toContain('journal.db-wal')
  assertHidden()
  journal.close()
  replica.close()
  expect(readdirSync(folder).sort()).toEqual(['journal.db', 'replica.db'])
  assertHidden()
})

/** A journal with one setting in its file and one more in its WAL, as after a kill. */
function killedJournal(): { readonly folder: string; readonly file: string } {
  const folder = tillFolder()
  const live = join(folder, 'live.db')
  const journal = openJournal({ file: live, key })
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'a'.repeat(9_000)))
  journal[inside].pragma('wal_checkpoint(TRUNCATE)')
  transact(journal, (tx) => saveSetting(tx, 'centralUrl', 'https://central'))
  const file = join(folder, 'journal.db')
  copyFileSync(live, file)
  copyFileSync(`${live}-wal`, `${file}-wal`)
  journal.close()
  return { folder, file }
}

const bytesOf = (file: string) =>
  [file, `${file}-wal`].map((name) => (existsSync(name) ? readFileSync(name) : null))

test('[DB3] a journal left by a kill opens with what its WAL holds', () => {
  const { file } = killedJournal()
  const journal = openJournal({ file, key })
  onTestFinished(journal.close)
  expect(readSetting(journal, 'centralUrl')).toBe('https://central')
})

test('[DB4] a wrong key is told from a broken file, and nothing is touched', () => {
  const { file } = killedJournal()
  const before = bytesOf(file)
  const fault = thrown(() => openJournal({ file, key: otherKey })) as WrongKey
  expect(fault).toBeInstanceOf(WrongKey)
  expect(fault).toMatchObject({ kind: 'journal', file })
  expect(fault.cause).toMatchObject({ code: 'SQLITE_NOTADB' })
  expect(bytesOf(file)).toEqual(before)
})

const damages: readonly [string, (file: string) => void][] = [
  ['cut to half', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096)],
  ['cut within a page', (file) => truncateSync(file, 1_000)],
  ['cut to nothing', (file) => truncateSync(file, 0)],
  ['garbage', (file) => writeFileSync(file, Buffer.alloc(40_960, 0xa5))],
  ['text', (file) => writeFileSync(file, '<html>not a database</html>')],
  ['another database', (file) => writeFileSync(file, `SQLite format 3\0${'\0'.repeat(4_080)}`)],
  [
    'one bit of the first page',
    (file) => {
      const bytes = readFileSync(file)
      bytes[2_000] = (bytes[2_000] as number) ^ 1
      writeFileSync(file, bytes)
    },
  ],
]

test.each(damages)('[DB5] a damaged file (%s) is broken, by its kind, and is not touched', (_, damage) => {
  for (const kind of ['journal', 'replica'] as const) {
    const folder = tillFolder()
    const file = join(folder, `${kind}.db`)
    const open = () =>
      kind === 'journal' ? openJournal({ file, key }) : openReplica({ file, key, access: 'write' })
    open().close()
    damage(file)
    const before = readFileSync(file)
    expect(thrown(open)).toBeInstanceOf(kind === 'journal' ? JournalBroken : ReplicaBroken)
    expect(readFileSync(file)).toEqual(before)
  }
})

test('[DB6] a WAL whose file is gone or empty is not deleted: the journal is broken', () => {
  for (const size of [0, null]) {
    const { file, folder } = killedJournal()
    const emptied = join(folder, 'other.db')
    copyFileSync(`${file}-wal`, `${emptied}-wal`)
    if (size === 0) writeFileSync(emptied, '')
    const before = bytesOf(emptied)
    expect(thrown(() => openJournal({ file: emptied, key }))).toBeInstanceOf(JournalBroken)
    expect(bytesOf(emptied)).toEqual(before)
  }
})

test('[DB7] a damaged page found later is the same fault', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  const journal = openJournal({ file, key })
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'x'.repeat(100_000)))
  journal.close()
  const bytes = readFileSync(file)
  const middle = bytes.length - 4_096 * 5
  bytes[middle] = (bytes[middle] as number) ^ 1
  writeFileSync(file, bytes)
  const damaged = openJournal({ file, key })
  onTestFinished(damaged.close)
  expect(thrown(() => readSetting(damaged, 'centralKey'))).toBeInstanceOf(JournalBroken)
})

test('[DB8] a file of a newer version is refused untouched', () => {
  for (const kind of ['journal', 'replica'] as const) {
    const file = join(tillFolder(), `${kind}.db`)
    const open = (): Handle =>
      kind === 'journal' ? openJournal({ file, key }) : openReplica({ file, key, access: 'write' })
    const handle = open()
    handle[inside].exec('PRAGMA user_version = 99')
    handle.close()
    const before = readFileSync(file)
    expect(thrown(open)).toBeInstanceOf(NewerSchema)
    expect(readFileSync(file)).toEqual(before)
    expect(existsSync(`${file}-wal`) && readFileSync(`${file}-wal`).length > 0).toBe(false)
  }
})

test('[DB9] a new file gets its name only when it is whole', () => {
  const folder = tillFolder()
  writeFileSync(join(folder, 'journal.db.new'), 'left by a kill')
  journalIn(folder)
  expect(readdirSync(folder).filter((name) => name.startsWith('journal.db.new'))).toEqual([])
})

test('[DB10] a reader cannot write, and statements are prepared once', () => {
  const journal = journalIn(tillFolder())
  expect(() => journal.prepare(`DELETE FROM setting`)).toThrow('only a Tx writes')
  expect(journal.prepare('SELECT 1')).toBe(journal.prepare('SELECT 1'))
})
