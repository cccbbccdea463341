import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { join } from 'node:path'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import type { Journal } from '../../db/handle.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { assert } from '../../domain/assert.ts'
import type { LotBurn } from '../../domain/burn.ts'
import { type Sealer, sealEvent } from '../../domain/event.ts'
import { fullBps, money, noMoney } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { type PushDeps, pushOnce } from '../../sync/push.ts'
import { cashier, farAhead, idAt, longAgo, productAt, store, terminal } from '../chain/facts.ts'
import { lotAt, memberAt } from '../chain/members.ts'
import { answerParent, childInput } from '../child.ts'

/* Drains a real journal by the real push step, now in full batches, now one event a request. */

export interface OutboxInput {
  readonly folder: string
  readonly url: string
  readonly centralKey: string
  readonly ca: string
  readonly identity: TlsIdentity
  readonly rounds: number
  /** Events of a round in full batches, and of a round one by one. */
  readonly batched: number
  readonly singles: number
  readonly eventsMax: number
}

/** Events a second of each round. */
export interface OutboxRates {
  readonly batched: readonly number[]
  readonly single: readonly number[]
  readonly eventBytes: number
}

const input = childInput<OutboxInput>()

function sealer(): Sealer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    sign: (hash) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64'),
  }
}

/** A usual sale: five lines, a member, points burned and earned, a coupon. */
function saleAt(index: number): SaleCompleted {
  const lines = [0, 1, 2, 3, 4].map((nth) => {
    const { sku, name, categoryId, brandId, tags, unitPrice } = productAt((index * 5 + nth) % 5_000)
    return {
      sku,
      name,
      categoryId,
      brandId,
      tags,
      quantity: { unit: 'piece', amount: 1 } as const,
      unitPrice,
      labelPrice: null,
      gross: unitPrice,
      tierDiscount: money(100),
      campaignDiscount: noMoney,
      priceCampaignId: null,
      earnCampaignId: null,
      couponDiscount: money(100),
      pointsShare: money(20),
      unearningShare: noMoney,
      net: money(unitPrice - 200),
      earned: points(12),
      growth: 16,
    }
  })
  return {
    saleId: idAt('event', index),
    receiptNumber: `S01-T1-1-${index}`,
    storeId: store.storeId,
    lines,
    subtotal: money(9_000),
    tierDiscount: money(500),
    campaignDiscount: noMoney,
    payable: money(8_000),
    toPay: money(7_900),
    tenders: [{ kind: 'cash', amount: money(8_000) }],
    change: money(100),
    member: {
      memberId: memberAt(index).memberId,
      tierId: 'silver',
      status: 'active',
      pointsAfter: points(900),
      subscription: null,
      birthday: null,
      tags: [],
      repeatCategoryIds: [],
      debt: noPoints,
      earnedToday: noPoints,
      burnedToday: noPoints,
      inflatedToday: noPoints,
    },
    burned: {
      points: points(100),
      amount: money(100),
      valueBps: fullBps,
      campaignId: null,
      inflated: noPoints,
      ofFamily: noPoints,
      lots: [lotBurn(index)],
    },
    earned: {
      lotId: idAt('lot', index),
      points: points(60),
      gross: points(60),
      debtPaid: noPoints,
      earnedAt: longAgo,
      spendableFrom: longAgo,
      expiresAt: farAhead,
    },
    growth: 79,
    coupons: [
      {
        couponId: idAt('coupon', index),
        templateId: idAt('template', 0),
        name: { zh: '测速券', en: 'Bench coupon' },
        useNumber: 1,
        amount: money(500),
      },
    ],
    firstPurchase: false,
    plan: null,
    suggestions: { shown: [], taken: [] },
    campaigns: { shown: [], used: [] },
  }
}

function lotBurn(index: number): LotBurn {
  const { lotId, memberId } = lotAt(index, 0)
  return { lotId, memberId, points: points(100) }
}

function fill(journal: Journal, events: number): number {
  const by = sealer()
  let bytes = 0
  transact(journal, (tx) => {
    let head = chainHead(tx, terminal.terminalId, 1)
    for (let step = 0; step < events; step++) {
      const data = saleAt(head.seq)
      const draft = {
        id: data.saleId,
        type: 'sale.completed',
        time: longAgo,
        actor: cashier.staffId,
        rules: 1,
        mode: 'isolated',
        data,
      } as const
      const event = sealEvent(draft, head, by)
      appendEvent(tx, event)
      head = { ...head, seq: event.seq, hash: event.hash }
      bytes += JSON.stringify(event).length
    }
  })
  return bytes
}

async function drain(deps: PushDeps, events: number, eventsMax: number): Promise<number> {
  const from = performance.now()
  for (let left = events; left > 0; ) {
    const report = await pushOnce(deps, Math.min(left, eventsMax))
    assert(report.kind === 'pushed', `a push went through, not ${report.kind}`)
    left -= report.events
  }
  return (events / (performance.now() - from)) * 1_000
}

const journal = openJournal({ file: join(input.folder, 'outbox.db'), key: Buffer.alloc(32, 3) })
const perRound = input.batched + input.singles
const events = perRound * (input.rounds + 1)
const bytes = fill(journal, events)
const central = createCentralClient({
  url: input.url,
  ca: input.ca,
  identity: () => input.identity,
  appVersion: '0',
})
const deps: PushDeps = {
  journal: { read: () => journal, write: (work) => transact(journal, work as never) },
  central,
  terminalId: terminal.terminalId,
  isSigned: signatureCheck(input.centralKey),
  wallMs: () => Date.now(),
}
const rates = { batched: [] as number[], single: [] as number[] }
for (let round = 0; round <= input.rounds; round++) {
  const batched = await drain(deps, input.batched, input.eventsMax)
  const single = await drain(deps, input.singles, 1)
  // The first round warms both ends up.
  if (round === 0) continue
  rates.batched.push(batched)
  rates.single.push(single)
}
journal.close()
const output: OutboxRates = { ...rates, eventBytes: Math.round(bytes / events) }
await answerParent(output)
process.exit(0)
