import type { EnrolAnswer } from '../contract/wire.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { refuse } from '../domain/refusal.ts'
import { ok, type Result } from '../domain/result.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { JournalAccess } from './journal-access.ts'

/** An Ed25519 key pair: PKCS #8 and SPKI DER, base64. */
export interface TerminalKeys {
  readonly privateKey: string
  readonly publicKey: string
}

export interface EnrolDeps {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'enrol'>
  readonly makeKeys: () => TerminalKeys
  readonly appVersion: string
}

/**
 * Asks the central to take this till in with a one-time code. The keys are kept before they are sent: when the
 * answer is lost, the same code with the same key is answered again. What is to be kept of the answer, and the
 * first event of the chain, is the caller's act. Refuses `enrolment_code_wrong` and `central_unreachable`.
 */
export async function enrolTerminal(
  deps: EnrolDeps,
  code: string,
): Promise<Result<{ readonly answer: EnrolAnswer; readonly keys: TerminalKeys }>> {
  const keys = terminalKeys(deps)
  try {
    const answer = await deps.central.enrol({ code, publicKey: keys.publicKey, appVersion: deps.appVersion })
    return ok({ answer, keys })
  } catch (fault) {
    if (!(fault instanceof CentralFault)) throw fault
    return refuse(fault.kind === 'refused' ? 'enrolment_code_wrong' : 'central_unreachable')
  }
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
