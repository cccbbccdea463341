import { codeSecrets } from '../codes/enrolment-code.ts'
import type { RenewAnswer, RenewRequest } from '../contract/wire.ts'
import { type Authority, type CertifiedTerminal, certifyTerminal } from './authority.ts'
import type { Clock } from './clock.ts'
import type { Database, Transaction } from './database.ts'
import { keyOfRequest, wrongCode } from './enrol.ts'
import { RequestRefused } from './problem.ts'
import { findEnrolmentCode, spendEnrolmentCode } from './tables/enrolment-code.ts'
import { knownTerminal } from './tables/terminal.ts'

/**
 * Certifies a terminal's next key. The certificate so far stays good until its own end, so that a till that never
 * heard the answer asks again. One that has run out proves the old key and says a one-time code of its store; the
 * same code is answered again to the same terminal while it lives. Refuses `request_wrong`, `terminal_unknown`,
 * `terminal_revoked`, `certificate_expired` (no code) and `enrolment_code_wrong`.
 */
export async function renewCertificate(
  central: { readonly database: Database; readonly clock: Clock; readonly authority: Authority },
  shown: CertifiedTerminal,
  { code, request }: RenewRequest,
): Promise<RenewAnswer> {
  const key = keyOfRequest(request)
  const now = central.clock()
  const terminal = await knownTerminal(central.database, shown)
  if (terminal.revokedAt !== null) throw revoked()
  if (now > shown.until) {
    if (code === undefined) throw expired()
    const { name } = await codeSecrets(code)
    await central.database.transaction((tx) => spend(tx, shown, name, now))
  }
  return { tls: certifyTerminal(central.authority, terminal, key, now), serverTime: now }
}

async function spend(
  tx: Transaction,
  { storeId, terminalId }: CertifiedTerminal,
  codeHash: string,
  now: number,
): Promise<void> {
  const code = await findEnrolmentCode(tx, codeHash, now)
  const isFree = code?.terminalId === null || code?.terminalId === terminalId
  if (!code || code.storeId !== storeId || !isFree) throw wrongCode()
  await spendEnrolmentCode(tx, codeHash, terminalId)
}

export function expired(): RequestRefused {
  return new RequestRefused(403, 'certificate_expired', 'the certificate has run out: renew it with a code')
}

export function revoked(): RequestRefused {
  return new RequestRefused(403, 'terminal_revoked', 'head office has revoked this terminal')
}
