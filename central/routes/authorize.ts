import { timingSafeEqual, type X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { type CertifiedTerminal, certifiedTerminal } from '../authority.ts'
import type { Central } from '../central.ts'
import { secretHash } from '../ids.ts'
import { RequestRefused } from '../problem.ts'
import { expired, revoked } from '../renew.ts'
import { knownTerminal, type TerminalRow } from '../tables/terminal.ts'

/** Whom the certificate of each connection is of: its signature is checked once, what the database says each time. */
export type Connections = WeakMap<object, CertifiedTerminal>

/**
 * The terminal at the other end of the connection. TLS has shown that it holds the key of the certificate; who issued
 * that, and whether it is in its time by the central's clock, is judged here and not by TLS, so that the till hears
 * why not (and because Electron's TLS calls a resumed session without a certificate authorized). Refuses
 * `certificate_missing`, `certificate_unknown`, `terminal_unknown` (401), `certificate_expired` and
 * `terminal_revoked` (403).
 */
export async function callingTerminal(
  central: Central,
  connections: Connections,
  request: FastifyRequest,
): Promise<TerminalRow> {
  const terminal = await pushingTerminal(central, connections, request)
  if (terminal.revokedAt !== null) throw revoked()
  return terminal
}

/** The same, and also a revoked one: it may hand over what it did before. */
export async function pushingTerminal(
  central: Central,
  connections: Connections,
  request: FastifyRequest,
): Promise<TerminalRow> {
  const shown = shownTerminal(central, connections, request)
  if (central.clock() > shown.until) throw expired()
  return knownTerminal(central.database, shown)
}

/** Whom the certificate of the connection is of, in its time or not. Refuses `certificate_missing` and `certificate_unknown`. */
export function shownTerminal(
  central: Central,
  connections: Connections,
  request: FastifyRequest,
): CertifiedTerminal {
  const socket = request.raw.socket as TLSSocket
  const known = connections.get(socket)
  if (known) return known
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate()
  if (!certificate) {
    throw new RequestRefused(401, 'certificate_missing', 'the connection shows no certificate')
  }
  const terminal = certifiedTerminal(central.authority, certificate)
  if (!terminal) {
    throw new RequestRefused(401, 'certificate_unknown', 'the certificate is not of this chain')
  }
  connections.set(socket, terminal)
  return terminal
}

/** Lets head office through. Refuses `token_unknown` (401). */
export function requireOperator(central: Central, request: FastifyRequest): void {
  const token = bearer(request)
  if (token === null) throw unknownToken()
  const given = Buffer.from(secretHash(token), 'hex')
  if (!timingSafeEqual(given, Buffer.from(central.operatorTokenHash, 'hex'))) throw unknownToken()
}

function bearer(request: FastifyRequest): string | null {
  const [, token] = /^Bearer ([\x21-\x7e]{1,300})$/.exec(request.headers.authorization ?? '') ?? []
  return token ?? null
}

function unknownToken(): RequestRefused {
  return new RequestRefused(401, 'token_unknown', 'the request bears no token this central gave out')
}
