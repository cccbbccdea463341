import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { wrongCodesMax } from '../../central/limits.ts'
import { snapshotOfferSchema, type Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { couponRow, idOf, lotRow, smallChain } from '../suites/central-chain.ts'
import { enrolTill, type PushResult, postJson, type SuiteTill, tableOf } from '../suites/central-till.ts'
import { type CentralNode, type Fleet, fleetOf, startNode } from './node-fleet.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/* Several real processes of the central on one real PostgreSQL. */

const limitMs = 120_000

let postgres: PostgresServer
let url: string
let fleet: Fleet
let complaints: string[]
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  const { database } = await postgres.keep()
  assert(database.kind === 'postgres', 'a database of PostgreSQL')
  url = database.url
  complaints = []
  const nodes = await Promise.all([startNode(url, complaints), startNode(url, complaints)])
  fleet = fleetOf(nodes)
  await fleet.change(smallChain)
}, limitMs)
afterEach(() => fleet.close())

const verdictsOf = (result: PushResult): readonly Verdict[] => {
  assert('answer' in result, `the push is taken, not ${JSON.stringify(result)}`)
  return result.answer.verdicts
}
const outcomes = (result: PushResult) => verdictsOf(result).map(({ outcome }) => outcome)
/** A till that speaks to one node alone. */
const at = (node: number, till: SuiteTill, events: readonly unknown[]) =>
  fleet.askOne(node, '/v1/events', postJson({ events }), till.identity)
const pointsIn = async (till: SuiteTill, lot: number) => {
  const row = tableOf((await till.pull()).rows).get(`lot ${idOf('l', lot)}`)
  return row?.['points']
}
const asked = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
const numberOf = async (sql: string) => Number((await asked(sql))[0]?.['n'])

test('[CE100] nodes share one run of change numbers: a cursor of one goes on at another, also at one started later', {
  timeout: limitMs,
}, async () => {
  const till = await enrolTill(fleet)
  let { place } = await till.pull()
  const { feed } = place
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      await fleet.change([lotRow(n + 2, 1, 10)])
      if (n === 10) fleet.nodes.push(await startNode(url, complaints))
    }),
  )
  const seen = new Set<string>()
  for (let n = 0; n < 3; n++) {
    const pulled = await till.pull(place, 7)
    for (const { k } of pulled.rows) seen.add(k)
    place = pulled.place
    await fleet.nodes[0]?.kill(n === 1 ? 'SIGTERM' : 'SIGKILL')
    fleet.nodes.shift()
    fleet.nodes.push(await startNode(url, complaints))
  }
  expect(seen.size).toBe(20)
  expect(place.feed).toBe(feed)
  expect(await numberOf('SELECT count(*) AS n FROM feed')).toBe(1)
})

test('[CE101] the same batch pushed to two nodes at once has one effect and the same verdicts', {
  timeout: limitMs,
}, async () => {
  const till = await enrolTill(fleet)
  await fleet.change([lotRow(1, 1, 100), couponRow(1, 1)])
  for (let round = 0; round < 10; round++) {
    const batch = Array.from({ length: 20 }, (_, n) =>
      till.sell({
        member: 1,
        burns: [{ lot: 1, points: 1 }],
        ...(n === 3 ? { coupons: [{ coupon: 1, useNumber: 1 }] } : {}),
      }),
    )
    const answers = await Promise.all([0, 1, 0, 1].map((node) => at(node, till, batch)))
    const bodies = await Promise.all(
      answers.map(async (response) => {
        expect(response.status).toBe(200)
        return (await response.json()) as { verdicts: Verdict[]; checkpoint: { seq: number; head: string } }
      }),
    )
    const firsts = bodies.filter(({ verdicts }) => verdicts.some(({ outcome }) => outcome !== 'duplicate'))
    expect(firsts).toHaveLength(1)
    for (const { verdicts, checkpoint } of bodies) {
      expect(checkpoint).toMatchObject({ seq: (round + 1) * 20, head: batch.at(-1)?.hash })
      const said = (list: readonly Verdict[]) =>
        list.map(({ id, code, disputes }) => ({ id, code, disputes }))
      expect(said(verdicts)).toEqual(said(firsts[0]?.verdicts ?? []))
    }
  }
  // 200 points burned of 100: nothing below nothing, each burn beyond is a dispute.
  expect(await pointsIn(till, 1)).toBe(0)
  expect(await numberOf(`SELECT count(*) AS n FROM dispute WHERE "subject" = '${idOf('l', 1)}'`)).toBe(100)
  expect(await numberOf('SELECT count(*) AS n FROM coupon_use')).toBe(1)
  expect(await numberOf('SELECT count(*) AS n FROM event')).toBe(200)
})

/** Tills that push until they have sold all they wanted, each sale burning one point of one lot. */
async function sellAll(tills: readonly SuiteTill[], batches: number, size: number): Promise<void> {
  await Promise.all(
    tills.map(async (till) => {
      for (let n = 0; n < batches; n++) {
        const batch = Array.from({ length: size }, () =>
          till.sell({ member: 1, burns: [{ lot: 1, points: 1 }] }),
        )
        for (const outcome of outcomes(await till.push(batch)))
          expect(['applied', 'duplicate']).toContain(outcome)
      }
    }),
  )
}

const balances = `SELECT coalesce(sum("points"), 0) AS n FROM points_entry WHERE "credit" = 'redemption'`

test('[CE102] nodes killed in the middle of pushes lose nothing, double nothing and stop nobody', {
  timeout: limitMs,
}, async () => {
  await fleet.change([lotRow(1, 1, 10_000)])
  fleet.nodes.push(await startNode(url, complaints))
  const tills = await Promise.all(Array.from({ length: 6 }, () => enrolTill(fleet)))
  const sold = new AbortController()
  const killing = (async () => {
    let killed = 0
    while (!sold.signal.aborted) {
      const [first] = fleet.nodes.splice(0, 1)
      await (first as CentralNode).kill('SIGKILL')
      killed += 1
      fleet.nodes.push(await startNode(url, complaints))
    }
    return killed
  })()
  await sellAll(tills, 25, 20)
  sold.abort()
  expect(await killing).toBeGreaterThan(1)
  expect([...fleet.statuses.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([])
  expect(await numberOf('SELECT count(*) AS n FROM event')).toBe(6 * 25 * 20)
  expect(await numberOf(balances)).toBe(6 * 25 * 20)
  expect(await pointsIn(tills[0] as SuiteTill, 1)).toBe(10_000 - 6 * 25 * 20)
  expect(await numberOf('SELECT count(*) AS n FROM feed')).toBe(1)
})

test('[CE103] serialization failures, deadlocks and cut connections are tried again or answered 503, never 500', {
  timeout: limitMs,
}, async () => {
  await fleet.change([lotRow(1, 1, 10_000)])
  const tills = await Promise.all(Array.from({ length: 4 }, () => enrolTill(fleet)))
  // A sequence is not taken back with its transaction: so many moves of a head fail, each another way.
  await asked(`CREATE SEQUENCE trouble;
    CREATE FUNCTION make_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      CASE nextval('trouble') % 7
        WHEN 1 THEN RAISE EXCEPTION 'not in order' USING ERRCODE = '40001';
        WHEN 3 THEN RAISE EXCEPTION 'dead locked' USING ERRCODE = '40P01';
        WHEN 5 THEN PERFORM pg_terminate_backend(pg_backend_pid());
        ELSE NULL;
      END CASE;
      RETURN NEW;
    END $$;
    CREATE TRIGGER trouble BEFORE UPDATE ON applied FOR EACH ROW EXECUTE FUNCTION make_trouble();`)
  await sellAll(tills, 10, 10)
  expect([...fleet.statuses.keys()].filter((status) => status >= 500)).toEqual([])
  expect(await numberOf('SELECT last_value AS n FROM trouble')).toBeGreaterThan(50)
  expect(await numberOf('SELECT count(*) AS n FROM event')).toBe(400)
  expect(await numberOf(balances)).toBe(400)
})

test('[CE103] a PostgreSQL that restarts under the nodes is waited for; a new run of numbers begins and no cursor is lost', {
  timeout: limitMs,
}, async () => {
  await fleet.change([lotRow(1, 1, 10_000)])
  const tills = await Promise.all(Array.from({ length: 4 }, () => enrolTill(fleet)))
  const { place } = await (tills[0] as SuiteTill).pull()
  const selling = sellAll(tills, 20, 10)
  await postgres.restart()
  await selling
  await postgres.restart()
  expect([...fleet.statuses.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([])
  expect(fleet.statuses.get(0) ?? 0).toBe(0)
  expect(await numberOf('SELECT count(*) AS n FROM event')).toBe(800)
  const after = await (tills[0] as SuiteTill).pull(place)
  expect(after.place.feed).not.toBe(place.feed)
  expect(tableOf(after.rows).get(`lot ${idOf('l', 1)}`)).toMatchObject({ points: 10_000 - 800 })
})

test('[CE103] who holds the lock for too long costs others a 503 that says when to come again', {
  timeout: limitMs,
}, async () => {
  const till = await enrolTill(fleet)
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN; SELECT * FROM change_counter FOR UPDATE')
    const sale = till.sell()
    const response = await at(0, till, [sale])
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await response.json()).toMatchObject({ code: 'database_away' })
    await client.query('ROLLBACK')
    expect(outcomes(await till.push([sale]))).toEqual(['applied'])
  } finally {
    await client.end()
  }
})

test('[CE104] a snapshot one node offered is read from another, in ranges, and offered there too', {
  timeout: limitMs,
}, async () => {
  const till = await enrolTill(fleet)
  const ask = (node: number, path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fleet.askOne(node, path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) }, till.identity)
  const offered = (node: number) =>
    ask(node, '/v1/snapshot', { 'content-type': 'application/json' }, 'POST').then(async (response) =>
      snapshotOfferSchema.parse(await response.json()),
    )
  const offer = await offered(0)
  expect(await offered(1)).toEqual(offer)
  const half = Math.floor(offer.compressedBytes / 2)
  const read = async (node: number, range: string) =>
    Buffer.from(await (await ask(node, `/v1/snapshot/${offer.snapshotId}`, { range })).arrayBuffer())
  const bytes = Buffer.concat([await read(1, `bytes=0-${half - 1}`), await read(0, `bytes=${half}-`)])
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(offer.sha256)
  await fleet.nodes[0]?.kill('SIGKILL')
  fleet.nodes.splice(0, 1, await startNode(url, complaints))
  expect(Buffer.compare(await read(0, 'bytes=0-'), bytes)).toBe(0)
  // One from before the database was put back is not offered again.
  await postgres.restart()
  await till.pull()
  expect((await offered(1)).snapshotId).not.toBe(offer.snapshotId)
})

test('[CE105] wrong enrolment codes are counted over all nodes', { timeout: limitMs }, async () => {
  const statuses: number[] = []
  for (let n = 0; n < wrongCodesMax + 2; n++) {
    const name = createHash('sha256').update(`wrong ${n}`).digest('hex')
    statuses.push((await fleet.askOne(n, `/v1/ca/${name}`)).status)
  }
  expect(statuses).toEqual([...Array.from({ length: wrongCodesMax }, () => 403), 429, 429])
})
