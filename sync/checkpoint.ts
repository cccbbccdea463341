import { createPublicKey, verify } from 'node:crypto'
import type { Checkpoint } from '../contract/wire.ts'
import { canonicalJson } from '../domain/canonical-json.ts'

/** Whether a checkpoint carries the signature of this chain's central. */
export type CheckSignature = (checkpoint: Checkpoint) => boolean

/** The text a checkpoint's signature covers: canonical JSON (RFC 8785) of its other fields. */
export function checkpointText(checkpoint: Omit<Checkpoint, 'sig'>): string {
  const { terminalId, epoch, seq, head, admittedEpoch, serverTime } = checkpoint
  return canonicalJson({ terminalId, epoch, seq, head, admittedEpoch, serverTime })
}

/** Checks Ed25519 signatures with the central's public key (SPKI DER, base64), given at enrolment. */
export function signatureCheck(centralKey: string): CheckSignature {
  const key = createPublicKey({ key: Buffer.from(centralKey, 'base64'), format: 'der', type: 'spki' })
  return (checkpoint) =>
    verify(null, Buffer.from(checkpointText(checkpoint)), key, Buffer.from(checkpoint.sig, 'base64'))
}
