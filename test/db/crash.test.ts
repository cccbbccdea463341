import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { eventsAfter, findEvent } from '../../db/journal/event-table.ts'
import { beforeAll } from '../../db/journal/place.ts'
import { printJobsOf } from '../../db/journal/print-job-table.ts'
import { findSale } from '../../db/journal/sale-table.ts'
import { openJournal } from '../../db/open.ts'
import { noHash } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { key, tillFolder } from './till-files.ts'

const child = join(import.meta.dirname, 'selling-child.ts')

/** Sells in a process of its own, under strace with `rules` where given. Answers what it said. */
async function sellIn(
  folder: string,
  how: { readonly acts: number; readonly rules?: readonly string[]; readonly killAfter?: number },
): Promise<{ readonly lines: readonly string[]; readonly exit: number | null }> {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', child, folder, String(how.acts)]
  const [command = '', ...rest] = how.rules ? ['strace', '-f', '-qq', ...how.rules, ...node] : node
  const running = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.stderr.resume()
  const exited = new Promise<number | null>((resolve, reject) => {
    running.once('error', reject)
    running.once('close', resolve)
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: running.stdout })) {
    lines.push(line)
    if (how.killAfter !== undefined && lines.length > how.killAfter) running.kill('SIGKILL')
  }
  return { lines, exit: await exited }
}

const saidOf = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ')[1] as Uuid)

/** Every sale in the journal is whole, and the chain has no gap. Answers the ids in order. */
function soldIn(folder: string): Uuid[] {
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  try {
    const events = eventsAfter(journal, beforeAll, 100_000, 1_000_000_000)
    let prev = noHash
    for (const [index, event] of events.entries()) {
      expect([event.seq, event.prev]).toEqual([index + 1, prev])
      prev = event.hash
      expect(findEvent(journal, event.id)).toEqual(event)
      expect(findSale(journal, event.id)?.seq).toBe(event.seq)
      expect(printJobsOf(journal, event.id).map(({ state }) => state)).toEqual(['waiting'])
    }
    const effects = journal.prepare('SELECT count(*) AS rows FROM effect').get<{ rows: number }>()
    expect(effects?.rows).toBe(events.length * 3)
    expect(journal.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    return events.map(({ id }) => id)
  } finally {
    journal.close()
  }
}

test('[JO12] killed at any moment, every acknowledged sale is there, whole and once', async () => {
  const folder = tillFolder()
  const acknowledged: Uuid[] = []
  for (const killAfter of [1, 5, 9, 20, 33, 61]) {
    const { lines, exit } = await sellIn(folder, { acts: 100_000, killAfter })
    expect(exit).toBeNull()
    acknowledged.push(...saidOf(lines, 'SOLD'))
    const sold = soldIn(folder)
    expect(acknowledged.filter((id) => !sold.includes(id))).toEqual([])
  }
  expect(acknowledged.length).toBeGreaterThan(100)
})

test('[JO13] a sale costs one sync of the disk', async () => {
  const folder = tillFolder()
  const log = join(tillFolder(), 'calls')
  const acts = 200
  const { lines } = await sellIn(folder, { acts, rules: ['-o', log, '-e', 'trace=fsync,fdatasync,write'] })
  expect(saidOf(lines, 'SOLD').length).toBe(acts)
  const calls = readFileSync(log, 'utf8').split('\n')
  const start = calls.findIndex((call) => call.includes('"START'))
  const end = calls.findIndex((call) => call.includes('"END'))
  const syncs = calls.slice(start, end).filter((call) => /\bf(data)?sync\(/.test(call)).length
  expect(syncs / acts).toBeGreaterThanOrEqual(1)
  expect(syncs / acts).toBeLessThanOrEqual(1.05)
})

const failOnce: readonly [string, string, string][] = [
  ['a sync fails', 'fsync,fdatasync:error=EIO:when=12', 'DiskFault'],
  ['a write fails', 'pwrite64:error=EIO:when=400', 'DiskFault'],
  ['the disk is full', 'pwrite64:error=ENOSPC:when=400', 'DiskFull'],
]

test.each(failOnce)(
  '[JO14] when %s once, the outcome is unknown, looked up, and selling goes on',
  async (_, fault, cause) => {
    const folder = tillFolder()
    openJournal({ file: join(folder, 'journal.db'), key }).close()
    const { lines, exit } = await sellIn(folder, {
      acts: 60,
      rules: ['-o', join(folder, 'calls'), '-e', 'trace=fsync,fdatasync,pwrite64', '-e', `inject=${fault}`],
    })
    expect(exit).toBe(0)
    expect(lines.at(-1)).toBe('END')
    const unknown = lines.filter((line) => line.startsWith('UNKNOWN'))
    expect(unknown.map((line) => line.split(' ')[2])).toEqual([cause])
    const [there, absent] = [saidOf(lines, 'THERE'), saidOf(lines, 'ABSENT')]
    expect([...there, ...absent]).toEqual(saidOf(lines, 'UNKNOWN'))
    const sold = soldIn(folder)
    expect(new Set(sold)).toEqual(new Set([...saidOf(lines, 'SOLD'), ...there]))
    expect(new Set(sold).size).toBe(sold.length)
  },
)

test('[JO15] when every sync fails from now on, the till stops, and what was acknowledged is there', async () => {
  const folder = tillFolder()
  openJournal({ file: join(folder, 'journal.db'), key }).close()
  const { lines, exit } = await sellIn(folder, {
    acts: 60,
    rules: [
      '-o',
      join(folder, 'calls'),
      '-e',
      'trace=fsync,fdatasync,pwrite64',
      '-e',
      'inject=fsync,fdatasync:error=EIO:when=12+',
    ],
  })
  expect(exit).not.toBe(0)
  expect(lines.at(-1)).toMatch(/^UNKNOWN .* DiskFault$/)
  const sold = soldIn(folder)
  expect(saidOf(lines, 'SOLD').length).toBeGreaterThan(3)
  expect(saidOf(lines, 'SOLD').filter((id) => !sold.includes(id))).toEqual([])
})
