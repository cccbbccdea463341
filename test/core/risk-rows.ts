import { generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { type Lease, type RiskPolicy, standardPolicy } from '../../domain/risk.ts'
import { idOf, noon, storeId, terminalId } from './demo-chain.ts'

/* What the central of the tests says with its signature. Free of the test runner. */

const central = generateKeyPairSync('ed25519')

/** SPKI DER, base64. */
export const centralKey = central.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')

/** Ed25519 over the canonical JSON of the rest. */
export function signedRow<T extends object>(row: T): T & { readonly sig: string } {
  return { ...row, sig: sign(null, Buffer.from(canonicalJson(row)), central.privateKey).toString('base64') }
}

/** Limits that bound nothing a test does. */
export const generous: Partial<RiskPolicy> = {
  boundedMax: money(1_000_000),
  memberUsesMax: 1_000,
  memberAmountMax: money(1_000_000),
  tillExposureMax: money(1_000_000),
  storeExposureMax: money(1_000_000),
}

/** A policy in force, as it stands in the replica. */
export function policyRow(changes: Partial<RiskPolicy>): RiskPolicy & { readonly sig: string } {
  return signedRow({ ...standardPolicy, version: 1, ...changes })
}

/** The central's answer to `POST /v1/authorize`, by what it was asked. */
export function authorized(body: unknown, now: number, code: string | null = null): object {
  const { id, nonce } = body as { readonly id: string; readonly nonce: string }
  const decision = code === null ? 'approved' : 'declined'
  return signedRow({ id, nonce, decision, code, serverTime: now, expiresAt: now + 600_000 })
}

/** A part of something set aside for this till, for an hour. */
export function leaseOf(subjectId: Uuid, granted: number, changes: Partial<Lease> = {}): Lease {
  return {
    leaseId: idOf(4_100),
    storeId,
    terminalId,
    kind: 'value',
    subjectId,
    granted,
    used: 0,
    fence: 1,
    grantedAt: noon,
    expiresAt: noon + 3_600_000,
    ...changes,
  }
}
