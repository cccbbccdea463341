import { join } from 'node:path'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { addSale } from '../../db/journal/sale-table.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { assert } from '../../domain/assert.ts'
import { effectsOf } from '../../domain/effect.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { saleRecordOf } from '../../electron/core/sale-summary.ts'
import { noAnchors, verifyJournal } from '../../electron/core/verify/verify-journal.ts'
import { store, terminal } from '../chain/facts.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { newSellerKeys, sealSale, settleSales } from '../scale/sales.ts'

/* A month's journal, sales with all beside them, and how long the check of it takes. */

export interface VerifyInput {
  readonly folder: string
  readonly events: number
  readonly rounds: number
}

export interface VerifyOutput {
  /** Seconds of each round. */
  readonly seconds: readonly number[]
  /** Seconds of processor time of each, all threads together. */
  readonly cpuSeconds: readonly number[]
}

const members = 10_000

const input = childInput<VerifyInput>()
const keys = newSellerKeys()
const at = { file: join(input.folder, 'verify.db'), key: Buffer.alloc(32, 3) }
const journal = openJournal(at)
const sales = settleSales(seededChance(7), members)
const { terminalId } = terminal
transact(journal, (tx) => {
  saveSetting(tx, 'terminal', { terminalId, number: 'T1', storeId: store.storeId })
  saveSetting(tx, 'publicKey', keys.publicKey)
  let head = chainHead(tx, terminalId, 1)
  for (let nth = 0; nth < input.events; nth++) {
    const sale = sales[nth % sales.length]
    assert(sale, 'there are sales')
    const { event, head: next } = sealSale(sale, head, { till: 1, sealer: keys.sealer })
    appendEvent(tx, event)
    addEffects(tx, event, effectsOf(event))
    addSale(tx, saleRecordOf(event.data as SaleCompleted, event, null))
    head = next
  }
})
journal.close()

const entry = new URL('../../electron/core/verify/verify-worker.ts', import.meta.url)
const seconds: number[] = []
const cpuSeconds: number[] = []
for (let round = 0; round < input.rounds; round++) {
  const cpu = process.cpuUsage()
  const from = performance.now()
  const { events, findings } = await verifyJournal(at, noAnchors, entry)
  seconds.push((performance.now() - from) / 1_000)
  const { system, user } = process.cpuUsage(cpu)
  cpuSeconds.push((system + user) / 1_000_000)
  assert(
    events === input.events && findings.length === 0,
    `a whole journal, not ${JSON.stringify(findings[0])}`,
  )
}
const output: VerifyOutput = { seconds, cpuSeconds }
await answerParent(output)
process.exit(0)
