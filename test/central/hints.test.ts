import { afterAll, beforeAll, expect, test } from 'vitest'
import { productRow, smallChain } from '../suites/central-chain.ts'
import { readStream } from '../suites/central-stream.ts'
import { enrolTill, type SuiteTill } from '../suites/central-till.ts'
import type { ReferenceUnderTest } from '../suites/central-under-test.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { underTest } from './running-central.ts'

/* Streams of hints on two nodes of one PostgreSQL. */

let postgres: PostgresServer
let nodes: readonly [ReferenceUnderTest, ReferenceUnderTest]
let till: SuiteTill
beforeAll(async () => {
  postgres = await startPostgres()
  const keeping = await postgres.keep()
  const hintTimes = { pollMs: 20, beatMs: 50, lifeMs: 60_000, streamsMax: 2 }
  nodes = [await underTest(keeping, { hintTimes }), await underTest(keeping, { hintTimes })]
  await nodes[0].change(smallChain)
  till = await enrolTill(nodes[0])
})
afterAll(async () => {
  for (const node of nodes) await node.close()
  await postgres.stop()
})

/** The till at the other node. */
const elsewhere = (): Pick<SuiteTill, 'ask'> => ({
  ask: (path, request) => nodes[1].ask(path, request, till.identity),
})

test('[CE79] a change that came through one node is hinted at by the other', async () => {
  const stream = await readStream(elsewhere())
  const before = await stream.next()
  await nodes[0].change([productRow(1, 500)])
  expect(await stream.next()).toBeGreaterThan(before)
  await stream.close()
})

test('[CE79] a node that goes down costs its hints alone: the till asks another', async () => {
  const stream = await readStream(elsewhere())
  await stream.next()
  await nodes[1].restart()
  await expect(stream.next()).rejects.toThrow()
  const other = await readStream(till)
  const before = await other.next()
  await nodes[0].change([productRow(1, 600)])
  expect(await other.next()).toBeGreaterThan(before)
  await other.close()
})

test('[CE80] streams say that they live; a till has one, and a node no more than its limit', async () => {
  const first = await till.ask('/v1/stream')
  const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  while (!said.includes(':\n\n')) said += (await reader?.read())?.value ?? ''
  const second = await readStream(till)
  await second.next()
  for (;;) if ((await reader?.read())?.done !== false) break
  const third = await enrolTill(nodes[0])
  const stream = await readStream(third)
  const fourth = await enrolTill(nodes[0])
  const refused = await fourth.ask('/v1/stream')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60'])
  expect(await refused.json()).toMatchObject({ code: 'streams_full' })
  await stream.close()
  await second.close()
})
