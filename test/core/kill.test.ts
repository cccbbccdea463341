import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { chainHead, eventsAfter } from '../../db/journal/event-table.ts'
import { recentSales } from '../../db/journal/sale-table.ts'
import { openJournal } from '../../db/open.ts'
import { firstHead, nextHead, type TillEvent, verifyChainStep } from '../../domain/event.ts'
import { sha256 } from '../../electron/core/sealing.ts'
import { terminalId } from './demo-chain.ts'
import { furnish, keys } from './till-parts.ts'
import type { Said } from './till-process.ts'
import { newFolder } from './till-rig.ts'

const rounds = 12
const entry = join(import.meta.dirname, 'till-process.ts')

/** Runs the selling process and kills it `delayUs` after the tap of its n-th sale. Answers what it said. */
async function sellAndKill(
  folder: string,
  at: { readonly tap: number; readonly delayUs: number },
): Promise<Said[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const said: Said[] = []
  let taps = 0
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const heard = JSON.parse(line) as Said
    said.push(heard)
    if (heard.said === 'tapped') taps += 1
    if (taps !== at.tap || heard.said !== 'tapped') return
    const until = process.hrtime.bigint() + BigInt(at.delayUs) * 1_000n
    // A timer is coarser than a commit: the moment is hit by waiting in place, a few ms at most.
    while (process.hrtime.bigint() < until);
    child.kill('SIGKILL')
  })
  await Promise.all([exited, once(lines, 'close')])
  return said
}

test('[CO45] SIGKILL between the tap and the answer: nothing lost, nothing doubled, the screen says which', async () => {
  const folder = newFolder()
  await furnish(folder)
  const answered = new Map<string, string>()
  let left: string | null = null
  const fates = { recorded: 0, open: 0 }

  for (let round = 0; round < rounds; round++) {
    const said = await sellAndKill(folder, { tap: 1 + (round % 3), delayUs: (round * 397) % 3_000 })
    const [started] = said
    if (started?.said !== 'started') throw new Error('the till starts')
    if (left !== null) {
      // The screen of the next start tells the fate of the sale that was tapped and not answered.
      if (started.basket === left) {
        fates.open += 1
        expect(started).toMatchObject({ lines: 1 })
        expect(started.lastSale).not.toBe(left)
      } else {
        fates.recorded += 1
        expect(started).toMatchObject({ basket: null, lastSale: left, recovered: true })
        answered.set(left, 'recorded')
      }
    }
    left = null
    for (const step of said) {
      if (step.said === 'tapped') left = step.saleId
      if (step.said === 'answered') {
        expect(answered.has(step.saleId)).toBe(false)
        answered.set(step.saleId, step.receiptNumber)
        left = null
      }
    }
  }

  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const events = eventsAfter(
    journal,
    { epoch: 0, seq: 0 },
    10_000,
    100_000_000,
  ) as TillEvent<'sale.completed'>[]
  const sales = recentSales(journal, 10_000)
  let head = firstHead(terminalId, 1)
  for (const event of events) {
    expect(verifyChainStep(head, event, sha256)).toBe('in_order')
    head = nextHead(event)
  }
  expect(head).toEqual(chainHead(journal, terminalId, 1))
  journal.close()

  const recorded = new Set(events.map(({ id }) => String(id)))
  expect(recorded.size).toBe(events.length)
  for (const saleId of answered.keys()) expect(recorded).toContain(saleId)
  // All that is recorded was answered, or is the one the last kill left open.
  const unanswered = [...recorded].filter((id) => !answered.has(id))
  expect(unanswered.filter((id) => id !== left)).toEqual([])
  expect(new Set(sales.map(({ saleId }) => String(saleId)))).toEqual(recorded)
  expect(sales).toHaveLength(events.length)
  const numbers = events.map(({ data }) => data.receiptNumber)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(events.length).toBeGreaterThanOrEqual(rounds / 2)
  expect(fates.recorded + fates.open).toBeGreaterThan(0)
}, 120_000)
