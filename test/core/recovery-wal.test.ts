import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import {
  drained,
  endRecovery,
  inOrder,
  type QueuedTill,
  queuedTill,
  type Recovery,
  salesAtCentral,
  sellWater,
  signIn,
  startRecovery,
  tillAt,
} from './recovery-rig.ts'
import { newFolder } from './till-rig.ts'

const limitMs = 120_000
const sellWithinMs = 60_000
const frameBytes = 24 + 4_096
let recovery: Recovery
beforeAll(async () => {
  recovery = await startRecovery()
}, limitMs)
afterAll(() => endRecovery(recovery))

const wal = (folder: string) => join(folder, 'journal.db-wal')

function spoil(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  change(bytes)
  writeFileSync(file, bytes)
}

/** The WAL of a journal under another key; with `isWhole` every page of it, else one leaf. */
function foreignWal(isWhole: boolean): string {
  const folder = newFolder()
  const at = { file: join(folder, 'journal.db'), key: new Uint8Array(32).fill(9) }
  if (!isWhole) openJournal(at).close()
  const journal = openJournal(at)
  const text = 'x'.repeat(isWhole ? 60_000 : 100)
  transact(journal, (tx) => saveSetting(tx, 'centralUrl', text))
  const copy = join(folder, 'copy-wal')
  copyFileSync(`${at.file}-wal`, copy)
  journal.close()
  return copy
}

interface Damage {
  readonly name: string
  readonly damage: (till: QueuedTill) => void
  readonly cause: 'rolled_back' | 'journal_broken'
  /** Whether the sales of the file and those of the WAL are all to be there afterwards. */
  readonly keeps: 'both' | 'file'
}

const damages: readonly Damage[] = [
  {
    name: 'with its header zeroed',
    damage: ({ folder }) => spoil(wal(folder), (bytes) => bytes.fill(0, 0, 32)),
    cause: 'rolled_back',
    keeps: 'both',
  },
  {
    name: 'with a bit flipped in its first page',
    damage: ({ folder }) =>
      spoil(wal(folder), (bytes) => {
        bytes[32 + 24 + 100] = (bytes[32 + 24 + 100] ?? 0) ^ 8
      }),
    cause: 'rolled_back',
    keeps: 'both',
  },
  {
    name: 'cut within its first page',
    damage: ({ folder }) => truncateSync(wal(folder), 32 + frameBytes - 1_000),
    cause: 'rolled_back',
    keeps: 'file',
  },
  {
    name: 'gone',
    damage: ({ folder }) => rmSync(wal(folder)),
    cause: 'rolled_back',
    keeps: 'file',
  },
  {
    name: 'swapped for an older one of its own',
    damage: ({ folder, before }) => copyFileSync(wal(before), wal(folder)),
    cause: 'rolled_back',
    keeps: 'file',
  },
  {
    name: 'swapped for one of another key',
    damage: ({ folder }) => copyFileSync(foreignWal(true), wal(folder)),
    cause: 'journal_broken',
    keeps: 'file',
  },
  {
    name: 'swapped for one leaf of another key',
    damage: ({ folder }) => copyFileSync(foreignWal(false), wal(folder)),
    cause: 'journal_broken',
    keeps: 'file',
  },
]

test.each(damages)(
  '[CO100] a journal that is whole, its WAL $name: all that can be read is at the central once, and the till sells at once',
  async ({ damage, cause, keeps }) => {
    const till = await queuedTill(recovery)
    damage(till)
    const startedAt = performance.now()
    const back = tillAt(till.folder, recovery.url())
    expect(back.page.slice('till_changed').restricted).toBe(cause)
    await signIn(back.page)
    const { saleId } = await sellWater(back.page)
    expect(performance.now() - startedAt).toBeLessThan(sellWithinMs)
    await drained(back.page, 60_000)
    const told = await salesAtCentral(recovery, till.terminalId)
    const kept = [...till.known, ...till.inFile, ...(keeps === 'both' ? till.inWal : []), saleId]
    const possible = [...till.known, ...till.inFile, ...till.inWal, saleId]
    expect(told).toEqual(expect.arrayContaining(kept))
    expect(told).toEqual(inOrder([...new Set(told)]))
    expect(possible).toEqual(expect.arrayContaining(told))
    expect(back.bugs).toEqual([])
  },
  limitMs,
)
