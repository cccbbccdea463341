import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { createBooks } from '../../electron/core/books.ts'
import { NotRecorded } from '../../electron/core/faults.ts'
import { ampleRoom } from '../rig/ample-room.ts'
import { codeOfOil } from './demo-chain.ts'
import { memoryLog, payCash, scan } from './till-parts.ts'
import { newFolder, newTill, startTill } from './till-rig.ts'
import { troubledJournal } from './troubled-journal.ts'

test('[CO39] a commit that failed and happened is answered as recorded, once', async () => {
  const disk = troubledJournal()
  const { page, folder, log } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_after')
  const { saleId } = page.slice('basket_changed')
  expect(await payCash(page)).toMatchObject({ output: { saleId, receiptNumber: 'S01-T1-1-000001' } })
  expect(page.slice('basket_changed').lines).toEqual([])
  expect(log.lines.some((line) => line.includes('error commit_unknown state=recorded'))).toBe(true)
  // The next one is an ordinary sale with the next number.
  await scan(page, codeOfOil(2))
  expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000002' } })
  expect(startTill(folder).page.slice('sync_changed').waiting).toBe(2)
})

test('[CO40] a commit that failed and did not happen is answered not_recorded; the basket stands and sells', async () => {
  const disk = troubledJournal()
  const { page, folder } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_before')
  expect(await payCash(page)).toEqual({ fault: 'not_recorded' })
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  expect(await payCash(page)).toMatchObject({ output: { receiptNumber: 'S01-T1-1-000001' } })
  expect(startTill(folder).page.slice('sync_changed').waiting).toBe(1)
})

test('[CO41] a change of the basket that did not reach the disk did not happen on the screen', async () => {
  const disk = troubledJournal()
  const { page, folder } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('fails_write')
  expect(await scan(page, codeOfOil(2))).toEqual({ fault: 'not_recorded' })
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  expect(startTill(folder).page.slice('basket_changed').lines).toHaveLength(1)
})

test('[CO42] a disk that fails twice in a row ends trading here, says so, and copies the journal away', async () => {
  const disk = troubledJournal()
  const { page, folder, log, bugs } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_before', 'throws_before')
  expect(await payCash(page)).toEqual({ fault: 'not_recorded' })
  expect(await payCash(page)).toEqual({ fault: 'not_recorded' })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'disk' })
  expect(await scan(page, codeOfOil(2))).toEqual({ fault: 'stopped' })
  expect(await payCash(page)).toEqual({ fault: 'stopped' })
  await expect.poll(() => log.lines.some((line) => line.includes('journal_copied_away'))).toBe(true)
  expect(readdirSync(folder).some((name) => name.startsWith('journal.db.rescue-'))).toBe(true)
  expect(bugs).toEqual([])
  // A new start tries again, with the basket as it was.
  const later = startTill(folder)
  expect(later.page.slice('basket_changed').lines).toHaveLength(1)
  expect(await payCash(later.page)).toHaveProperty('output')
})

test('[CO43] two failures with a good commit between them do not end trading', async () => {
  const disk = troubledJournal()
  const { page } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_before')
  await scan(page, codeOfOil(2))
  await scan(page, codeOfOil(2))
  disk.trouble.push('throws_before')
  await scan(page, codeOfOil(3))
  expect(page.slice('till_changed').phase).toBe('selling')
  expect(await payCash(page)).toHaveProperty('output')
})

test('[CO44] a journal that can not be opened again ends trading; nothing is claimed', async () => {
  const disk = troubledJournal()
  const { page, folder, bugs } = await newTill(disk.files)
  await scan(page, codeOfOil(1))
  disk.trouble.push('throws_after')
  disk.loseFile()
  expect(await payCash(page)).toEqual({ fault: 'stopped' })
  expect(page.slice('till_changed')).toMatchObject({ phase: 'stopped', stopped: 'disk' })
  expect(bugs).toEqual([])
  // What became of it is said at the next start: recorded.
  expect(startTill(folder).page.slice('last_sale_changed')).toMatchObject({ recovered: true })
})

test('[CO61] a disk that goes on failing after trading ended is told once, so that the journal is copied once', () => {
  const disk = troubledJournal()
  const at = { file: join(newFolder(), 'journal.db'), key: new Uint8Array(32).fill(1) }
  const reasons: string[] = []
  const books = createBooks({
    journal: disk.files.openJournal(at),
    reopen: () => disk.files.reopenJournal(at),
    room: ampleRoom,
    onWritten: () => undefined,
    onStopped: (reason) => reasons.push(reason),
    log: memoryLog(),
  })
  onTestFinished(books.close)
  disk.trouble.push('fails_write', 'fails_write', 'fails_write', 'fails_write')
  for (let time = 0; time < 4; time++) {
    const write = () =>
      books.write(
        (tx) => saveSetting(tx, 'language', 'en'),
        () => false,
      )
    expect(write).toThrow(NotRecorded)
  }
  expect(reasons).toEqual(['disk'])
})
