import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { journalFile } from '../../db/journal/file.ts'
import { replicaFiles } from '../../db/replica/swap.ts'
import { assert } from '../../domain/assert.ts'
import { setMood } from '../central/central.ts'
import { cashier, cashierPin, productCode } from '../chain/facts.ts'
import type { ChainImage } from '../chain/image.ts'
import { memberAt } from '../chain/members.ts'
import { type HeadlessTill, openHeadlessTill } from '../checkout/headless-till.ts'
import { makeTillFolder } from '../checkout/till-folder.ts'
import { answerParent, childInput } from '../child.ts'

/*
 * A till with a queue whose disk spoiled the heads of both files: from the start of its core until a cash sale is
 * committed, and until a member of the chain is found. In a process of its own, with the product's threads.
 */

export interface RecoverInput {
  readonly folder: string
  readonly url: string
  readonly image: ChainImage
  readonly rounds: number
  readonly queuedSales: number
}

/** Seconds of each round, from the start. */
export interface RecoverOutput {
  readonly sold: readonly number[]
  readonly found: readonly number[]
}

const { folder, image, queuedSales, rounds, url } = childInput<RecoverInput>()

async function signIn(till: HeadlessTill): Promise<void> {
  await till.sellable()
  await till.call('signIn', { code: cashier.code, pin: cashierPin })
}

async function sellForCash(till: HeadlessTill, nth: number): Promise<void> {
  await till.call('takeScan', { text: productCode(nth), source: 'wedge' })
  const { saleId, toPay } = till.basket()
  assert(saleId && toPay > 0, 'there is something to pay')
  await till.call('commitSale', {
    saleId,
    toPay,
    tenders: [{ kind: 'cash', amount: toPay, accountId: null }],
  })
}

/** Schema and head are gone; what stands behind can be read. */
function spoilHead(file: string): void {
  const descriptor = openSync(file, 'r+')
  assert(fstatSync(descriptor).size > 8_192, `${file} has more than its head`)
  writeSync(descriptor, Buffer.alloc(4_096, 0xa5), 0, 4_096, 0)
  closeSync(descriptor)
}

/** A till that sold with head office out of reach. */
async function makeQueue(): Promise<string> {
  const made = makeTillFolder(folder, image)
  const till = openHeadlessTill(made, url)
  await signIn(till)
  await setMood(url, 'away')
  for (let nth = 0; nth < queuedSales; nth++) await sellForCash(till, nth)
  await till.stop()
  await setMood(url, 'quiet')
  return made
}

async function recover(at: string): Promise<{ readonly sold: number; readonly found: number }> {
  const from = performance.now()
  const till = openHeadlessTill(at, url)
  await signIn(till)
  await sellForCash(till, 0)
  const sold = (performance.now() - from) / 1_000
  await till.call('takeScan', { text: memberAt(image.members - 1).code, source: 'wedge' })
  const found = (performance.now() - from) / 1_000
  await till.stop()
  const names = readdirSync(at)
  for (const file of ['journal.db.aside-', 'replica.db.aside-'])
    assert(
      names.some((name) => name.startsWith(file)),
      `${file} was broken`,
    )
  return { sold, found }
}

const made = await makeQueue()
const broken = join(folder, 'broken')
const sold: number[] = []
const found: number[] = []
for (let round = 0; round < rounds; round++) {
  mkdirSync(broken)
  for (const name of readdirSync(made)) copyFileSync(join(made, name), join(broken, name))
  spoilHead(journalFile(broken))
  spoilHead(replicaFiles(broken).current)
  const took = await recover(broken)
  sold.push(took.sold)
  found.push(took.found)
  rmSync(broken, { recursive: true })
}
await answerParent({ sold, found } satisfies RecoverOutput)
process.exit(0)
