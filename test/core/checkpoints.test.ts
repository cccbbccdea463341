import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { walPagesBeforeCheckpoint } from '../../domain/limits.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { codeOfOil } from './demo-chain.ts'
import { memoryLog, scan, standingClock } from './till-parts.ts'
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
  // One scan writes a few pages; a checkpoint begins once enough of them wait.
  for (let scans = 0; statSync(file).mtimeMs === before && scans < walPagesBeforeCheckpoint * 2; scans++) {
    await scan(page, codeOfOil(1))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await expect.poll(() => statSync(file).mtimeMs, { timeout: 10_000 }).toBeGreaterThan(before)
  await till.stop()
  expect(log.lines).toEqual([])
})
