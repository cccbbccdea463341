import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '../../contract/wire.ts'
import { makeTrust } from '../rig/trust.ts'
import { idOf, smallChain } from './central-chain.ts'
import { enrolTill, type SuiteTill } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

const json = { 'content-type': 'application/json' }

export function requestContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest
  let till: SuiteTill
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
    till = await enrolTill(central)
  })
  afterAll(() => central.close())

  const push = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
    till.ask('/v1/events', { method: 'POST', headers: { ...json, ...headers }, body: body ?? null })
  const refusal = async (response: Response) => {
    expect(response.headers.get('content-type')).toContain('application/json')
    return [response.status, problemSchema.parse(await response.json()).code]
  }

  test('[CE24] no route of a till answers without its certificate', async () => {
    // It names this very terminal, but another authority says so.
    const ofAnotherChain = makeTrust().identity(till.enrolment, Date.now())
    const routes = [
      ['POST', '/v1/events'],
      ['GET', '/v1/changes?since=0'],
      ['POST', '/v1/snapshot'],
      ['GET', '/v1/stream'],
      ['GET', '/v1/digests?collection=lot&since=0&feed=x&fields=lotId'],
      ['GET', '/v1/rows?collection=lot&since=0&feed=x&after='],
      ['GET', `/v1/snapshot/${idOf('x', 1)}`],
    ] as const
    for (const [method, path] of routes) {
      const nobody = await central.ask(path, { method })
      expect(await refusal(nobody), `${method} ${path}`).toEqual([401, 'certificate_missing'])
      const other = await central.ask(path, { method }, ofAnotherChain)
      expect(await refusal(other), `${method} ${path}`).toEqual([401, 'certificate_unknown'])
    }
  })

  test('[CE25] a push may come compressed', async () => {
    const body = () => JSON.stringify({ events: [till.sell()] })
    expect((await push(gzipSync(body()), { 'content-encoding': 'gzip' })).status).toBe(200)
    expect((await push(zstdCompressSync(body()), { 'content-encoding': 'zstd' })).status).toBe(200)
  })

  test('[CE26] what is too large is refused before it costs memory, bombs included', async () => {
    const zeros = Buffer.alloc(64 * 1_048_576)
    const bodies = [
      [`{"events":["${'x'.repeat(10_000_000)}"]}`, {}],
      [gzipSync(zeros), { 'content-encoding': 'gzip' }],
      [zstdCompressSync(zeros), { 'content-encoding': 'zstd' }],
    ] as const
    for (const [body, headers] of bodies) {
      expect(await refusal(await push(body, headers))).toEqual([413, 'body_too_large'])
    }
    const many = `{"events":[${Array(501).fill('{}').join(',')}]}`
    expect(await refusal(await push(many))).toEqual([400, 'request_invalid'])
  })

  test('[CE27] what cannot be read is refused by name and changes nothing', async () => {
    const refused: [RequestInit['body'], Record<string, string>, number, string][] = [
      ['{"events":[', {}, 400, 'json_invalid'],
      ['', {}, 400, 'json_invalid'],
      [Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'json_invalid'],
      [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, {}, 400, 'json_too_deep'],
      ['{"events":[]}', {}, 400, 'request_invalid'],
      ['[]', {}, 400, 'request_invalid'],
      ['{"events":[{}]}', {}, 400, 'event_unplaceable'],
      ['{"events":[null]}', {}, 400, 'event_unplaceable'],
      ['not compressed', { 'content-encoding': 'gzip' }, 400, 'encoding_broken'],
      ['not compressed', { 'content-encoding': 'zstd' }, 400, 'encoding_broken'],
      ['{}', { 'content-encoding': 'br' }, 415, 'encoding_unknown'],
      ['<html></html>', { 'content-type': 'text/html' }, 415, 'media_type_unknown'],
    ]
    for (const [body, headers, status, code] of refused) {
      expect(await refusal(await push(body, headers)), String(body).slice(0, 40)).toEqual([status, code])
    }
    expect((await push(JSON.stringify({ events: [till.sell()] }))).status).toBe(200)
  })

  test('[CE27] text no database keeps takes its place in the chain all the same', async () => {
    const nul = till.seal('access.denied', { staffId: null, what: 'a\0b' })
    const answer = await till.push([nul, till.sell()])
    expect(answer).toMatchObject({ answer: { verdicts: [{ outcome: 'applied' }, { outcome: 'applied' }] } })
  })

  test('[CE27] queries that fit nothing are refused', async () => {
    for (const query of ['', 'since=-1', 'since=x', 'since=1.5', 'since=0&limit=0', 'since=0&limit=1e9']) {
      expect(await refusal(await till.ask(`/v1/changes?${query}`)), query).toEqual([400, 'request_invalid'])
    }
    expect(await refusal(await till.ask('/v1/snapshot/nothing'))).toEqual([400, 'request_invalid'])
    expect(await refusal(await till.ask('/v1/nothing'))).toEqual([404, 'route_unknown'])
  })
}
