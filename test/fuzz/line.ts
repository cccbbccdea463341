import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { Agent } from 'undici'
import { pem } from '../../central/certificates.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { centralName } from '../../contract/wire.ts'

/** A request as it goes over the line: nothing of it is put right on the way, as a fetch would. */
export interface RawRequest {
  readonly method: string
  /** With its query, from the root. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Decompressed; of an event stream what came until its first hint. */
  readonly body: Buffer
}

export interface Line {
  readonly send: (request: RawRequest, as: TlsIdentity | null) => Promise<RawAnswer>
  readonly close: () => Promise<void>
}

/** The largest answer read, in bytes: a snapshot of the small demo chain is a tenth of it. */
const answerBytesMax = 16 * 1_048_576

/** Connections to a central as nobody and as terminals, kept open between requests. */
export function openLine(origin: string, ca: string): Line {
  const agents = new Map<string, Agent>()
  const agentOf = (as: TlsIdentity | null) => {
    const known = agents.get(as?.certificate ?? '')
    if (known) return known
    const shown = as && { key: pem('PRIVATE KEY', as.privateKey), cert: pem('CERTIFICATE', as.certificate) }
    const connect = { ca: pem('CERTIFICATE', ca), servername: centralName, ...shown }
    const agent = new Agent({ connect, bodyTimeout: 10_000, headersTimeout: 10_000 })
    agents.set(as?.certificate ?? '', agent)
    return agent
  }
  return {
    async send({ method, target, headers, body }, as) {
      const answer = await agentOf(as).request({
        origin,
        path: target,
        method: method as 'GET',
        headers,
        body,
      })
      const isStream = String(answer.headers['content-type']).startsWith('text/event-stream')
      const parts: Buffer[] = []
      let size = 0
      for await (const part of answer.body) {
        parts.push(part as Buffer)
        size += (part as Buffer).length
        if (size > answerBytesMax) throw new Error(`${method} ${target}: more than ${answerBytesMax} bytes`)
        // A stream of hints has no end of its own.
        if (isStream && Buffer.concat(parts).includes('\n\n')) break
      }
      const bytes = Buffer.concat(parts)
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: plain(bytes, answer.headers['content-encoding']),
      }
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}

function plain(bytes: Buffer, encoding: string | string[] | undefined): Buffer {
  if (bytes.length === 0) return bytes
  if (encoding === 'zstd') return zstdDecompressSync(bytes)
  return encoding === 'gzip' ? gunzipSync(bytes) : bytes
}
