import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { eventDataSchemas } from '../../contract/event-data.ts'
import * as headOffice from '../../contract/head-office.ts'
import * as online from '../../contract/online.ts'
import * as risk from '../../contract/risk.ts'
import * as shiftReport from '../../contract/shift-report.ts'
import * as wire from '../../contract/wire.ts'
import type { Replica } from '../../db/handle.ts'
import { openReplica } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { canTravel, travelRow } from '../../db/replica/travel-rows.ts'
import { firstHead, nextHead, type TillEvent, verifyChainStep } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import type { ChangeLine } from '../../sync/change-lines.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { testTrust } from '../rig/trust.ts'
import { keysFrom, sha256Text } from '../sim/keys.ts'
import { me, startLoopbackServer } from './loopback-server.ts'
import { withUnknownFields } from './next-year.ts'
import { keys, openRig, type Rig } from './rig.ts'

/* Two versions a year apart work together (sync.md 4): what was released is read by today's, and today's by a tolerant reader. */

type Json = Readonly<Record<string, unknown>>
const folder = join(import.meta.dirname, '..', 'fixtures', 'wire-1')
const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
const requests = read<Record<string, Json>>('requests.json')
const answers = read<Record<string, Json>>('answers.json')
const rows = read<Record<string, Json>>('rows.json')
const { events, publicKey } = read<{ events: readonly TillEvent[]; publicKey: string }>('events.json')

const schemas = Object.fromEntries(
  Object.entries({ ...wire, ...online, ...risk, ...headOffice, ...shiftReport }).filter(([name]) =>
    name.endsWith('Schema'),
  ),
) as unknown as Readonly<Record<string, z.ZodType>>
const sorted = (names: readonly string[]) => names.toSorted((a, b) => (a < b ? -1 : 1))
/** Our own limits: what a signature covers has no room for anything unknown. */
const strict = new Set(['policyLimitsSchema'])

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

test('[SY190] the released set has one of every request, answer, event type and row of the feed', () => {
  expect(sorted(Object.keys({ ...requests, ...answers }))).toEqual(sorted(Object.keys(schemas)))
  expect(sorted(Object.keys(rows))).toEqual(sorted(Object.keys(wire.collections)))
  expect(sorted(events.map(({ type }) => type))).toEqual(sorted(Object.keys(eventDataSchemas)))
})

test.each(Object.entries({ ...requests, ...answers }))('[SY190] %s is read as it was', (name, value) => {
  expect(schemas[name]?.parse(value)).toEqual(value)
})

test.each(Object.entries({ ...requests, ...answers }).filter(([name]) => !strict.has(name)))(
  '[SY191] %s with fields of next year is read as what is known of it',
  (name, value) => {
    const parsed = schemas[name]?.parse(withUnknownFields(value))
    // Whatever is open by contract (an event's data, a row, a document) keeps what it does not know.
    expect(parsed).toMatchObject(value)
  },
)

test('[SY190] the released chain holds to the hash and the signature, and its events are read as they were', () => {
  let head = firstHead(events[0]?.source as Uuid, 1)
  for (const event of events) {
    expect(verifyChainStep(head, event, sha256Text), event.type).toBe('in_order')
    expect(wire.eventEnvelopeSchema.parse(event)).toEqual(event)
    expect(eventDataSchemas[event.type].parse(event.data)).toEqual(event.data)
    head = nextHead(event)
  }
  expect(publicKey).toBe(keysFrom(new Uint8Array(32).fill(7)).publicKey)
})

test.each(events)(
  '[SY191] $type with fields of next year is read as what is known of it',
  ({ type, data }) => {
    expect(eventDataSchemas[type].parse(withUnknownFields(data))).toEqual(data)
  },
)

test.each(Object.entries(rows))('[SY190] a row of %s is read as it was', (name, row) => {
  expect(wire.collections[name as wire.CollectionName].parse(row)).toEqual(row)
})

/** The lines of a feed as a central says them, one change number a row. */
async function pulledWith(said: readonly { readonly c: string; readonly k: string; readonly d: unknown }[]) {
  const sealPin = (pinHash: Uint8Array) => sealPinHash(new Uint8Array(32), pinHash)
  const writer = createReplicaWriter({
    folder: rig.folder,
    replicaKey: keys.replica,
    sealPin,
    central: {
      ...rig.central,
      async *changes() {
        const lines: ChangeLine[] = said.map((row, index) => ({
          kind: 'row',
          row: { ...row, v: index + 1 } as wire.ChangeRow,
        }))
        const end = { cursor: said.length, feed: 'f', more: false, serverTime: 5 }
        yield [...lines, { kind: 'end', end }]
      },
    },
  })
  const report = await writer.loadRows()
  await writer.close()
  swapReplica(rig.folder)
  const replica = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'read' })
  return { report, replica }
}

const keyOf: Readonly<Record<string, (row: Json) => string>> = {
  erasure: ({ memberId }) => String(memberId),
  denial: ({ kind, subject }) => `${kind}:${subject}`,
  policy: ({ version }) => String(version),
  programme: ({ version }) => String(version),
  store: ({ storeId }) => String(storeId),
  staff: ({ staffId }) => String(staffId),
  category: ({ categoryId }) => String(categoryId),
  product: ({ sku }) => String(sku),
  member: ({ memberId }) => String(memberId),
  member_pin: ({ memberId }) => String(memberId),
  identifier: ({ kind, value }) => `${kind}:${value}`,
  lot: ({ lotId }) => String(lotId),
  coupon: ({ couponId }) => String(couponId),
  account: ({ accountId }) => String(accountId),
  gift_stock: ({ giftId, storeId }) => `${storeId}:${giftId}`,
  lottery_pool: ({ poolId }) => String(poolId),
  budget: ({ templateId }) => String(templateId),
  pair: ({ sku, suggest }) => `${sku}:${suggest}`,
  lease: ({ leaseId }) => String(leaseId),
  applied: ({ terminalId }) => String(terminalId),
}
const feed = Object.entries(rows).map(([c, d]) => ({ c, k: keyOf[c]?.(d) ?? '', d }))

function lying(replica: Replica): Record<string, unknown> {
  return Object.fromEntries(
    feed.filter(({ c }) => canTravel(c)).map(({ c, k }) => [c, travelRow(replica, c, k)?.row ?? null]),
  )
}

test('[SY192] rows of the released set, and the same with fields of next year, make the same replica', async () => {
  const first = await pulledWith(feed)
  expect(first.report).toMatchObject({ applied: feed.length, setAside: 0 })
  const plain = lying(first.replica)
  first.replica.close()
  expect(Object.values(plain)).not.toContain(null)
  const { replica, report } = await pulledWith(feed.map((row) => ({ ...row, d: withUnknownFields(row.d) })))
  expect(report).toMatchObject({ applied: feed.length, setAside: 0 })
  expect(lying(replica)).toEqual(plain)
  replica.close()
})

test('[SY192] a collection nobody knows is passed over, a word nobody knows sets its row aside by name, the rest goes on', async () => {
  const spoilt: Readonly<Record<string, Json>> = {
    member: { status: 'ascended' },
    coupon: { status: 'melted' },
    lease: { kind: 'parking' },
    denial: { kind: 'planet' },
    account: { status: 'asleep' },
    identifier: { kind: 'retina' },
  }
  const said = [
    { c: 'robot', k: 'r2', d: { name: 'r2' } },
    ...feed.map((row) => ({ ...row, d: { ...row.d, ...spoilt[row.c] } })),
    { c: 'robot', k: 'r2', d: null },
  ]
  const { replica, report } = await pulledWith(said)
  const named = feed.filter(({ c }) => spoilt[c]).map(({ c, k }) => `${c} ${k}`)
  expect(sorted(report.setAsideKeys)).toEqual(sorted(named))
  expect(report.applied).toBe(feed.length - named.length)
  expect(readCursor(replica)?.change).toBe(said.length)
  expect(sorted(Object.entries(lying(replica)).flatMap(([c, row]) => (row === null ? [c] : [])))).toEqual(
    sorted(Object.keys(spoilt).filter(canTravel)),
  )
  replica.close()
})

test('[SY193] what a till asks is what the contract names and nothing besides', async () => {
  const bodies: unknown[] = []
  const server = await startLoopbackServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const whole = Buffer.concat(parts)
      const isSmall = request.headers['content-encoding'] === undefined
      bodies.push(JSON.parse((isSmall ? whole : zstdDecompressSync(whole)).toString('utf8')))
      response.writeHead(500).end()
    })
  })
  const client = createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    identity: () => me,
    appVersion: '1',
  })
  const asked = {
    transferRequestSchema: client.transferPoints,
    couponTransferRequestSchema: client.transferCoupon,
    memberFindRequestSchema: client.findMember,
    oneTimeCodeRequestSchema: client.sendOneTimeCode,
    oneTimeCheckRequestSchema: client.checkOneTimeCode,
    authorizeRequestSchema: client.authorize,
    leaseRequestSchema: client.lease,
    enrolRequestSchema: client.enrol,
    renewRequestSchema: client.renew,
  } as unknown as Readonly<Record<string, (request: unknown) => Promise<unknown>>>
  for (const [name, ask] of Object.entries(asked)) {
    await expect(ask(withUnknownFields(requests[name]))).rejects.toMatchObject({ kind: 'busy' })
    expect(bodies.at(-1), name).toEqual(requests[name])
  }
  await server.close()
})
