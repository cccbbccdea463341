import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { connectJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { walPagesBeforeCheckpoint } from '../../domain/limits.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { codeOfOil } from './demo-chain.ts'
import { keys, memoryLog, scan, standingClock } from './till-parts.ts'
import { newTill } from './till-rig.ts'

test('[CO57] what was committed moves into the file on another thread, soon and never within a sale', async () => {
  const clock = {
    ...standingClock(),
    after: (_delayMs: number, act: () => void) => standingClock().after(20, act),
  }
  const log = memoryLog()
  const { page, folder, till } = await newTill({
    openCheckpoints: (journal) =>
      startCheckpointThread({
        entry: new URL('../../db/journal/checkpoint-worker.ts', import.meta.url),
        journal,
        clock,
        log,
      }),
  })
  const file = join(folder, 'journal.db')
  const before = statSync(file).mtimeMs
  // A scan writes one page; a checkpoint begins once many of them wait, here those of one long value.
  const beside = connectJournal({ file, key: Buffer.from(keys.journal, 'hex') })
  transact(beside, (tx) => saveSetting(tx, 'centralKey', 'x'.repeat(walPagesBeforeCheckpoint * 4_096)))
  beside.close()
  expect(statSync(file).mtimeMs).toBe(before)
  await scan(page, codeOfOil(1))
  await expect.poll(() => statSync(file).mtimeMs, { timeout: 10_000 }).toBeGreaterThan(before)
  await till.stop()
  expect(log.lines).toEqual([])
})
