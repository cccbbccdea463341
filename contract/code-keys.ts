import { z } from 'zod'
import type { CodeKeys } from '../domain/code-keys.ts'
import { codeKeysMax } from '../domain/limits.ts'
import { instantPart } from './parts.ts'

const keyIdPart = z.string().regex(/^[0-9a-f]{16}$/)

/** The 32 raw bytes of an Ed25519 public key (44 characters of base64) or their 44 bytes of SPKI DER (60 characters). */
const publicKeyPart = z.base64().regex(/^(?:.{43}=|MCowBQYDK2VwAyEA.{43}=)$/)

/** 32 bytes. */
const tagKeyPart = z.base64().regex(/^.{43}=$/)

/** The public keys of signed codes, as the programme document carries them. */
export const codeKeysSchema: z.ZodType<CodeKeys> = z.object({
  couponSeries: z
    .array(
      z.object({
        keyId: keyIdPart,
        publicKey: publicKeyPart,
        memberTagKey: tagKeyPart,
        from: instantPart,
        until: instantPart,
      }),
    )
    .max(codeKeysMax),
  memberCertificates: z
    .array(z.object({ keyId: keyIdPart, publicKey: publicKeyPart, from: instantPart, until: instantPart }))
    .max(codeKeysMax),
})
