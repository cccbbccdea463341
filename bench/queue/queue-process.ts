import { Buffer } from 'node:buffer'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { countVerdicts } from '../../db/journal/verdict-table.ts'
import { openJournal } from '../../db/open.ts'
import { assert } from '../../domain/assert.ts'
import { setMood } from '../central/central.ts'
import { cashier, cashierPin } from '../chain/facts.ts'
import type { ChainImage } from '../chain/image.ts'
import { seededChance } from '../chance.ts'
import { type HeadlessTill, openHeadlessTill } from '../checkout/headless-till.ts'
import { checkOut, ringUp } from '../checkout/sale.ts'
import { benchKeys, makeTillFolder } from '../checkout/till-folder.ts'
import { answerParent, childInput } from '../child.ts'
import { fillQueue } from './fill.ts'

/* Two tills out of reach of head office: one with a month's queue, one with none. Each sells in turn. */

export interface QueueInput {
  readonly folder: string
  readonly url: string
  readonly image: ChainImage
  readonly queued: number
  readonly rounds: number
  readonly salesPerRound: number
}

/** Milliseconds of each sample. */
export interface TillTimes {
  readonly checkouts: readonly number[]
  /** Of a member's code. */
  readonly scans: readonly number[]
  /** What waits, what is disputed: asked at each step of sync. */
  readonly statuses: readonly number[]
  /** One: until the till that was started again can sell. */
  readonly startMs: number
}

export interface QueueTimes {
  readonly empty: TillTimes
  readonly full: TillTimes
}

const input = childInput<QueueInput>()
const { folder, image, url } = input

/** A till that was enrolled and stopped. */
async function makeTill(name: string): Promise<string> {
  const parent = join(folder, name)
  mkdirSync(parent)
  const made = makeTillFolder(parent, image)
  const till = openHeadlessTill(made, url)
  await till.sellable()
  await till.stop()
  return made
}

interface Seller {
  readonly till: HeadlessTill
  readonly chance: () => number
  readonly startMs: number
  readonly status: () => number
  readonly times: { readonly checkouts: number[]; readonly scans: number[]; readonly statuses: number[] }
}

async function openSeller(tillFolder: string, waiting: number): Promise<Seller> {
  const from = performance.now()
  const till = openHeadlessTill(tillFolder, url)
  await till.sellable()
  const startMs = performance.now() - from
  await till.call('signIn', { code: cashier.code, pin: cashierPin })
  const key = Buffer.from(benchKeys.journal, 'hex')
  const journal = openJournal({ file: join(tillFolder, 'journal.db'), key })
  assert(countWaiting(journal) >= waiting, 'the queue waits')
  return {
    till,
    chance: seededChance(1),
    startMs,
    status() {
      const asked = performance.now()
      countWaiting(journal)
      countVerdicts(journal)
      return performance.now() - asked
    },
    times: { checkouts: [], scans: [], statuses: [] },
  }
}

async function sell({ till, chance, status, times }: Seller, isCounted: boolean): Promise<void> {
  for (let sale = 0; sale < input.salesPerRound; sale++) {
    const scanMs = await ringUp(till, chance, image.members)
    const checkoutMs = await checkOut(till)
    const statusMs = status()
    if (!isCounted) continue
    times.scans.push(scanMs)
    times.checkouts.push(checkoutMs)
    times.statuses.push(statusMs)
  }
}

const folders = { empty: await makeTill('empty'), full: await makeTill('full') }
fillQueue(folders.full, input.queued, image.members)
await setMood(url, 'away')
const empty = await openSeller(folders.empty, 0)
const full = await openSeller(folders.full, input.queued)
// One round that does not count: code is compiled and statements are prepared in it.
for (let round = 0; round <= input.rounds; round++) {
  await sell(empty, round > 0)
  await sell(full, round > 0)
}
await answerParent({
  empty: { ...empty.times, startMs: empty.startMs },
  full: { ...full.times, startMs: full.startMs },
} satisfies QueueTimes)
process.exit(0)
