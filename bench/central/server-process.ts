import { generateKeyPairSync, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { zstdDecompressSync } from 'node:zlib'
import { authorityProof, codeSecrets } from '../../codes/enrolment-code.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { type EventEnvelope, enrolRequestSchema } from '../../contract/wire.ts'
import { replicaVersion } from '../../db/replica/schema.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { noHash } from '../../domain/event.ts'
import { makeTrust } from '../../test/rig/trust.ts'
import { idAt, longAgo, store, terminal } from '../chain/facts.ts'
import { type ChainImage, imageChange, imageFeed } from '../chain/image.ts'
import { answerParent, childInput } from '../child.ts'
import { emptyAnswer, readyFeed } from './feed.ts'

/*
 * A bare central in a process of its own: it says what the contract asks and does nothing else, so that what is
 * measured against it is the till. It takes every event as applied and signs its checkpoints rightly.
 */

export interface CentralInput {
  /** What `v1/snapshot` serves, or null. */
  readonly image: ChainImage | null
  /** Members the feed speaks of, and how many full answers it has; 0 = it has nothing. */
  readonly feed: { readonly members: number; readonly answers: number }
}

/** The code it enrols with. */
export const benchCode = 'BENCH23456'

/** `quiet`: there is nothing new. `busy`: the feed flows. `away`: nobody answers. Set by `POST /bench/<mood>`. */
export type Mood = 'quiet' | 'busy' | 'away'

export interface CentralReady {
  readonly url: string
  /** The key its checkpoints are checked with, SPKI DER, base64. */
  readonly centralKey: string
  /** The authority of the chain, DER, base64, and what its till shows. */
  readonly ca: string
  readonly identity: TlsIdentity
}

const { image, feed } = childInput<CentralInput>()
const keys = generateKeyPairSync('ed25519')
const centralKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const trust = makeTrust()
const answers = readyFeed(feed.members, feed.answers)
const snapshotId = idAt('event', 0)
const noSnapshot = { code: 'snapshot_gone', message: 'this central has none' }
let mood: Mood = 'quiet'

async function bodyOf(request: IncomingMessage): Promise<string> {
  const blocks: Buffer[] = []
  for await (const block of request) blocks.push(block as Buffer)
  const bytes = Buffer.concat(blocks)
  return (request.headers['content-encoding'] === 'zstd' ? zstdDecompressSync(bytes) : bytes).toString()
}

function say(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function signed(at: { readonly epoch: number; readonly seq: number; readonly head: string }): object {
  const checkpoint = { terminalId: terminal.terminalId, ...at, serverTime: Date.now() }
  const sig = sign(null, Buffer.from(canonicalJson(checkpoint)), keys.privateKey).toString('base64')
  return { ...checkpoint, sig }
}

async function takeEvents(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { events } = JSON.parse(await bodyOf(request)) as { readonly events: readonly EventEnvelope[] }
  const last = events.at(-1)
  say(response, 200, {
    verdicts: events.map(({ id }) => ({ id, outcome: 'applied' })),
    checkpoint: signed({ epoch: last?.epoch ?? 1, seq: last?.seq ?? 0, head: last?.hash ?? noHash }),
  })
}

/** What personal data would go by. */
const zeroKey = Buffer.alloc(32).toString('base64')

async function proveAuthority(response: ServerResponse): Promise<void> {
  const { key } = await codeSecrets(benchCode)
  say(response, 200, { ca: trust.ca, proof: authorityProof(key, trust.ca) })
}

async function enrol(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = enrolRequestSchema.parse(JSON.parse(await bodyOf(request)))
  say(response, 200, {
    terminalId: terminal.terminalId,
    terminalNumber: terminal.number,
    storeId: store.storeId,
    tls: trust.certify(asked.request, terminal, Date.now()),
    epoch: 1,
    centralKey,
    keys: { phone: zeroKey, personal: zeroKey },
    serverTime: longAgo,
  })
}

function serveChanges(url: URL, response: ServerResponse): void {
  const since = Number(url.searchParams.get('since'))
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'zstd' })
  response.end((mood === 'busy' && answers.get(since)) || emptyAnswer(since))
}

async function offerSnapshot(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await bodyOf(request)
  if (!image) return say(response, 404, noSnapshot)
  const { compressedBytes, plainBytes, sha256 } = image
  say(response, 200, {
    snapshotId,
    replicaVersion,
    changeNumber: imageChange,
    feed: imageFeed,
    compressedBytes,
    plainBytes,
    sha256,
  })
}

function serveSnapshot(request: IncomingMessage, response: ServerResponse, image: ChainImage): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(206, {
    'content-type': 'application/octet-stream',
    'content-length': image.compressedBytes - from,
    'content-range': `bytes ${from}-${image.compressedBytes - 1}/${image.compressedBytes}`,
  })
  createReadStream(image.compressed, { start: from, highWaterMark: 1 << 20 }).pipe(response)
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://bench')
  const asked = /^\/bench\/(quiet|busy|away)$/.exec(url.pathname)
  if (asked) {
    mood = asked[1] as Mood
    return say(response, 200, {})
  }
  if (mood === 'away') return void response.destroy()
  if (url.pathname.startsWith('/v1/ca/')) return proveAuthority(response)
  switch (url.pathname) {
    case '/v1/status':
      return say(response, 200, { service: 'evertill-central', serverTime: Date.now(), wireVersion: 1 })
    case '/v1/enrol':
      return enrol(request, response)
    case '/v1/events':
      return takeEvents(request, response)
    case '/v1/changes':
      return serveChanges(url, response)
    case '/v1/snapshot':
      return offerSnapshot(request, response)
    case `/v1/snapshot/${snapshotId}`:
      return image ? serveSnapshot(request, response, image) : say(response, 404, noSnapshot)
    default:
      return say(response, 404, { code: 'not_found', message: 'this central has no such door' })
  }
}

const server = createServer(trust.server, (request, response) => {
  serve(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  const { ca } = trust
  const identity = trust.identity(terminal, Date.now())
  const ready: CentralReady = { url: `https://127.0.0.1:${port}`, centralKey, ca, identity }
  void answerParent(ready)
})
