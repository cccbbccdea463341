import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Journal } from '../../db/handle.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { placeFrom } from '../../db/journal/place.ts'
import { openJournal } from '../../db/open.ts'
import { carveEvents } from '../../db/salvage/carve-events.ts'
import { walIsOfAnother } from '../../db/salvage/wal-frames.ts'
import { transact } from '../../db/transact.ts'
import { sealEvent, type TillEvent } from '../../domain/event.ts'
import { uuid } from '../../domain/ids.ts'
import { sha256 } from '../../electron/core/sealing.ts'
import { newFolder } from '../core/till-rig.ts'

const key = new Uint8Array(32).fill(5)
const source = uuid('0192f5a0-0000-7000-8000-000000000001')
const pageBytes = 4_096

/** Events of all sizes: most fit a page, some take a chain of pages. */
function append(journal: Journal, count: number): TillEvent[] {
  return Array.from({ length: count }, () =>
    transact(journal, (tx) => {
      const head = chainHead(tx, source, 1)
      const what = 'x'.repeat(head.seq % 7 === 0 ? 9_000 : head.seq * 13)
      const event = sealEvent(
        {
          id: uuid(`0192f5a0-0000-7000-8000-${String(head.seq).padStart(12, '0')}`),
          type: 'access.denied',
          time: head.seq,
          actor: null,
          rules: 0,
          mode: 'isolated',
          data: { staffId: null, what },
        },
        head,
        { sha256, sign: () => 'c2ln' },
      )
      appendEvent(tx, event)
      return event as TillEvent
    }),
  )
}

function carved(file: string): Map<number, string> {
  const found = [...carveEvents({ file, key })].flat()
  return new Map(found.map(({ place, body }) => [placeFrom(place).seq, (JSON.parse(body) as TillEvent).hash]))
}

/** A journal as a kill left it: part in the file, part in its WAL. */
function brokenJournal(inFile: number, inWal: number) {
  const folder = newFolder()
  const made = { file: join(folder, 'made.db'), key }
  const first = openJournal(made)
  const events = append(first, inFile)
  first.close()
  const journal = openJournal(made)
  events.push(...append(journal, inWal))
  const file = join(folder, 'journal.db')
  for (const suffix of ['', '-wal']) copyFileSync(made.file + suffix, file + suffix)
  journal.close()
  return { file, events, all: new Map(events.map(({ seq, hash }) => [seq, hash])) }
}

test('[DB26] every event is carved out of a whole file and its WAL, the longest over many pages', () => {
  const { all, file } = brokenJournal(40, 40)
  expect(carved(file)).toEqual(all)
})

test('[DB26] without header, schema or the WAL’s own header nothing is missed', () => {
  const { all, file } = brokenJournal(40, 40)
  const bytes = readFileSync(file)
  bytes.fill(0, 0, 2 * pageBytes)
  writeFileSync(file, bytes)
  const wal = readFileSync(`${file}-wal`)
  wal.fill(0xff, 0, 32)
  writeFileSync(`${file}-wal`, wal)
  expect(carved(file)).toEqual(all)
})

test('[DB27] a damaged page costs what stands on it and nothing else; no event comes out changed', () => {
  const { all, file } = brokenJournal(60, 0)
  const whole = readFileSync(file)
  let missed = 0
  for (let page = 0; page < whole.length / pageBytes; page++) {
    const bytes = Buffer.from(whole)
    const at = page * pageBytes + ((page * 997) % pageBytes)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const found = carved(file)
    for (const [seq, hash] of found) expect(hash).toBe(all.get(seq))
    missed = Math.max(missed, all.size - found.size)
  }
  // The events on one leaf, with those of them that go on elsewhere.
  expect(missed).toBeLessThan(12)
})

test('[DB27] of a file cut off anywhere, all on the pages before the cut is carved', () => {
  const { all, file } = brokenJournal(60, 0)
  const { length } = readFileSync(file)
  let before = all.size
  for (let size = length; size > 0; size -= 3_001) {
    truncateSync(file, size)
    const found = carved(file)
    expect(found.size).toBeLessThanOrEqual(before)
    for (const [seq, hash] of found) expect(hash).toBe(all.get(seq))
    before = found.size
  }
  expect(before).toBe(0)
})

test('[DB28] what was written to the WAL and never committed is no event', () => {
  const { all, file } = brokenJournal(10, 10)
  const wal = readFileSync(`${file}-wal`)
  const frame = 24 + pageBytes
  // The last transaction loses the frame that ends it, as a kill in the middle of writing leaves it.
  writeFileSync(`${file}-wal`, wal.subarray(0, wal.length - frame))
  const found = carved(file)
  expect(found.has(20)).toBe(false)
  expect(found.size).toBeGreaterThanOrEqual(19)
  expect([...found].every(([seq, hash]) => all.get(seq) === hash)).toBe(true)
})

test('[DB28] another key carves nothing', () => {
  const { file } = brokenJournal(10, 10)
  expect([...carveEvents({ file, key: new Uint8Array(32).fill(6) })].flat()).toEqual([])
})

test('[DB45] a WAL is of another file where SQLite would take a page of it that does not prove to be this file’s', () => {
  const { file } = brokenJournal(20, 20)
  expect(walIsOfAnother({ file, key })).toBe(false)
  expect(walIsOfAnother({ file, key: new Uint8Array(32).fill(6) })).toBe(true)
})

test('[DB45] what SQLite takes nothing of is not of another: spoiled, cut short or gone', () => {
  const { file } = brokenJournal(20, 20)
  const wal = readFileSync(`${file}-wal`)
  const other = { file, key: new Uint8Array(32).fill(6) }
  for (const size of [0, 31, 32, 32 + 24 + pageBytes - 1]) {
    writeFileSync(`${file}-wal`, wal.subarray(0, size))
    expect(walIsOfAnother(other)).toBe(false)
  }
  wal.fill(0, 24, 32)
  writeFileSync(`${file}-wal`, wal)
  expect(walIsOfAnother(other)).toBe(false)
})
