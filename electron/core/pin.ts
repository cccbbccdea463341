import { timingSafeEqual } from 'node:crypto'
import { sealPinHash } from '../../sync/pin-seal.ts'

/** Argon2id with the figures of quality.md 4: 19 MiB, two passes, one lane. The central hashes alike. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const

/**
 * Whether `pin` is the one sealed. The replica keeps HMAC-SHA256(pepper, Argon2id(pin, salt)); the pepper lives
 * outside the file, so a stolen file alone does not allow guessing. Compared in constant time.
 */
export async function pinMatches(
  pin: string,
  sealed: { readonly pinSalt: Uint8Array; readonly pinSeal: Uint8Array },
  pepper: Uint8Array,
): Promise<boolean> {
  // Loaded at the first PIN: a till that starts with somebody signed in does not wait for it.
  const { argon2id, hash } = await import('argon2')
  const hashed = await hash(pin, { ...cost, type: argon2id, salt: Buffer.from(sealed.pinSalt), raw: true })
  const seal = sealPinHash(pepper, hashed)
  return seal.length === sealed.pinSeal.length && timingSafeEqual(seal, sealed.pinSeal)
}
