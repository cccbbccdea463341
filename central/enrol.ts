import type { EnrolAnswer, EnrolRequest } from '../contract/wire.ts'
import { assert } from '../domain/assert.ts'
import type { Uuid } from '../domain/ids.ts'
import type { ChainKeys } from './chain-keys.ts'
import type { Clock } from './clock.ts'
import type { Database, Statements } from './database.ts'
import { newEnrolmentCode, newId, newToken, secretHash } from './ids.ts'
import { enrolmentCodeMs } from './limits.ts'
import { dealPools } from './lottery/deal-pools.ts'
import { RequestRefused } from './problem.ts'
import { type SigningKey, terminalKey } from './signing.ts'
import { lockChanges, nextChangeNumber } from './tables/change-counter.ts'
import { addEnrolmentCode, findEnrolmentCode, spendEnrolmentCode } from './tables/enrolment-code.ts'
import { addTerminal, changeToken, type TerminalRow, terminalById } from './tables/terminal.ts'
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
  await addEnrolmentCode(on, { codeHash: secretHash(code), storeId: store.storeId, expiresAt }, now)
  return { code, storeId: store.storeId, expiresAt }
}

/**
 * Makes a terminal of whoever knows a code. A till that never heard the answer may ask again with the same code and
 * the same key while the code lives: it gets its terminal with a new token, never a second terminal. Refuses
 * `public_key_invalid`, `enrolment_code_wrong`.
 */
export function enrolTerminal(
  central: {
    readonly database: Database
    readonly clock: Clock
    readonly signingKey: SigningKey
    readonly chainKeys: ChainKeys
  },
  request: EnrolRequest,
): Promise<EnrolAnswer> {
  if (!terminalKey(request.publicKey)) {
    throw new RequestRefused(400, 'public_key_invalid', 'the public key is no Ed25519 key')
  }
  const now = central.clock()
  const codeHash = secretHash(request.code)
  const token = newToken()
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
        tokenHash: secretHash(token),
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
      await changeToken(tx, terminal.terminalId, secretHash(token))
    }
    return {
      terminalId: terminal.terminalId,
      terminalNumber: terminal.number,
      storeId: terminal.storeId,
      token,
      epoch: terminal.epoch,
      centralKey: central.signingKey.publicKey,
      keys: central.chainKeys,
      serverTime: now,
    }
  })
}

function wrongCode(): RequestRefused {
  return new RequestRefused(403, 'enrolment_code_wrong', 'the code is unknown, used or out of its time')
}
