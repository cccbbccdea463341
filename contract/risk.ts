import { z } from 'zod'
import {
  type Denial,
  denialKinds,
  type Lease,
  type LeaseUse,
  leaseKinds,
  type RiskPolicy,
} from '../domain/risk.ts'
import { amountPart, base64Part, countPart, instantPart, pointsPart, uuidPart } from './parts.ts'

/* Honest redemption (sync.md 7): limits, denials and leases. */

const daysMs = z.int().min(0).max(31_536_000_000)

const limits = {
  version: z.int().min(1),
  boundedMax: amountPart,
  memberUsesMax: countPart,
  memberAmountMax: amountPart,
  tillExposureMax: amountPart,
  storeExposureMax: amountPart,
  strictDenyAgeMs: daysMs,
  boundedDenyAgeMs: daysMs,
  overdraftMax: pointsPart,
  /** Never over 1.5 s (sync.md 5). */
  authorizeMs: z.int().min(100).max(1_500),
}

/** As it travels: Ed25519 by the central's checkpoint key over the limits as canonical JSON (RFC 8785), so that no copy of a file can loosen a limit. */
export const policyRowSchema: z.ZodType<PolicyRow> = z.object({ ...limits, sig: base64Part })
export type PolicyRow = RiskPolicy & { readonly sig: string }

export const denialSchema: z.ZodType<Denial> = z.object({
  kind: z.enum(denialKinds),
  subject: uuidPart,
  since: instantPart,
  reason: z.string().max(200),
})

export const leaseSchema: z.ZodType<Lease> = z.object({
  leaseId: uuidPart,
  storeId: uuidPart,
  terminalId: uuidPart,
  kind: z.enum(leaseKinds),
  subjectId: uuidPart,
  granted: countPart,
  used: countPart,
  fence: z.int().min(1),
  grantedAt: instantPart,
  expiresAt: instantPart,
})

export const leaseUseSchema: z.ZodType<LeaseUse> = z.object({ leaseId: uuidPart, amount: z.int().min(1) })
