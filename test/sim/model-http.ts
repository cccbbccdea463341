import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { uuidPart } from '../../contract/parts.ts'
import { wireVersion } from '../../contract/version.ts'
import { enrolRequestSchema } from '../../contract/wire.ts'
import { canonicalJsonOrNull } from '../../domain/canonical-json.ts'
import { answerBytesMax, pullRowsMax, pushEventsMax } from '../../domain/limits.ts'
import { testTrust } from '../rig/trust.ts'
import type { ModelCentral } from './model-central.ts'
import type { ModelTerminal } from './model-state.ts'

/** The model behind a real socket and TLS, for the contract suite every central passes. */
export interface ModelServer {
  readonly url: string
  readonly close: () => Promise<void>
}

class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

export async function startModelServer(central: () => ModelCentral): Promise<ModelServer> {
  const server = createServer(testTrust.server, (request, response) => {
    answer(central(), request, response).catch((thrown: unknown) => {
      if (!(thrown instanceof Refused)) throw thrown
      const { status, code } = thrown
      sendJson(response, status, { code, message: code })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  central: ModelCentral,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://model')
  const route = `${request.method} ${url.pathname}`
  const body = await bodyOf(request)
  if (route === 'GET /v1/status') {
    return sendJson(response, 200, { service: 'evertill-central', serverTime: 0, wireVersion })
  }
  if (route === 'POST /v1/enrol') return enrol(central, jsonOf(request, body), response)
  const shown = (request.socket as TLSSocket).getPeerX509Certificate()
  if (!shown) throw new Refused(401, 'certificate_missing')
  const terminal = central.terminalByCertificate(shown.raw.toString('base64'))
  if (!terminal) throw new Refused(401, 'certificate_unknown')
  if (route === 'POST /v1/events') return push(central, terminal, jsonOf(request, body), response)
  if (route === 'GET /v1/changes') return changes(central, terminal, url.searchParams, response)
  if (route === 'POST /v1/snapshot') return sendJson(response, 200, central.offerSnapshot(terminal))
  if (route === 'GET /v1/stream') return stream(central, terminal, response)
  if (route === 'GET /v1/digests' || route === 'GET /v1/rows') {
    return compare(central, terminal, url, response)
  }
  const snapshotId = /^GET \/v1\/snapshot\/(.+)$/.exec(route)?.[1]
  if (snapshotId === undefined) throw new Refused(404, 'route_unknown')
  if (!uuidPart.safeParse(snapshotId).success) throw new Refused(400, 'request_invalid')
  const bytes = central.snapshot(terminal, snapshotId)
  if (!bytes) throw new Refused(410, 'snapshot_gone')
  sendRange(response, bytes, request.headers.range)
}

function enrol(central: ModelCentral, value: unknown, response: ServerResponse): void {
  const asked = enrolRequestSchema.safeParse(value)
  if (!asked.success) throw new Refused(400, 'request_invalid')
  const outcome = central.enrol(asked.data)
  if (outcome.kind === 'refused') throw new Refused(outcome.status, outcome.code)
  sendJson(response, 200, outcome.answer)
}

function push(
  central: ModelCentral,
  terminal: ModelTerminal,
  value: unknown,
  response: ServerResponse,
): void {
  const { events, strays } = (value ?? {}) as { events?: unknown; strays?: unknown }
  if (!Array.isArray(events) || events.length < 1 || events.length > pushEventsMax) {
    throw new Refused(400, 'request_invalid')
  }
  const outcome = central.push(terminal, events, strays === true)
  if (outcome.kind === 'refused') throw new Refused(outcome.status, outcome.code)
  if (outcome.kind === 'conflict') sendJson(response, 409, outcome.conflict)
  else sendJson(response, 200, outcome.answer)
}

function changes(
  central: ModelCentral,
  terminal: ModelTerminal,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const since = wholeNumber(query.get('since'))
  const rowsMax = query.has('limit') ? wholeNumber(query.get('limit')) : pullRowsMax
  if (rowsMax < 1 || rowsMax > pullRowsMax) throw new Refused(400, 'request_invalid')
  const outcome = central.changes(terminal, { since, feed: query.get('feed'), rowsMax })
  if (outcome.kind === 'refused') throw new Refused(outcome.status, outcome.code)
  response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${outcome.lines.join('\n')}\n`)
}

function compare(central: ModelCentral, terminal: ModelTerminal, url: URL, response: ServerResponse): void {
  const query = url.searchParams
  const text = (name: string) => query.get(name) ?? ''
  const place = { collection: text('collection'), since: wholeNumber(query.get('since')), feed: text('feed') }
  const outcome = url.pathname.endsWith('digests')
    ? central.digests(terminal, { ...place, fields: text('fields').split(',') })
    : central.rows(terminal, { ...place, after: text('after'), to: query.get('to') })
  if (outcome.kind === 'refused') throw new Refused(outcome.status, outcome.code)
  sendJson(response, 200, outcome.answer)
}

/** Says the number at once, and again whenever a row of the terminal's store or of all stores changed. */
function stream(central: ModelCentral, terminal: ModelTerminal, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let told = -1
  const look = () => {
    const { change, log } = central.state()
    const { storeId } = terminal
    const isOurs = log.some((row) => row.v > told && (row.storeId === null || row.storeId === storeId))
    if (told === -1 || isOurs) response.write(`data: {"change":${change}}\n\n`)
    told = change
  }
  look()
  const looking = setInterval(look, 20)
  response.once('close', () => clearInterval(looking))
}

function wholeNumber(text: string | null): number {
  if (text === null || !/^\d{1,15}$/.test(text)) throw new Refused(400, 'request_invalid')
  return Number(text)
}

/** `bytes=a-` and `bytes=a-b`, as a till resumes a snapshot. */
function sendRange(response: ServerResponse, bytes: Uint8Array, range: string | undefined): void {
  if (range === undefined) {
    response.writeHead(200, { 'content-type': 'application/zstd' }).end(bytes)
    return
  }
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? []
  const from = Number(first)
  const to = last ? Math.min(Number(last), bytes.length - 1) : bytes.length - 1
  if (first === undefined || from > to) throw new Refused(416, 'range_invalid')
  const headers = {
    'content-type': 'application/zstd',
    'content-range': `bytes ${from}-${to}/${bytes.length}`,
  }
  response.writeHead(206, headers).end(bytes.subarray(from, to + 1))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= answerBytesMax) parts.push(part)
  }
  if (size > answerBytesMax) throw new Refused(413, 'body_too_large')
  return Buffer.concat(parts)
}

function jsonOf(request: IncomingMessage, body: Buffer): unknown {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new Refused(415, 'media_type_unknown')
  }
  const plain = inflated(body, request.headers['content-encoding'])
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain))
  } catch {
    throw new Refused(400, 'json_invalid')
  }
  if (canonicalJsonOrNull(value) === null && nestsTooDeeply(value)) throw new Refused(400, 'json_too_deep')
  return value
}

function inflated(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined) return body
  const inflate = { gzip: gunzipSync, zstd: zstdDecompressSync }[encoding]
  if (!inflate) throw new Refused(415, 'encoding_unknown')
  try {
    return inflate(body, { maxOutputLength: answerBytesMax })
  } catch (cause) {
    const isLarge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw isLarge ? new Refused(413, 'body_too_large') : new Refused(400, 'encoding_broken')
  }
}

function nestsTooDeeply(value: unknown): boolean {
  let at: unknown = value
  for (let depth = 0; depth < 100; depth++) {
    if (typeof at !== 'object' || at === null) return false
    at = Object.values(at)[0]
  }
  return true
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
