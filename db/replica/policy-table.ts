import type { RiskPolicy } from '../../domain/risk.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO policy (version, boundedMax, memberUsesMax, memberAmountMax, tillExposureMax, storeExposureMax,
  strictDenyAgeMs, boundedDenyAgeMs, overdraftMax, authorizeMs, sig)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (version) DO UPDATE SET boundedMax = excluded.boundedMax, memberUsesMax = excluded.memberUsesMax,
  memberAmountMax = excluded.memberAmountMax, tillExposureMax = excluded.tillExposureMax,
  storeExposureMax = excluded.storeExposureMax, strictDenyAgeMs = excluded.strictDenyAgeMs,
  boundedDenyAgeMs = excluded.boundedDenyAgeMs, overdraftMax = excluded.overdraftMax,
  authorizeMs = excluded.authorizeMs, sig = excluded.sig`
const removeSql = `DELETE FROM policy WHERE version = ?`
const currentSql = `SELECT * FROM policy ORDER BY version DESC LIMIT 1`

/** A policy as it came: the signature (base64) is over the limits and is the reader's to check. */
export type SignedPolicy = RiskPolicy & { readonly sig: string }

export function putPolicy(tx: Tx, policy: SignedPolicy): void {
  tx.prepare(putSql).run(
    policy.version,
    policy.boundedMax,
    policy.memberUsesMax,
    policy.memberAmountMax,
    policy.tillExposureMax,
    policy.storeExposureMax,
    policy.strictDenyAgeMs,
    policy.boundedDenyAgeMs,
    policy.overdraftMax,
    policy.authorizeMs,
    Buffer.from(policy.sig, 'base64'),
  )
}

/** `key` is the version. */
export function removePolicy(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(Number(key))
}

/** The policy in force, or null before the first. */
export function currentPolicy(db: ReadDb): SignedPolicy | null {
  const row = db.prepare(currentSql).get<RiskPolicy & { readonly sig: Uint8Array }>()
  return row ? { ...row, sig: Buffer.from(row.sig).toString('base64') } : null
}
