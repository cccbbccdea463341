import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pushAnswerSchema } from '../../contract/wire.ts'
import type { Handle, SqlValue } from '../../db/handle.ts'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { journalMigrations } from '../../db/journal/migrations.ts'
import { beforeAll as beforeAllEvents } from '../../db/journal/place.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { schemaVersion } from '../../db/migrate.ts'
import { connectReplica, openJournal, openReplica, readJournal } from '../../db/open.ts'
import { replicaVersion } from '../../db/replica/schema.ts'
import { transact } from '../../db/transact.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { pushOnce } from '../../sync/push.ts'
import { noon, storeId, terminalId } from '../core/demo-chain.ts'
import { keys, payCash } from '../core/till-parts.ts'
import { newFolder, startTill } from '../core/till-rig.ts'
import { type CrashState, crashStates } from '../crash/crash-states.ts'
import { recordRun } from '../crash/explore.ts'
import { fastFolder } from '../sim/fast-folder.ts'
import { keysFrom } from '../sim/keys.ts'
import { createModelCentral } from '../sim/model-central.ts'
import type { ModelTerminal } from '../sim/model-state.ts'
import { createRandom } from '../sim/random.ts'

/* Files of every schema that was released, opened by the code of today. A later schema changes nothing here. */

const fixtures = join(import.meta.dirname, '..', 'fixtures')
const released = readdirSync(fixtures).filter((name) => name.startsWith('schema-'))
const keyOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const journalAt = (folder: string) => ({ file: join(folder, 'journal.db'), key: keyOf(keys.journal) })
const replicaAt = (folder: string) => ({ file: join(folder, 'replica.db'), key: keyOf(keys.replica) })
const entry = new URL('../../electron/core/verify/verify-worker.ts', import.meta.url)

function copyOf(schema: string): string {
  const folder = newFolder()
  cpSync(join(fixtures, schema), folder, { recursive: true })
  return folder
}

type Rows = Readonly<Record<string, readonly Readonly<Record<string, SqlValue>>[]>>

/** Every row of every table; of the tables and columns of `like` only, where given. */
function rowsOf(db: Handle, like?: Rows): Rows {
  const names = like ? Object.keys(like) : tablesOf(db)
  return Object.fromEntries(
    names.map((name) => {
      const columns = like?.[name]?.[0] ? Object.keys(like[name][0]) : columnsOf(db, name)
      const list = columns.map((column) => `"${column}"`).join(', ')
      return [
        name,
        db.prepare(`SELECT ${list} FROM "${name}" ORDER BY ${list}`).all<Record<string, SqlValue>>(),
      ]
    }),
  )
}

function tablesOf(db: Handle): string[] {
  return db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
    )
    .all<{ name: string }>()
    .map(({ name }) => name)
}

function columnsOf(db: Handle, table: string): string[] {
  return db
    .prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid')
    .all<{ name: string }>(table)
    .map(({ name }) => name)
}

interface Before {
  readonly journal: Rows
  readonly replica: Rows
}

/** What a released file says, read without migrating it. */
function before(schema: string): Before {
  const folder = copyOf(schema)
  const journal = readJournal(journalAt(folder))
  const replica = connectReplica({ ...replicaAt(folder), access: 'read' })
  const rows = { journal: rowsOf(journal), replica: rowsOf(replica) }
  journal.close()
  replica.close()
  return rows
}

/** The journal's rows by table, apart from what a start itself may note. */
function expectSame(db: Handle, rows: Rows): void {
  const found = rowsOf(db, rows)
  for (const [table, old] of Object.entries(rows)) expect([table, found[table]]).toEqual([table, old])
}

test.each(released)('[UP1] a till of %s is opened with all it had and sells on', async (schema) => {
  const old = before(schema)
  expect(old.journal['event']?.length).toBeGreaterThan(8)
  expect(old.journal['print_job']?.length).toBeGreaterThan(5)
  expect(old.journal['held_basket']).toHaveLength(1)
  const folder = copyOf(schema)
  const journal = openJournal(journalAt(folder))
  const replica = openReplica({ ...replicaAt(folder), access: 'write' })
  expect([schemaVersion(journal), schemaVersion(replica)]).toEqual([journalMigrations.length, replicaVersion])
  expectSame(journal, old.journal)
  expectSame(replica, old.replica)
  const waiting = countWaiting(journal)
  expect(waiting).toBe((old.journal['event']?.length ?? 0) - 1)
  journal.close()
  replica.close()

  const { bugs, page, till } = startTill(folder)
  expect(page.slice('till_changed')).toMatchObject({ phase: 'selling', stopped: null })
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  expect(page.slice('last_sale_changed')).not.toBeNull()
  expect(await payCash(page)).toHaveProperty('output')
  const [held] = page.slice('basket_changed').held
  expect(await page.call('recallBasket', { saleId: held?.saleId ?? terminalId })).toHaveProperty('output')
  expect(bugs).toEqual([])
  expect(await payCash(page)).toHaveProperty('output')
  await till.stop()
  const report = await verifyJournal(journalAt(folder), noAnchors, entry)
  // That version did not keep the central's signature: the next contact brings one.
  expect(report.findings.map(({ what }) => what)).toEqual(['checkpoint_unsigned'])
})

test.each(released)(
  '[UP2] the queue a till of %s left is pushed whole, and then its checkpoint is signed',
  async (schema) => {
    const folder = copyOf(schema)
    const journal = openJournal(journalAt(folder))
    const events = eventsAfter(journal, beforeAllEvents, 10_000, 100_000_000)
    const random = createRandom(3)
    const centralKeys = keysFrom(random.bytes(32))
    const model = createModelCentral({ keys: centralKeys, random, now: () => noon })
    const publicKey = readSetting(journal, 'publicKey') ?? ''
    // Only what a push looks at.
    const terminal = {
      terminalId,
      storeId,
      publicKey,
      admittedEpoch: 1,
      events: [],
    } as Partial<ModelTerminal> as ModelTerminal
    transact(journal, (tx) => saveSetting(tx, 'centralKey', centralKeys.publicKey))
    const push = (bodies: readonly string[]) => {
      const taken = model.push(
        terminal,
        bodies.map((body) => JSON.parse(body) as unknown),
      )
      if (taken.kind !== 'taken') throw new Error(taken.kind)
      return Promise.resolve({ kind: 'taken' as const, answer: pushAnswerSchema.parse(taken.answer) })
    }
    await push(events.slice(0, 1).map((event) => JSON.stringify(event)))
    const access = {
      read: () => journal,
      write: <T>(work: (tx: Parameters<Parameters<typeof transact>[1]>[0]) => T): T => {
        const made: T[] = []
        transact(journal, (tx) => {
          made[0] = work(tx)
        })
        return made[0] as T
      },
    }
    const deps = {
      journal: access,
      central: { push },
      terminalId,
      isSigned: signatureCheck(centralKeys.publicKey),
      wallMs: () => noon,
    }
    expect(await pushOnce(deps, 500)).toMatchObject({ kind: 'pushed', events: events.length - 1, parked: 0 })
    expect(countWaiting(journal)).toBe(0)
    journal.close()
    expect((await verifyJournal(journalAt(folder), noAnchors, entry)).findings).toEqual([])
  },
)

/** The files a state of the upgrade left, in a folder of their own. */
function folderOf(state: CrashState): string {
  const folder = mkdtempSync(join(fastFolder(), 'evertill-upgrade-'))
  for (const [name, bytes] of state.files) writeFileSync(join(folder, name), bytes)
  return folder
}

test.each(released)(
  '[UP3] killed or cut off at any writing call of the upgrade, %s is there or the new one, with all it had',
  async (schema) => {
    const old = before(schema)
    const number = Number(schema.split('-')[1])
    const recording = recordRun(newFolder(), {
      before: copyOf(schema),
      child: join(import.meta.dirname, 'open-child.ts'),
      words: [],
      databases: ['journal.db', 'replica.db'],
    })
    const draw = createRandom(5).fraction
    const found = new Set<string>()
    for (const state of crashStates(recording, { torn: 1, draw, honest: true, isMine: () => true })) {
      const folder = folderOf(state)
      const journal = readJournal(journalAt(folder))
      const replica = connectReplica({ ...replicaAt(folder), access: 'read' })
      const versions = [schemaVersion(journal), schemaVersion(replica)]
      expect([number, journalMigrations.length]).toContain(versions[0])
      expect([number, replicaVersion]).toContain(versions[1])
      found.add(versions.join(' '))
      expectSame(journal, old.journal)
      expectSame(replica, old.replica)
      journal.close()
      replica.close()
      const next = openJournal(journalAt(folder))
      openReplica({ ...replicaAt(folder), access: 'write' }).close()
      expect(schemaVersion(next)).toBe(journalMigrations.length)
      expect(countWaiting(next)).toBe((old.journal['event']?.length ?? 0) - 1)
      next.close()
      rmSync(folder, { recursive: true })
    }
    // Neither upgraded, the journal alone, both.
    expect(found.size).toBe(3)
  },
  120_000,
)

test.each(released)(
  '[UP4] a till that knows no more than %s refuses a newer file and touches no byte of it',
  async (schema) => {
    const folder = copyOf(schema)
    openJournal(journalAt(folder)).close()
    const bytes = readFileSync(journalAt(folder).file)
    const known = journalMigrations.slice(0, Number(schema.split('-')[1]))
    const { page, bugs, till } = startTill(folder, { openJournal: (at) => openJournal(at, known) })
    expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'journal_newer' })
    expect(await page.call('clearBasket', {})).toEqual({ fault: 'stopped' })
    await till.stop()
    expect(bugs).toEqual([])
    expect(readFileSync(journalAt(folder).file).equals(bytes)).toBe(true)
    expect(startTill(folder).page.slice('till_changed').phase).toBe('selling')
  },
)
