import type { EnrolAnswer } from '../contract/wire.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { refuse } from '../domain/refusal.ts'
import { ok, type Result } from '../domain/result.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { JournalAccess } from './journal-access.ts'

/** An Ed25519 key pair for events: PKCS #8 and SPKI DER, base64. */
export interface TerminalKeys {
  readonly privateKey: string
  readonly publicKey: string
}

/** How a terminal makes the key it proves itself by on its line, and asks for a certificate of it. */
export interface TlsKeys {
  /** A new P-256 key: PKCS #8 DER, base64. */
  readonly make: () => string
  /** A certificate request (RFC 2986) for it, DER, base64. */
  readonly request: (privateKey: string) => string
}

export interface EnrolDeps {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'enrol'>
  readonly makeKeys: () => TerminalKeys
  readonly tlsKeys: TlsKeys
  /** Signs bytes with the key of events: base64. */
  readonly sign: (privateKey: string, bytes: Uint8Array) => string
  readonly appVersion: string
}

/** What enrolment brought. */
export interface Enrolled {
  readonly answer: EnrolAnswer
  readonly keys: TerminalKeys
  /** The key of the certificate in the answer. */
  readonly tlsKey: string
}

/**
 * Asks the central to take this till in with a one-time code. The keys are kept before they are sent: when the
 * answer is lost, the same code with the same keys is answered again. What is to be kept of the answer, and the
 * first event of the chain, is the caller's act. Refuses `enrolment_code_wrong` and `central_unreachable`.
 */
export async function enrolTerminal(deps: EnrolDeps, code: string): Promise<Result<Enrolled>> {
  const keys = terminalKeys(deps)
  const tlsKey = nextTlsKey(deps)
  const request = deps.tlsKeys.request(tlsKey)
  const proof = deps.sign(keys.privateKey, Buffer.from(request, 'base64'))
  try {
    const { appVersion } = deps
    const answer = await deps.central.enrol({ code, publicKey: keys.publicKey, request, proof, appVersion })
    return ok({ answer, keys, tlsKey })
  } catch (fault) {
    if (!(fault instanceof CentralFault)) throw fault
    return refuse(fault.kind === 'refused' ? 'enrolment_code_wrong' : 'central_unreachable')
  }
}

/** The key the next certificate is asked for with: kept before anyone hears of it. */
export function nextTlsKey(deps: Pick<EnrolDeps, 'journal' | 'tlsKeys'>): string {
  const kept = readSetting(deps.journal.read(), 'nextTlsKey')
  if (kept !== null) return kept
  const made = deps.tlsKeys.make()
  deps.journal.write(
    (tx) => saveSetting(tx, 'nextTlsKey', made),
    (db) => readSetting(db, 'nextTlsKey') === made,
  )
  return made
}

/** The keys this till has, made and kept at the first try. */
function terminalKeys(deps: EnrolDeps): TerminalKeys {
  const privateKey = readSetting(deps.journal.read(), 'privateKey')
  const publicKey = readSetting(deps.journal.read(), 'publicKey')
  if (privateKey !== null && publicKey !== null) return { privateKey, publicKey }
  const made = deps.makeKeys()
  deps.journal.write(
    (tx) => {
      saveSetting(tx, 'privateKey', made.privateKey)
      saveSetting(tx, 'publicKey', made.publicKey)
    },
    (db) => readSetting(db, 'publicKey') === made.publicKey,
  )
  return made
}
