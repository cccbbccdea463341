import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  copyOf,
  drained,
  endRecovery,
  enrolledTill,
  inOrder,
  nowhere,
  type Recovery,
  salesAtCentral,
  sellMany,
  sellWater,
  signIn,
  startRecovery,
  terminalAt,
  tillAt,
} from './recovery-rig.ts'

const limitMs = 120_000
const pageBytes = 4_096
/** A till sells again within a minute, whatever happened to its files (quality.md 3). */
const sellWithinMs = 60_000
let recovery: Recovery
beforeAll(async () => {
  recovery = await startRecovery()
}, limitMs)
afterAll(() => endRecovery(recovery))

/** Changes the bytes of a file of a till. */
function spoil(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  change(bytes)
  writeFileSync(file, bytes)
}

function cut(file: string, size: number): void {
  const descriptor = openSync(file, 'r+')
  ftruncateSync(descriptor, size)
  closeSync(descriptor)
}

const journal = (folder: string) => join(folder, 'journal.db')

/** What happens to a journal with a queue, and whether every event of it can still be read. */
const damages: readonly (readonly [string, (folder: string) => void, 'all' | 'some' | 'none'])[] = [
  ['its header zeroed', (at) => spoil(journal(at), (bytes) => bytes.fill(0, 0, 100)), 'all'],
  ['its file emptied', (at) => writeFileSync(journal(at), ''), 'some'],
  ['cut within a page', (at) => cut(journal(at), Math.floor(statSync(journal(at)).size / 2) + 777), 'some'],
  ['cut between pages', (at) => cut(journal(at), 5 * pageBytes), 'some'],
  [
    'a bit flipped on every third page',
    (at) =>
      spoil(journal(at), (bytes) => {
        for (let page = 0; page * pageBytes < bytes.length; page += 3) {
          const place = page * pageBytes + 1_234
          bytes[place] = (bytes[place] ?? 0) ^ 8
        }
      }),
    'some',
  ],
  [
    'gone with its WAL',
    (at) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(journal(at) + suffix, { force: true })
    },
    'none',
  ],
  ['gone without its WAL', (at) => rmSync(journal(at)), 'some'],
]

test.each(damages)(
  '[CO84] a journal with a queue, %s: the till sells at once, restricted, and all that can be read is at the central once',
  async (_name, damage, readable) => {
    const first = await enrolledTill(recovery)
    const { terminalId } = await terminalAt(recovery, first.page.slice('till_changed').terminalNumber ?? '')
    const known = await sellMany(first.page, 2)
    await drained(first.page)
    await first.till.stop()
    const offline = tillAt(first.folder, nowhere)
    const queued = await sellMany(offline.page, 5)
    // As a kill leaves it: the WAL is not in the file.
    const folder = copyOf(first.folder)
    await offline.till.stop()
    damage(folder)

    const startedAt = performance.now()
    const back = tillAt(folder, recovery.url())
    expect(['journal_broken', 'journal_lost']).toContain(back.page.slice('till_changed').restricted)
    await signIn(back.page)
    const { saleId } = await sellWater(back.page)
    expect(performance.now() - startedAt).toBeLessThan(sellWithinMs)
    await drained(back.page, 60_000)
    const told = await salesAtCentral(recovery, terminalId)
    expect(told).toEqual(inOrder([...new Set(told)]))
    expect(told).toEqual(expect.arrayContaining([...known, saleId]))
    const salvaged = told.filter((id) => queued.includes(id))
    expect(told).toEqual(inOrder([...known, saleId, ...salvaged]))
    if (readable === 'all') expect(salvaged).toHaveLength(queued.length)
    if (readable === 'none') expect(salvaged).toEqual([])
    expect(back.bugs).toEqual([])
  },
  limitMs,
)
