import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { Agent, type RequestInit } from 'undici'
import { centralName } from '../contract/wire.ts'
import type { CentralClientOptions } from './central-client.ts'

const compress = promisify(zstdCompress)

/** Below this a compressed request is no smaller. */
const compressFromBytes = 1_024

/**
 * The connections of one identity, kept open between exchanges and resumed when they are opened again. With another
 * certificate new ones are made, and the old end with what they carry.
 */
export function agentOf(options: Pick<CentralClientOptions, 'ca' | 'identity' | 'stopped'>): () => Agent {
  let current: { readonly certificate: string | null; readonly agent: Agent } | null = null
  options.stopped?.addEventListener('abort', () => {
    current?.agent.destroy().catch(() => undefined)
  })
  return () => {
    const identity = options.identity?.() ?? null
    const certificate = identity?.certificate ?? null
    if (current?.certificate === certificate) return current.agent
    current?.agent.close().catch(() => undefined)
    const shown = identity && {
      key: pem('PRIVATE KEY', identity.privateKey),
      cert: pem('CERTIFICATE', identity.certificate),
    }
    const connect = {
      ca: pem('CERTIFICATE', options.ca),
      servername: centralName,
      minVersion: 'TLSv1.3',
      ...shown,
    } as const
    current = { certificate, agent: new Agent({ connect }) }
    return current.agent
  }
}

/** DER in base64 as the text TLS takes. */
function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der}\n-----END ${label}-----\n`
}

/** A JSON request, compressed off this thread when that is worth it. */
export async function jsonRequest(body: string): Promise<RequestInit> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'accept-encoding': 'zstd, gzip',
  }
  if (body.length < compressFromBytes) return { method: 'POST', headers, body }
  headers['content-encoding'] = 'zstd'
  return { method: 'POST', headers, body: new Uint8Array(await compress(body)) }
}
