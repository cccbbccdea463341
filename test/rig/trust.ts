import { createPublicKey } from 'node:crypto'
import type { ServerOptions } from 'node:https'
import { Agent, fetch as fetchBy } from 'undici'
import { type Authority, certifyTerminal } from '../../central/authority.ts'
import {
  newAuthority,
  newServerCertificate,
  pem,
  privateKeyOf,
  requestedKey,
} from '../../central/certificates.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { centralName, type IssuedCertificate } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import { tlsKeys } from '../../electron/core/tls-keys.ts'

/* A chain's trust for servers and tills of a test, and requests over TLS by hand. */

export interface Trust {
  /** The authority, DER, base64. */
  readonly ca: string
  /** What a server of the chain listens with: TLS 1.3, the caller's certificate asked for. */
  readonly server: ServerOptions
  /** Grants a terminal's request for a certificate (DER, base64). */
  readonly certify: (request: string, terminal: Named, now: number) => IssuedCertificate
  /** A terminal of the chain with a key of its own, its certificate good from `now` on. */
  readonly identity: (terminal: Named, now: number) => TlsIdentity & IssuedCertificate
}

interface Named {
  readonly terminalId: Uuid
  readonly storeId: Uuid
}

export function makeTrust(): Trust {
  const made = newAuthority('authority of a test')
  const authority: Authority = {
    issuer: { name: 'authority of a test', privateKey: privateKeyOf(made.privateKey) },
    certificate: made.certificate,
    publicKey: createPublicKey(privateKeyOf(made.privateKey)),
  }
  const server = newServerCertificate(authority.issuer, [centralName])
  const certify: Trust['certify'] = (request, terminal, now) => {
    const key = requestedKey(Buffer.from(request, 'base64'))
    if (!key) throw new Error('no request for a certificate')
    return certifyTerminal(authority, terminal, key, now)
  }
  return {
    ca: made.certificate,
    server: {
      key: pem('PRIVATE KEY', server.privateKey),
      cert: pem('CERTIFICATE', server.certificate),
      ca: pem('CERTIFICATE', made.certificate),
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: false,
    },
    certify,
    identity(terminal, now) {
      const privateKey = tlsKeys.make()
      return { privateKey, ...certify(tlsKeys.request(privateKey), terminal, now) }
    },
  }
}

/** The trust the headless tills and the stand-in servers of one test file share. */
export const testTrust = makeTrust()

/** Asks servers of one chain, as nobody or as a terminal. */
export interface TlsDoor {
  readonly ask: (url: URL | string, request?: RequestInit, as?: TlsIdentity | null) => Promise<Response>
  readonly close: () => Promise<void>
}

export function openTlsDoor(ca: string): TlsDoor {
  const agents = new Map<string, Agent>()
  const agentOf = (as: TlsIdentity | null) => {
    const known = agents.get(as?.certificate ?? '')
    if (known) return known
    const shown = as && { key: pem('PRIVATE KEY', as.privateKey), cert: pem('CERTIFICATE', as.certificate) }
    const connect = { ca: pem('CERTIFICATE', ca), servername: centralName, ...shown }
    const agent = new Agent({ connect })
    agents.set(as?.certificate ?? '', agent)
    return agent
  }
  return {
    ask: (url, request = {}, as = null) =>
      fetchBy(url, {
        ...(request as Parameters<typeof fetchBy>[1]),
        dispatcher: agentOf(as),
      }) as unknown as Promise<Response>,
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}
