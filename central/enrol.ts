import type { KeyObject } from 'node:crypto'
import { authorityProof, codeSecrets } from '../codes/enrolment-code.ts'
import type { AuthorityAnswer, EnrolAnswer, EnrolRequest } from '../contract/wire.ts'
import { assert } from '../domain/assert.ts'
import type { Uuid } from '../domain/ids.ts'
import { type Authority, certifyTerminal } from './authority.ts'
import { requestedKey } from './certificates.ts'
import type { ChainKeys } from './chain-keys.ts'
import type { Clock } from './clock.ts'
import type { Database, Statements } from './database.ts'
import { newEnrolmentCode, newId } from './ids.ts'
import { enrolmentCodeMs } from './limits.ts'
import { dealPools } from './lottery/deal-pools.ts'
import { RequestRefused } from './problem.ts'
import { type SigningKey, signatureOf, terminalKey } from './signing.ts'
import { lockChanges, nextChangeNumber } from './tables/change-counter.ts'
import {
  addEnrolmentCode,
  findEnrolmentCode,
  findProofKey,
  spendEnrolmentCode,
} from './tables/enrolment-code.ts'
import { addTerminal, type TerminalRow, terminalById } from './tables/terminal.ts'
import { storable } from './text.ts'

const storeByNumberSql = 'SELECT "storeId" FROM store WHERE "number" = $1'

/** Makes a one-time code for the store with this number. Refuses `store_unknown`. */
export async function makeEnrolmentCode(
  on: Statements,
  storeNumber: string,
  now: number,
): Promise<{ readonly code: string; readonly storeId: Uuid; readonly expiresAt: number }> {
  const [store] = await on.query<{ storeId: Uuid }>(storeByNumberSql, [storable(storeNumber)])
  if (!store) throw new RequestRefused(404, 'store_unknown', 'no store has this number')
  const code = newEnrolmentCode()
  const expiresAt = now + enrolmentCodeMs
  const { key: proofKey, name: codeHash } = await codeSecrets(code)
  await addEnrolmentCode(on, { codeHash, proofKey, storeId: store.storeId, expiresAt }, now)
  return { code, storeId: store.storeId, expiresAt }
}

/**
 * The chain's authority with its proof for who knows the code of this name (codes/enrolment-code.ts). Refuses
 * `enrolment_code_wrong`.
 */
export async function authorityFor(
  central: { readonly database: Database; readonly clock: Clock; readonly authority: Authority },
  name: string,
): Promise<AuthorityAnswer> {
  const proofKey = await findProofKey(central.database, name, central.clock())
  if (proofKey === null) throw wrongCode()
  const ca = central.authority.certificate
  return { ca, proof: authorityProof(proofKey, ca) }
}

/**
 * Makes a terminal of whoever knows a code. A till that never heard the answer may ask again with the same code and
 * the same key of events while the code lives: it gets its terminal with a new certificate, never a second terminal.
 * Refuses `public_key_invalid`, `request_wrong`, `enrolment_code_wrong`.
 */
export async function enrolTerminal(
  central: {
    readonly database: Database
    readonly clock: Clock
    readonly signingKey: SigningKey
    readonly chainKeys: ChainKeys
    readonly authority: Authority
  },
  request: EnrolRequest,
): Promise<EnrolAnswer> {
  const eventKey = terminalKey(request.publicKey)
  if (!eventKey) throw new RequestRefused(400, 'public_key_invalid', 'the public key is no Ed25519 key')
  const tlsKey = keyOfRequest(request.request)
  if (!signatureOf(eventKey, Buffer.from(request.request, 'base64'), request.proof)) {
    throw new RequestRefused(400, 'request_wrong', 'the request is not signed by the key of events')
  }
  const now = central.clock()
  const { name: codeHash } = await codeSecrets(request.code)
  return central.database.transaction(async (tx) => {
    await lockChanges(tx)
    const code = await findEnrolmentCode(tx, codeHash, now)
    if (!code) throw wrongCode()
    let terminal: TerminalRow
    if (code.terminalId === null) {
      const terminalId = newId(now)
      const { publicKey, appVersion } = request
      const added = {
        terminalId,
        storeId: code.storeId,
        publicKey,
        appVersion: storable(appVersion),
        enrolledAt: now,
      }
      const changeNumber = await nextChangeNumber(tx, now)
      const number = await addTerminal(tx, added, changeNumber)
      await dealPools(tx, [terminalId], { now, changeNumber })
      await spendEnrolmentCode(tx, codeHash, terminalId)
      terminal = await terminalById(tx, terminalId)
      assert(terminal.number === number, 'the number it was given')
    } else {
      terminal = await terminalById(tx, code.terminalId)
      if (terminal.publicKey !== request.publicKey) throw wrongCode()
    }
    return {
      terminalId: terminal.terminalId,
      terminalNumber: terminal.number,
      storeId: terminal.storeId,
      tls: certifyTerminal(central.authority, terminal, tlsKey, now),
      epoch: terminal.epoch,
      centralKey: central.signingKey.publicKey,
      keys: central.chainKeys,
      serverTime: now,
    }
  })
}

/** The P-256 key a certificate is asked for (DER, base64). Refuses `request_wrong`. */
export function keyOfRequest(request: string): KeyObject {
  const key = requestedKey(Buffer.from(request, 'base64'))
  if (!key) throw new RequestRefused(400, 'request_wrong', 'no certificate request for a P-256 key')
  return key
}

export function wrongCode(): RequestRefused {
  return new RequestRefused(403, 'enrolment_code_wrong', 'the code is unknown, used or out of its time')
}
