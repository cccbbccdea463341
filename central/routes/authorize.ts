import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Central } from '../central.ts'
import { secretHash } from '../ids.ts'
import { RequestRefused } from '../problem.ts'
import { type TerminalRow, terminalByToken } from '../tables/terminal.ts'

/** The terminal whose token the request bears. Refuses `token_unknown` (401). */
export async function callingTerminal(central: Central, request: FastifyRequest): Promise<TerminalRow> {
  const token = bearer(request)
  const terminal = token === null ? null : await terminalByToken(central.database, secretHash(token))
  if (!terminal) throw unknownToken()
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
