import type { ServerResponse } from 'node:http'
import { gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { answerBytesMax, ndjsonLineMax } from '../../domain/limits.ts'
import { type CentralClient, createCentralClient } from '../../sync/central-client.ts'
import { CentralFault, type CentralFaultKind } from '../../sync/central-fault.ts'
import { testTrust } from '../rig/trust.ts'
import { type LoopbackServer, me, shownTo, startLoopbackServer } from './loopback-server.ts'

let server: LoopbackServer | undefined
afterEach(() => server?.close())

async function against(
  answer: (response: ServerResponse) => void,
  limits: { requestMs?: number; stream?: { totalMs: number; idleMs: number } } = {},
): Promise<CentralClient> {
  server = await startLoopbackServer((_request, response) => answer(response))
  return createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    identity: () => me,
    appVersion: '1.0',
    ...limits,
  })
}

async function faultOf(act: Promise<unknown>): Promise<CentralFault> {
  const thrown = await act.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(CentralFault)
  return thrown as CentralFault
}

async function drain(client: CentralClient): Promise<unknown[]> {
  const lines: unknown[] = []
  for await (const portion of client.changes({ cursor: 5, feed: 'f' })) lines.push(...portion)
  return lines
}

const json = { 'content-type': 'application/json' }
const ndjson = { 'content-type': 'application/x-ndjson; charset=utf-8' }
const good = { service: 'evertill-central', serverTime: 1, wireVersion: 1 }
const html = '<!doctype html><title>Guest network: please accept the terms</title>'
const event = JSON.stringify({ id: 'x', filler: 'y'.repeat(2_000) })
const endLine = `${JSON.stringify({ cursor: 9, feed: 'f', more: false, serverTime: 1 })}\n`
const row = (v: number) => JSON.stringify({ c: 'member', v, k: `k${v}`, d: { a: 1 } })

test('[SY1] an answer in the contract’s shape is taken, fields it does not know are dropped', async () => {
  const client = await against((response) => {
    response.writeHead(200, json).end(JSON.stringify({ ...good, later: true }))
  })
  expect(await client.status()).toEqual(good)
  expect(server && shownTo(server.requests[0])).toBe(me.certificate)
  expect(server?.requests[0]?.headers).toMatchObject({
    'user-agent': 'evertill/1.0',
  })
})

/** What strangers answer, and the one kind of fault each is. */
const liars: readonly [string, (response: ServerResponse) => void, CentralFaultKind][] = [
  [
    'a captive portal’s page',
    (to) => to.writeHead(200, { 'content-type': 'text/html' }).end(html),
    'not_central',
  ],
  ['a page that claims to be JSON', (to) => to.writeHead(200, json).end(html), 'malformed'],
  ['a redirect to a log-in', (to) => to.writeHead(302, { location: '/login' }).end(), 'not_central'],
  [
    'a permanent redirect',
    (to) => to.writeHead(308, { location: 'https://127.0.0.1:9/' }).end(),
    'not_central',
  ],
  ['network authentication required', (to) => to.writeHead(511, json).end('{}'), 'not_central'],
  ['a stranger’s 404', (to) => to.writeHead(404, { 'content-type': 'text/html' }).end(html), 'not_central'],
  ['a stranger’s JSON 403', (to) => to.writeHead(403, json).end('{"error":"no"}'), 'not_central'],
  ['another service', (to) => to.writeHead(200, json).end('{"service":"other"}'), 'not_central'],
  ['truncated JSON', (to) => to.writeHead(200, json).end('{"service":"evertill-c'), 'malformed'],
  [
    'bytes that are no UTF-8',
    (to) => to.writeHead(200, json).end(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    'malformed',
  ],
  ['an empty answer', (to) => to.writeHead(200, json).end(), 'malformed'],
  ['no content', (to) => to.writeHead(204).end(), 'not_central'],
  [
    '10 MB announced',
    (to) => to.writeHead(200, { ...json, 'content-length': 10_485_760 }).end('{'),
    'too_large',
  ],
  ['10 MB unannounced', (to) => to.writeHead(200, json).end(`"${'a'.repeat(10_485_760)}"`), 'too_large'],
  ['a connection cut in the body', (to) => cutAfter(to.writeHead(200, json), '{"serv'), 'unreachable'],
  ['a connection cut at once', (to) => void to.destroy(), 'unreachable'],
  [
    'a refusal in our shape',
    (to) => to.writeHead(401, json).end('{"code":"token_unknown","message":"no"}'),
    'refused',
  ],
  ['a bad gateway’s page', (to) => to.writeHead(502, { 'content-type': 'text/html' }).end(html), 'busy'],
]

test.each(liars)('[SY2] %s is a fault with a kind', async (_name, answer, kind) => {
  const client = await against(answer)
  expect((await faultOf(client.status())).kind).toBe(kind)
})

function cutAfter(response: ServerResponse, text: string): void {
  response.write(text, () => response.destroy())
}

test('[SY290] an address that does not answer gives way to the next one, which is kept; all are one central', async () => {
  const silent = await startLoopbackServer(() => undefined)
  const answering = await startLoopbackServer((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify(good))
  })
  try {
    const speaksAs = { ca: testTrust.ca, identity: () => me, appVersion: '1.0', requestMs: 3_000 }
    // Nobody listens at the first: the same question is asked of the next at once.
    const refused = createCentralClient({ ...speaksAs, url: 'https://127.0.0.1:9', others: [answering.url] })
    expect(await refused.status()).toEqual(good)
    expect(await refused.status()).toEqual(good)
    expect(answering.requests).toHaveLength(2)
    // The first says nothing until the time is up: the next question goes to the next.
    const waiting = createCentralClient({ ...speaksAs, url: silent.url, others: [answering.url] })
    expect((await faultOf(waiting.status())).kind).toBe('timed_out')
    expect(await waiting.status()).toEqual(good)
    expect([silent.requests.length, answering.requests.length]).toEqual([1, 3])
    // The last comes back to the first.
    const both = createCentralClient({
      ...speaksAs,
      url: 'https://127.0.0.1:9',
      others: ['https://127.0.0.1:10'],
    })
    expect((await faultOf(both.status())).kind).toBe('unreachable')
    // Whoever answers under another authority is nobody.
    const stranger = { ...speaksAs, ca: me.certificate, url: silent.url, others: [answering.url] }
    expect((await faultOf(createCentralClient(stranger).status())).kind).toBe('unreachable')
    expect(answering.requests).toHaveLength(3)
  } finally {
    await Promise.all([silent.close(), answering.close()])
  }
})

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('[SY3] a %s bomb is read no further than the limit', async (encoding, squeeze) => {
  const bomb = squeeze(Buffer.alloc(answerBytesMax * 16, 0x20))
  const client = await against((response) => {
    response.writeHead(200, { ...json, 'content-encoding': encoding }).end(bomb)
  })
  expect((await faultOf(client.push([event]))).kind).toBe('too_large')
})

test('[SY4] no answer within the limit is timed_out, before and inside the body', async () => {
  const silent = await against(() => undefined, { requestMs: 60 })
  expect((await faultOf(silent.status())).kind).toBe('timed_out')
  await server?.close()
  const halting = await against((response) => void response.writeHead(200, json).write('{'), {
    requestMs: 60,
  })
  expect((await faultOf(halting.status())).kind).toBe('timed_out')
})

test('[SY4] a stream that trickles is cut by its total limit, one that falls silent by its idle limit', async () => {
  const silent = await against((response) => void response.writeHead(200, ndjson).write(`${row(6)}\n`), {
    stream: { totalMs: 5_000, idleMs: 60 },
  })
  expect((await faultOf(drain(silent))).kind).toBe('timed_out')
  await server?.close()
  let drip: NodeJS.Timeout | undefined
  const trickling = await against(
    (response) => {
      response.writeHead(200, ndjson)
      drip = setInterval(() => response.write(' '), 10)
    },
    { stream: { totalMs: 150, idleMs: 100 } },
  )
  expect((await faultOf(drain(trickling))).kind).toBe('timed_out')
  clearInterval(drip)
})

test.each([
  ['429 with seconds', 429, '7', 7_000],
  ['503 with seconds', 503, '120', 120_000],
  ['503 with a day', 503, '86400', 600_000],
  ['503 with words', 503, 'soon', null],
  ['503 without', 503, undefined, null],
] as const)('[SY5] %s asks for patience', async (_name, status, retryAfter, expected) => {
  const client = await against((response) => {
    const headers = retryAfter === undefined ? json : { ...json, 'retry-after': retryAfter }
    response.writeHead(status, headers).end('{}')
  })
  const fault = await faultOf(client.push([event]))
  expect([fault.kind, fault.retryAfterMs]).toEqual(['busy', expected])
})

test('[SY6] a conflict in a push is an answer, elsewhere a fault with its code', async () => {
  const checkpoint = {
    terminalId: '018f0000-0000-7000-8000-000000000001',
    epoch: 1,
    seq: 3,
    head: 'a'.repeat(64),
    admittedEpoch: 1,
    serverTime: 1,
    sig: 'AAAA',
  }
  const conflict = { code: 'gap', expected: { epoch: 1, seq: 4 }, checkpoint }
  const pushing = await against(
    (response) => void response.writeHead(409, json).end(JSON.stringify(conflict)),
  )
  expect(await pushing.push([event])).toEqual({ kind: 'conflict', conflict })
  await server?.close()
  const pulling = await against((response) => {
    response.writeHead(409, json).end('{"code":"cursor_refused","message":"load a snapshot"}')
  })
  const fault = await faultOf(drain(pulling))
  expect([fault.kind, fault.code]).toEqual(['conflict', 'cursor_refused'])
})

test('[SY7] a large request is sent as zstd, a small one plain, the events’ texts untouched', async () => {
  const bodies: Buffer[] = []
  server = await startLoopbackServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      bodies.push(Buffer.concat(parts))
      response.writeHead(503, json).end('{}')
    })
  })
  const client = createCentralClient({ url: server.url, ca: testTrust.ca, appVersion: '1.0' })
  await faultOf(client.push([event, event]))
  await faultOf(client.push(['{"z":1,"a":2}']))
  expect(server.requests.map(({ headers }) => headers['content-encoding'])).toEqual(['zstd', undefined])
  expect(zstdDecompressSync(bodies[0] as Buffer).toString()).toBe(`{"events":[${event},${event}]}`)
  expect(bodies[1]?.toString()).toBe('{"events":[{"z":1,"a":2}]}')
})

test('[SY8] the feed arrives line by line, whatever blocks it comes in', async () => {
  const text = `${[row(6), JSON.stringify({ c: 1, v: 7, k: 'k', d: null }), row(8)].join('\n')}\n${endLine}`
  const bytes = Buffer.from(text.replace('"k6"', '"林小雨"'))
  const client = await against((response) => {
    response.writeHead(200, { ...ndjson, 'content-encoding': 'zstd' }).end(zstdCompressSync(bytes))
  })
  expect(await drain(client)).toEqual([
    { kind: 'row', row: { c: 'member', v: 6, k: '林小雨', d: { a: 1 } } },
    { kind: 'unreadable', v: 7 },
    { kind: 'row', row: JSON.parse(row(8)) },
    { kind: 'end', end: JSON.parse(endLine) },
  ])
  expect(server?.requests[0]?.url).toBe('/v1/changes?since=5&feed=f')
})

const brokenFeeds: readonly [string, string, CentralFaultKind][] = [
  ['without its last line', `${row(6)}\n`, 'unreachable'],
  ['cut inside a line', `${row(6)}\n${row(7).slice(0, 9)}`, 'unreachable'],
  ['with nothing in it', '', 'unreachable'],
  ['going on after its end', `${endLine}${row(9)}\n`, 'malformed'],
  ['going back', `${row(8)}\n${row(7)}\n${endLine}`, 'malformed'],
  ['whose cursor lies before its rows', `${row(12)}\n${endLine}`, 'malformed'],
  ['with a line that is no JSON', `${row(6)}\nnope\n${endLine}`, 'malformed'],
  ['with a list for a row', `[]\n${endLine}`, 'malformed'],
  ['with a row without number', `{"c":"member","k":"k","d":null}\n${endLine}`, 'malformed'],
  ['with an endless line', `{"c":"${'x'.repeat(ndjsonLineMax + 1)}`, 'too_large'],
  [
    'with more rows than agreed',
    `${Array.from({ length: 20_001 }, (_, v) => row(v)).join('\n')}\n`,
    'too_large',
  ],
]

test.each(brokenFeeds)('[SY9] a feed %s is a fault', async (_name, text, kind) => {
  const client = await against((response) => void response.writeHead(200, ndjson).end(text))
  expect((await faultOf(drain(client))).kind).toBe(kind)
})

test('[SY10] a snapshot is resumed by range; another range, another size or a cut is a fault', async () => {
  const whole = Buffer.from('0123456789')
  const serve = (from: number, to: number, header: string) => (response: ServerResponse) =>
    void response.writeHead(206, { 'content-range': header }).end(whole.subarray(from, to))
  const read = async (client: CentralClient) => {
    const parts: Uint8Array[] = []
    for await (const part of client.readSnapshot({ snapshotId: 'id', offset: 4, totalBytes: 10 }))
      parts.push(part)
    return Buffer.concat(parts).toString()
  }
  expect(await read(await against(serve(4, 10, 'bytes 4-9/10')))).toBe('456789')
  expect(server?.requests[0]?.headers.range).toBe('bytes=4-')
  const wrong: readonly [(response: ServerResponse) => void, CentralFaultKind][] = [
    [serve(4, 8, 'bytes 4-9/10'), 'unreachable'],
    [serve(0, 10, 'bytes 0-9/10'), 'malformed'],
    [serve(4, 10, 'bytes 4-9/11'), 'malformed'],
    [(response) => void response.writeHead(200).end(whole), 'malformed'],
    [(response) => void response.writeHead(206, { 'content-range': 'bytes 4-9/10' }).end(whole), 'too_large'],
  ]
  for (const [answer, kind] of wrong) {
    await server?.close()
    expect((await faultOf(read(await against(answer)))).kind).toBe(kind)
  }
})

test('[SY11] nobody there, an address that is no host and a stopped till are unreachable', async () => {
  const gone = await against(() => undefined)
  await server?.close()
  expect((await faultOf(gone.status())).kind).toBe('unreachable')
  const stop = new AbortController()
  server = await startLoopbackServer(() => stop.abort())
  const stopping = createCentralClient({
    url: server.url,
    ca: testTrust.ca,
    appVersion: '1.0',
    stopped: stop.signal,
  })
  expect((await faultOf(stopping.status())).kind).toBe('unreachable')
})
