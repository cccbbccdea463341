import { join } from 'node:path'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { assert } from '../../domain/assert.ts'
import { effectsOf } from '../../domain/effect.ts'
import { pushEventsMax } from '../../domain/limits.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { type PushDeps, pushOnce } from '../../sync/push.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { newSellerKeys, sealSale, settleSales } from './sales.ts'

/* A till that was away for a month: a real journal full of sales, drained by the real push step. */

export interface DrainInput {
  readonly folder: string
  readonly url: string
  readonly ca: string
  readonly enrolmentCode: string
  readonly events: number
  readonly members: number
}

export interface DrainOutput {
  readonly seconds: number
  readonly disputed: number
  readonly parked: number
}

const input = childInput<DrainInput>()
const keys = newSellerKeys()
const line = { url: input.url, ca: input.ca }
const enrolment = await createCentralClient({ ...line, appVersion: '0' }).enrol({
  code: input.enrolmentCode,
  publicKey: keys.publicKey,
  request: keys.request,
  proof: keys.proof,
  appVersion: '0',
})
const identity = { privateKey: keys.tlsKey, certificate: enrolment.tls.certificate }
const journal = openJournal({ file: join(input.folder, 'drain.db'), key: Buffer.alloc(32, 3) })
const sales = settleSales(seededChance(7), input.members)
transact(journal, (tx) => {
  let head = chainHead(tx, enrolment.terminalId, enrolment.epoch)
  for (let nth = 0; nth < input.events; nth++) {
    const sale = sales[nth % sales.length]
    assert(sale, 'there are sales')
    const sealed = sealSale(sale, head, { till: 1, sealer: keys.sealer })
    appendEvent(tx, sealed.event)
    addEffects(tx, sealed.event, effectsOf(sealed.event))
    head = sealed.head
  }
})
const deps: PushDeps = {
  journal: { read: () => journal, write: (work) => transact(journal, work as never) },
  central: createCentralClient({ ...line, identity: () => identity, appVersion: '0' }),
  terminalId: enrolment.terminalId,
  isSigned: signatureCheck(enrolment.centralKey),
  wallMs: () => Date.now(),
}
let disputed = 0
let parked = 0
const from = performance.now()
for (let left = input.events; left > 0; ) {
  const report = await pushOnce(deps, pushEventsMax)
  assert(report.kind === 'pushed', `a push went through, not ${report.kind}`)
  left -= report.events
  disputed += report.disputed
  parked += report.parked
}
const seconds = (performance.now() - from) / 1_000
journal.close()
await answerParent({ seconds, disputed, parked } satisfies DrainOutput)
process.exit(0)
