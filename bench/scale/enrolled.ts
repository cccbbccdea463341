import { certifyTerminal, loadAuthority } from '../../central/authority.ts'
import { keyOfRequest } from '../../central/enrol.ts'
import { newId } from '../../central/ids.ts'
import { openPostgres } from '../../central/postgres-database.ts'
import { loadSigningKey } from '../../central/signing.ts'
import { lockChanges, nextChangeNumber } from '../../central/tables/change-counter.ts'
import { addTerminal } from '../../central/tables/terminal.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import type { Uuid } from '../../domain/ids.ts'
import { store } from '../chain/facts.ts'
import { newSellerKeys, type SellerKeys } from './sales.ts'

/** A till the central knows. */
export interface Enrolled {
  readonly terminalId: Uuid
  readonly keys: SellerKeys
  readonly identity: TlsIdentity
}

export interface EnrolledTills {
  readonly tills: readonly Enrolled[]
  /** The key of the central's checkpoints, SPKI DER, base64. */
  readonly centralKey: string
}

/**
 * Enrols many tills in the central's database, with the central's own functions: all of enrolment but the one-time
 * codes, which are made to cost what they cost.
 */
export async function enrolTills(databaseUrl: string, count: number): Promise<EnrolledTills> {
  const database = openPostgres(databaseUrl, () => undefined)
  try {
    const authority = await loadAuthority(database)
    const { publicKey: centralKey } = await loadSigningKey(database)
    const { storeId } = store
    const now = Date.now()
    const tills = await database.transaction(async (tx) => {
      await lockChanges(tx)
      const changeNumber = await nextChangeNumber(tx, now)
      const made: Enrolled[] = []
      for (let nth = 0; nth < count; nth++) {
        const keys = newSellerKeys()
        const terminalId = newId(now)
        const { publicKey } = keys
        await addTerminal(
          tx,
          { terminalId, storeId, publicKey, appVersion: '0', enrolledAt: now },
          changeNumber,
        )
        const { certificate } = certifyTerminal(
          authority,
          { terminalId, storeId },
          keyOfRequest(keys.request),
          now,
        )
        made.push({ terminalId, keys, identity: { privateKey: keys.tlsKey, certificate } })
      }
      return made
    })
    return { tills, centralKey }
  } finally {
    await database.close()
  }
}
