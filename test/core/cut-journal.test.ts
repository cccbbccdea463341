import { rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carveEvents } from '../../db/salvage/carve-events.ts'
import type { TillEvent } from '../../domain/event.ts'
import { eventsOf } from './member-rig.ts'
import {
  copyOf,
  endRecovery,
  nowhere,
  type QueuedTill,
  queuedTill,
  type Recovery,
  sellWater,
  signIn,
  startRecovery,
  tillAt,
} from './recovery-rig.ts'
import { keys } from './till-parts.ts'

const limitMs = 240_000
const pageBytes = 4_096
let recovery: Recovery
beforeAll(async () => {
  recovery = await startRecovery()
}, limitMs)
afterAll(() => endRecovery(recovery))

const journalOf = (folder: string) => join(folder, 'journal.db')

/** The sales of the queue whose pages are all there. */
function readable({ inFile, inWal }: QueuedTill, folder: string): string[] {
  const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
  const events = [...carveEvents({ file: journalOf(folder), key })]
    .flat()
    .map(({ body }) => JSON.parse(body) as TillEvent)
  const queue = new Set<string>([...inFile, ...inWal])
  return [...new Set(events.map(({ id }) => id).filter((id) => queue.has(id)))]
}

/** Starts a till, out of reach of the central, on a copy whose journal is cut off; answers how many sales came through. */
async function startCut(till: QueuedTill, from: string, size: number): Promise<number> {
  const folder = copyOf(from)
  truncateSync(journalOf(folder), size)
  const expected = readable(till, folder)
  const back = tillAt(folder, nowhere)
  const { page, log } = back
  const isSalvaging = log.lines.some((line) => / journal_(set|copied)_aside /.test(line))
  if (page.slice('staff_changed') === null) await signIn(page)
  const { saleId } = await sellWater(page)
  if (isSalvaging) await page.until(() => log.lines.some((line) => / events_salvaged /.test(line)), 30_000)
  expect(back.bugs).toEqual([])
  await back.till.stop()
  const there = eventsOf(folder, 'sale.completed').map(({ id }) => id as string)
  expect(there, `cut at ${size}`).toEqual(expect.arrayContaining([...expected, saleId]))
  rmSync(folder, { recursive: true, force: true })
  return expected.length
}

test.each([
  ['with its queue in the file, at every page and within each', 'closed', [0, 777]],
  ['with its queue partly in the WAL, at every page', 'folder', [0]],
] as const)(
  '[CO101] a journal cut off, %s: the till sells at once and every sale that can be read is there',
  async (_name, from, within) => {
    const till = await queuedTill(recovery)
    const { size } = statSync(journalOf(till[from]))
    const kept: number[] = []
    for (let page = 0; page < size / pageBytes; page++)
      for (const odd of within) kept.push(await startCut(till, till[from], page * pageBytes + odd))
    // The cuts went through everything from nothing to nearly all.
    expect(Math.min(...kept)).toBeLessThan(Math.max(...kept))
  },
  limitMs,
)
