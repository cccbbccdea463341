import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tillConfigSchema } from '../../contract/config.ts'
import { inside } from '../../db/handle.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { readTillConfig } from '../../electron/core/config.ts'
import { codeOfOil, noon, staff, wang } from './demo-chain.ts'
import { keys, memoryLog, payCash, scan, standingClock } from './till-parts.ts'
import { newFolder, newTill, startTill } from './till-rig.ts'

const journalOf = (folder: string) => join(folder, 'journal.db')
const replicaOf = (folder: string) => join(folder, 'replica.db')
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const asideOf = (folder: string, name: string) =>
  readdirSync(folder).filter((file) => file.startsWith(`${name}.aside-`) && !/-(wal|shm)$/.test(file))

/** A till that sold once and closed in order. */
async function soldOnce(): Promise<string> {
  const { folder, page, till } = await newTill()
  await scan(page, codeOfOil(1))
  await payCash(page)
  await till.stop()
  return folder
}

function spoil(file: string): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, 200)
  closeSync(handle)
}

/** The schema still reads: what is broken shows only where it is asked for. */
function spoilBehindFirstPage(file: string): void {
  const { size } = statSync(file)
  const handle = openSync(file, 'r+')
  for (let page = 4_096; page < size; page += 4_096)
    writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, page + 300)
  closeSync(handle)
}

function setVersion(file: string, key: string, version: number, kind: 'journal' | 'replica'): void {
  const at = { file, key: bytes(key) }
  const db = kind === 'journal' ? openJournal(at) : openReplica({ ...at, access: 'write' })
  db[inside].exec(`PRAGMA user_version = ${version}`)
  db.close()
}

const brokenJournals: readonly (readonly [string, (file: string) => void])[] = [
  ['with a spoiled page', spoil],
  ['with every page but the first spoiled', spoilBehindFirstPage],
  ['cut in the middle', (file) => truncateSync(file, 5_000)],
  ['emptied', (file) => truncateSync(file, 0)],
  ['of something else', (file) => writeFileSync(file, 'this is no database of ours\n'.repeat(400))],
]

test.each(brokenJournals)(
  '[CO31] a journal %s is set aside whole, said so, and the till can be enrolled anew',
  async (_, breakIt) => {
    const folder = await soldOnce()
    breakIt(journalOf(folder))
    const left = readFileSync(journalOf(folder))
    const { page, log, bugs } = startTill(folder)
    expect(page.slice('till_changed')).toMatchObject({ phase: 'not_enrolled', stopped: 'journal_broken' })
    const [aside] = asideOf(folder, 'journal.db')
    expect(readFileSync(join(folder, aside ?? '')).equals(left)).toBe(true)
    expect(log.lines.some((line) => line.includes('journal_set_aside file=journal.db.aside-'))).toBe(true)
    expect(await scan(page, codeOfOil(1))).toEqual({ refusal: { code: 'not_enrolled' } })
    expect(bugs).toEqual([])
    // Said again at the next start, until it is enrolled.
    expect(startTill(folder).page.slice('till_changed').stopped).toBe('journal_broken')
  },
)

test('[CO32] a journal of a newer version is left untouched and nothing is sold', async () => {
  const folder = await soldOnce()
  setVersion(journalOf(folder), keys.journal, 999, 'journal')
  const left = readFileSync(journalOf(folder))
  const { page, till, log, bugs } = startTill(folder)
  expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'journal_newer' })
  expect(await scan(page, codeOfOil(1))).toEqual({ fault: 'stopped' })
  expect(log.lines.some((line) => line.includes('error journal_not_opened fault=NewerSchema'))).toBe(true)
  await till.stop()
  expect(readFileSync(journalOf(folder)).equals(left)).toBe(true)
  expect(asideOf(folder, 'journal.db')).toEqual([])
  expect(bugs).toEqual([])
})

test('[CO33] a journal of another key is left untouched and nothing is sold', async () => {
  const folder = await soldOnce()
  const left = readFileSync(journalOf(folder))
  const start = {
    folder,
    mode: 'development' as const,
    appVersion: '0.1.0',
    keys: { ...keys, journal: '99'.repeat(32) },
    keyTrouble: null,
    restarts: 0,
  }
  const { page, till } = startTill(folder, { start })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'key_wrong' })
  await till.stop()
  expect(readFileSync(journalOf(folder)).equals(left)).toBe(true)
  // With its own key everything is still there.
  expect(startTill(folder).page.slice('sync_changed').waiting).toBe(1)
})

test('[CO33] of another key with a WAL beside it, neither file is touched', async () => {
  const { folder, page } = await newTill()
  await scan(page, codeOfOil(1))
  await payCash(page)
  // As a kill leaves it.
  const copy = newFolder()
  const names = ['journal.db', 'journal.db-wal'] as const
  for (const name of names) copyFileSync(join(folder, name), join(copy, name))
  const left = names.map((name) => readFileSync(join(copy, name)))
  const other = startTill(copy, {
    start: {
      folder: copy,
      mode: 'development',
      appVersion: '0.1.0',
      keys: { ...keys, journal: '99'.repeat(32) },
      keyTrouble: null,
      restarts: 0,
    },
  })
  expect(other.page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'key_wrong' })
  await other.till.stop()
  for (const [index, name] of names.entries())
    expect(readFileSync(join(copy, name)).equals(left[index] ?? Buffer.alloc(0))).toBe(true)
  expect(asideOf(copy, 'journal.db')).toEqual([])
})

test.each(['key_store_plain', 'key_wrong'] as const)(
  '[CO34] without keys (%s) nothing is opened and the screen says why',
  (trouble) => {
    const folder = newFolder()
    const start = {
      folder,
      mode: 'production' as const,
      appVersion: '0.1.0',
      keys: null,
      keyTrouble: trouble,
      restarts: 0,
    }
    const { page, bugs } = startTill(folder, { start })
    expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: trouble })
    expect(existsSync(journalOf(folder))).toBe(false)
    expect(bugs).toEqual([])
  },
)

const badReplicas: readonly (readonly [string, (folder: string) => void])[] = [
  ['with a spoiled page', (folder) => spoil(replicaOf(folder))],
  ['cut in the middle', (folder) => truncateSync(replicaOf(folder), 9_000)],
  ['of a newer version', (folder) => setVersion(replicaOf(folder), keys.replica, 999, 'replica')],
  ['of something else', (folder) => writeFileSync(replicaOf(folder), 'x'.repeat(10_000))],
]

test.each(badReplicas)(
  '[CO35] a replica %s is set aside and loaded anew while the basket can still be paid',
  async (_, breakIt) => {
    const first = await newTill()
    await scan(first.page, codeOfOil(1))
    await first.till.stop()
    breakIt(first.folder)
    const { page, bugs } = startTill(first.folder)
    expect(asideOf(first.folder, 'replica.db')).toHaveLength(1)
    expect(page.slice('till_changed')).toMatchObject({ phase: 'loading', store: { number: 'S01' } })
    expect(await scan(page, codeOfOil(2))).toEqual({ refusal: { code: 'replica_loading' } })
    expect(await payCash(page)).toMatchObject({ output: { toPay: 5_000, receiptNumber: 'S01-T1-1-000001' } })
    expect(bugs).toEqual([])
  },
)

test('[CO102] of broken replicas set aside only the latest two are kept, of journals every one', async () => {
  const { folder, till } = await newTill()
  await till.stop()
  const asides: string[] = []
  for (let round = 0; round < 4; round++) {
    writeFileSync(replicaOf(folder), `broken ${round}`.repeat(1_000))
    writeFileSync(journalOf(folder), `broken ${round}`.repeat(1_000))
    const next = startTill(folder, { clock: standingClock(noon + round) })
    asides.push(...asideOf(folder, 'replica.db').filter((name) => !asides.includes(name)))
    await next.till.stop()
  }
  expect(asides).toHaveLength(4)
  expect(asideOf(folder, 'replica.db').toSorted()).toEqual(asides.slice(2))
  expect(asideOf(folder, 'journal.db')).toHaveLength(4)
})

test('[CO71] a member whose points cannot be counted now is never dropped from the sale without a word', async () => {
  const first = await newTill()
  await scan(first.page, wang.code)
  await scan(first.page, codeOfOil(1))
  await first.till.stop()
  writeFileSync(replicaOf(first.folder), 'x'.repeat(10_000))
  const { page } = startTill(first.folder)
  expect(await payCash(page)).toEqual({ refusal: { code: 'replica_loading' } })
  expect(await page.call('detachMember', {})).toHaveProperty('output')
  expect(await payCash(page)).toHaveProperty('output')
})

test('[CO36] a replica of another key is set aside too: the chain has all of it', async () => {
  const folder = await soldOnce()
  const start = {
    folder,
    mode: 'development' as const,
    appVersion: '0.1.0',
    keys: { ...keys, replica: '99'.repeat(32) },
    keyTrouble: null,
    restarts: 0,
  }
  const { page } = startTill(folder, { start })
  expect(page.slice('till_changed').phase).toBe('loading')
  expect(asideOf(folder, 'replica.db')).toHaveLength(1)
})

test('[CO37] a replica that breaks under the running till is set aside, and the basket can still be paid', async () => {
  const { folder, page, log, bugs } = await newTill()
  await scan(page, codeOfOil(1))
  // Other bytes under the open file, as a dying disk gives them; the staff's page was not read before.
  writeFileSync(replicaOf(folder), Buffer.alloc(readFileSync(replicaOf(folder)).length, 0x5a))
  const pin = { code: staff.supervisor.code, pin: staff.supervisor.pin }
  expect(await page.call('signIn', pin)).toEqual({ refusal: { code: 'replica_loading' } })
  expect(page.slice('till_changed').phase).toBe('loading')
  expect(await payCash(page)).toHaveProperty('output')
  await expect.poll(() => asideOf(folder, 'replica.db')).toHaveLength(1)
  expect(log.lines.some((line) => line.includes('error replica_lost fault=ReplicaBroken'))).toBe(true)
  expect(bugs).toEqual([])
})

test('[CO59] a journal that breaks under the running till ends trading here and says so; no crash, no guess', async () => {
  const { folder, page, till, bugs } = await newTill()
  await scan(page, codeOfOil(1))
  await payCash(page)
  await till.stop()
  const second = startTill(folder)
  // The event table's pages were not all read yet: a reprint asks for an event.
  spoilBehindFirstPage(journalOf(folder))
  writeFileSync(`${journalOf(folder)}-wal`, '')
  const { saleId } = second.page.slice('last_sale_changed')?.sale ?? {}
  const answers: unknown[] = []
  for (const _ of Array.from({ length: 3 })) answers.push(await scan(second.page, codeOfOil(2)))
  answers.push(await second.page.call('reprintReceipt', { saleId: saleId ?? ('' as never) }))
  expect(second.bugs).toEqual([])
  expect(bugs).toEqual([])
  expect(second.page.slice('till_changed')).toMatchObject({ phase: 'stopped' })
  expect(answers.at(-1)).toEqual({ fault: 'stopped' })
})

test('[CO38] a broken till.json is reported by place, left as it is, and answered with defaults', () => {
  const folder = newFolder()
  for (const [text, word] of [
    ['{ not json', 'config_unreadable'],
    ['{"printer":{"kind":"tcp","host":"secret-host","port":"9100"}}', 'config_invalid'],
    [`{"a":"${'x'.repeat(70_000)}"}`, 'config_too_large'],
  ] as const) {
    writeFileSync(join(folder, 'till.json'), text)
    const log = memoryLog()
    expect(readTillConfig(folder, log)).toEqual(tillConfigSchema.parse({}))
    expect(log.lines[0]).toContain(word)
    expect(log.lines.join()).not.toContain('secret-host')
    expect(readFileSync(join(folder, 'till.json'), 'utf8')).toBe(text)
  }
})
