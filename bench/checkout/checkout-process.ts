import { Buffer } from 'node:buffer'
import { openReplica } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles } from '../../db/replica/swap.ts'
import { assert } from '../../domain/assert.ts'
import { setMood } from '../central/central.ts'
import { rowsPerChange } from '../central/feed.ts'
import { cashier, cashierPin } from '../chain/facts.ts'
import type { ChainImage } from '../chain/image.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { openFsyncFloor } from '../model-disk/floor.ts'
import { openFlushCounts } from '../model-disk/flushes.ts'
import { type HeadlessTill, openHeadlessTill } from './headless-till.ts'
import { checkOut, ringUp } from './sale.ts'
import { benchKeys, makePlainTillFolder, makeTillFolder } from './till-folder.ts'

/*
 * Sells on the model disk, in a process of its own: the product's core with its threads, first with head office out
 * of reach, then during a pull at full speed; beside it a till whose files are plain, and the bare fsync.
 */

export interface CheckoutInput {
  readonly folder: string
  readonly url: string
  readonly image: ChainImage
  readonly rounds: number
  readonly salesPerRound: number
  /** How long the pull goes on with nobody selling, in ms. */
  readonly aloneMs: number
  /** The last change number of the feed. */
  readonly feedEnd: number
}

/** Milliseconds of each sample, unless it says otherwise. */
export interface CheckoutTimes {
  readonly idle: {
    readonly floor: readonly number[]
    readonly encrypted: readonly number[]
    readonly plain: readonly number[]
    /** Of both tills: flushes within checkouts, and those of other threads from the first sale to the last. */
    readonly flushesWithin: number
    readonly flushesBeside: number
  }
  readonly pulling: {
    readonly floor: readonly number[]
    readonly encrypted: readonly number[]
    /** Rows a second, with the sales beside it and with nobody selling. */
    readonly rowsPerSecond: number
    readonly rowsPerSecondAlone: number
    readonly salesPerSecond: number
  }
}

const input = childInput<CheckoutInput>()
const { folder, image, rounds, salesPerRound, url } = input
const flushes = openFlushCounts()
const floor = openFsyncFloor(folder)

async function openSellingTill(till: HeadlessTill): Promise<HeadlessTill> {
  await till.sellable()
  await till.call('signIn', { code: cashier.code, pin: cashierPin })
  return till
}

interface Selling {
  readonly times: readonly number[]
  /** Flushes within checkouts. Those of scans in between are acts of their own. */
  readonly flushesWithin: number
}

async function sell(till: HeadlessTill, chance: () => number, sales: number): Promise<Selling> {
  const times: number[] = []
  let flushesWithin = 0
  for (let sale = 0; sale < sales; sale++) {
    await ringUp(till, chance, image.members)
    const before = flushes.read().mainThread
    times.push(await checkOut(till))
    flushesWithin += flushes.read().mainThread - before
  }
  return { times, flushesWithin }
}

function sampleFloor(count: number): number[] {
  return Array.from({ length: count }, floor.sample)
}

async function sellIdle(encrypted: HeadlessTill, plain: HeadlessTill): Promise<CheckoutTimes['idle']> {
  await setMood(url, 'away')
  const chances = { encrypted: seededChance(1), plain: seededChance(1) }
  const all = { floor: [] as number[], encrypted: [] as number[], plain: [] as number[] }
  let flushesWithin = 0
  let beside = 0
  // One round that does not count: code is compiled and statements are prepared in it.
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) beside = flushes.read().otherThreads
    const floorTimes = sampleFloor(salesPerRound)
    const selling = await sell(encrypted, chances.encrypted, salesPerRound)
    const plainSelling = await sell(plain, chances.plain, salesPerRound)
    if (round === 0) continue
    all.floor.push(...floorTimes)
    all.encrypted.push(...selling.times)
    all.plain.push(...plainSelling.times)
    flushesWithin += selling.flushesWithin + plainSelling.flushesWithin
  }
  return { ...all, flushesWithin, flushesBeside: flushes.read().otherThreads - beside }
}

async function sellWhilePulling(till: HeadlessTill, tillFolder: string): Promise<CheckoutTimes['pulling']> {
  const key = Buffer.from(benchKeys.replica, 'hex')
  const reader = openReplica({ file: replicaFiles(tillFolder).current, key, access: 'read' })
  const place = () => readCursor(reader)?.change ?? 0
  const chance = seededChance(2)
  await setMood(url, 'busy')
  await till.call('syncNow', {})
  const begun = place()
  // The pull is under way from the first round on, which does not count.
  await sell(till, chance, salesPerRound)
  assert(place() > begun, 'the pull is under way')
  const all = { floor: [] as number[], encrypted: [] as number[] }
  const from = { at: performance.now(), change: place() }
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    all.floor.push(...sampleFloor(Math.ceil(salesPerRound / 4)))
    all.encrypted.push(...(await sell(till, chance, salesPerRound)).times)
  }
  const sold = { at: performance.now(), change: place() }
  await new Promise((resolve) => setTimeout(resolve, input.aloneMs))
  const ended = { at: performance.now(), change: place() }
  reader.close()
  assert(ended.change < input.feedEnd, 'the feed flowed to the end')
  const rateOf = (begin: typeof from, end: typeof from) =>
    ((end.change - begin.change) * rowsPerChange * 1_000) / (end.at - begin.at)
  return {
    ...all,
    rowsPerSecond: rateOf(from, sold),
    rowsPerSecondAlone: rateOf(sold, ended),
    salesPerSecond: (all.encrypted.length * 1_000) / (sold.at - from.at),
  }
}

const tillFolder = makeTillFolder(folder, image)
const encrypted = await openSellingTill(openHeadlessTill(tillFolder, url))
const plain = await openSellingTill(openHeadlessTill(makePlainTillFolder(folder, image), url))
const idle = await sellIdle(encrypted, plain)
await plain.stop()
const pulling = await sellWhilePulling(encrypted, tillFolder)
await encrypted.stop()
floor.close()
flushes.close()
const output: CheckoutTimes = { idle, pulling }
await answerParent(output)
process.exit(0)
