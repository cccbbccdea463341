import { createHash, createPrivateKey } from 'node:crypto'
import { type CodeSigningKey, rawPublicKey } from '../codes/keys.ts'
import type { CodeKeys } from '../domain/code-keys.ts'
import type { Statements } from './database.ts'
import { newSecretKey, newSigningKeyPair } from './ids.ts'
import { codeKeyMs } from './limits.ts'

/** A key of signed codes as it is kept. */
export interface CodeKeyRow {
  readonly keyId: string
  readonly use: 'coupon' | 'member'
  /** Ed25519, PKCS 8 DER, base64. */
  readonly privateKey: string
  /** 32 bytes, base64; null for `member`. */
  readonly memberTagKey: string | null
  /** Epoch ms; `until` exclusive. */
  readonly from: number
  readonly until: number
}

const listSql = `SELECT "keyId", "use", "privateKey", "memberTagKey", "from", "until" FROM code_key
  ORDER BY "from", "keyId"`
const addSql = `INSERT INTO code_key ("keyId", "use", "privateKey", "memberTagKey", "from", "until")
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`

/** All keys there are, oldest first. */
export function listCodeKeys(on: Statements): Promise<readonly CodeKeyRow[]> {
  return on.query<CodeKeyRow>(listSql)
}

export async function keepCodeKey(on: Statements, row: CodeKeyRow): Promise<void> {
  await on.query(addSql, [row.keyId, row.use, row.privateKey, row.memberTagKey, row.from, row.until])
}

/** Makes the keys that are missing for signing at `now`: a series of coupons, a certifier of phones, both, or none. */
export async function makeMissingCodeKeys(on: Statements, now: number): Promise<void> {
  const rows = await listCodeKeys(on)
  for (const use of ['coupon', 'member'] as const) {
    if (keyInForce(rows, use, now)) continue
    const from = now - (now % 1_000)
    const memberTagKey = use === 'coupon' ? newSecretKey() : null
    const { privateKey } = newSigningKeyPair()
    await keepCodeKey(on, codeKeyRow({ use, privateKey, memberTagKey, from, until: from + codeKeyMs }))
  }
}

/** The newest key for a use at `now`, or null. */
export function keyInForce(
  rows: readonly CodeKeyRow[],
  use: CodeKeyRow['use'],
  now: number,
): CodeKeyRow | null {
  return rows.findLast((row) => row.use === use && now >= row.from && now < row.until) ?? null
}

/** A row with its key id: as the EU's certificates do, the first 8 bytes of a SHA-256, here of the public key. */
export function codeKeyRow(row: Omit<CodeKeyRow, 'keyId'>): CodeKeyRow {
  const raw = rawPublicKey(privateKeyOf(row.privateKey))
  return { ...row, keyId: createHash('sha256').update(raw).digest('hex').slice(0, 16) }
}

export function signingKeyOf({ keyId, privateKey }: CodeKeyRow): CodeSigningKey {
  return { keyId, privateKey: privateKeyOf(privateKey) }
}

/** The public halves, as a programme document carries them. */
export function publicCodeKeys(rows: readonly CodeKeyRow[]): CodeKeys {
  const couponSeries: CodeKeys['couponSeries'][number][] = []
  const memberCertificates: CodeKeys['memberCertificates'][number][] = []
  for (const { keyId, privateKey, memberTagKey, from, until } of rows) {
    const publicKey = Buffer.from(rawPublicKey(privateKeyOf(privateKey))).toString('base64')
    if (memberTagKey === null) memberCertificates.push({ keyId, publicKey, from, until })
    else couponSeries.push({ keyId, publicKey, memberTagKey, from, until })
  }
  return { couponSeries, memberCertificates }
}

function privateKeyOf(base64: string) {
  return createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' })
}
