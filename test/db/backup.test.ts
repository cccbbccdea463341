import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { backUpJournal } from '../../db/backup.ts'
import { openCheckpointer } from '../../db/journal/checkpointer.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { beforeAll } from '../../db/journal/place.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal, reopenAfterUnknown } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { walPagesBeforeCheckpoint } from '../../domain/limits.ts'
import { draftOf, journalIn, key, numberedId, record, tillFolder } from './till-files.ts'

test('[DB20] a backup of the open journal has every event so far, encrypted, while it sells on', () => {
  const folder = tillFolder()
  const journal = journalIn(folder)
  const file = join(folder, 'journal.db')
  const target = join(folder, "it's a backup.db")
  const sold = [1, 2, 3].map((number) => transact(journal, (tx) => record(tx, draftOf(numberedId(number)))))
  backUpJournal({ file, key, target })
  transact(journal, (tx) => record(tx, draftOf(numberedId(4))))
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual(["it's a backup.db"])
  for (const text of ['SQLite format', 'access.denied', 'CREATE TABLE'])
    expect(readFileSync(target).includes(text)).toBe(false)
  const copy = openJournal({ file: target, key })
  onTestFinished(copy.close)
  expect(eventsAfter(copy, beforeAll, 10, 1_000_000)).toEqual(sold)
  expect(eventsAfter(journal, beforeAll, 10, 1_000_000).length).toBe(4)
})

test('[DB22] a backup that fails leaves nothing behind that fills the disk', () => {
  const folder = tillFolder()
  journalIn(folder)
  const target = join(folder, 'backup.db')
  mkdirSync(target)
  expect(() => backUpJournal({ file: join(folder, 'journal.db'), key, target })).toThrow()
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
})

test('[JO10] the WAL is moved by another connection, and only once it is long', () => {
  const folder = tillFolder()
  const journal = journalIn(folder)
  const checkpointer = openCheckpointer({ file: join(folder, 'journal.db'), key })
  onTestFinished(checkpointer.close)
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'short'))
  expect(checkpointer.checkpoint()).toMatchObject({ moved: 0 })
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'x'.repeat(walPagesBeforeCheckpoint * 4_096)))
  const { log, moved } = checkpointer.checkpoint()
  expect(log).toBeGreaterThan(walPagesBeforeCheckpoint)
  expect(moved).toBe(log)
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'short'))
  expect(checkpointer.checkpoint().log).toBeLessThan(log)
})

test('[JO11] the checkpoint thread answers, and ends when told', async () => {
  const folder = tillFolder()
  const journal = journalIn(folder)
  transact(journal, (tx) => saveSetting(tx, 'centralKey', 'x'.repeat(walPagesBeforeCheckpoint * 4_096)))
  const worker = new Worker(new URL('../../db/journal/checkpoint-worker.ts', import.meta.url), {
    workerData: { file: join(folder, 'journal.db'), key },
  })
  const answer = await new Promise<{ log: number; moved: number }>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.postMessage('checkpoint')
  })
  expect(answer.moved).toBe(answer.log)
  expect(answer.moved).toBeGreaterThan(walPagesBeforeCheckpoint)
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  worker.postMessage('stop')
  expect(await ended).toBe(0)
})

test('[DB21] reopening after an unknown outcome leaves everything shown in the file itself', () => {
  const folder = tillFolder()
  const file = join(folder, 'journal.db')
  const first = openJournal({ file, key })
  onTestFinished(first.close)
  transact(first, (tx) => record(tx, draftOf(numberedId(1))))
  expect(readFileSync(`${file}-wal`).length).toBeGreaterThan(4_096)
  const again = reopenAfterUnknown({ file, key })
  onTestFinished(again.close)
  expect(existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`).length : 0).toBe(0)
  expect(eventsAfter(again, beforeAll, 10, 1_000_000).length).toBe(1)
})
