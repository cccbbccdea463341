import type { EnrolAnswer } from '../contract/wire.ts'
import type { Statements } from './database.ts'
import { newSecretKey } from './ids.ts'

/** What personal data of members go by: 32 bytes each, base64. Every enrolled till gets them. */
export type ChainKeys = EnrolAnswer['keys']

const readSql = 'SELECT "phone", "personal" FROM chain_keys'
const addSql = 'INSERT INTO chain_keys ("phone", "personal") VALUES ($1, $2) ON CONFLICT DO NOTHING'

/** The keys this database has; made at its first start, or put there by the demo. */
export async function loadChainKeys(on: Statements): Promise<ChainKeys> {
  for (;;) {
    const [row] = await on.query<ChainKeys>(readSql)
    if (row) return row
    await keepChainKeys(on, { phone: newSecretKey(), personal: newSecretKey() })
  }
}

/** Keeps keys in a database that has none yet. */
export async function keepChainKeys(on: Statements, keys: ChainKeys): Promise<void> {
  await on.query(addSql, [keys.phone, keys.personal])
}
