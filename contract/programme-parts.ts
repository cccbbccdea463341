import { z } from 'zod'
import type { PrivacyRules } from '../domain/privacy.ts'
import type { StepUpRules } from '../domain/programme.ts'
import { amountPart, countPart, localTextPart, pointsPart, uuidPart } from './parts.ts'

export const idPart = z.string().min(1).max(40)
export const idsPart = z.array(idPart).max(200)

/** Something points are exchanged for. */
export const giftSchema = z.object({
  giftId: idPart,
  name: localTextPart,
  points: pointsPart,
  benefit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('goods') }),
    z.object({ kind: z.literal('service') }),
    z.object({ kind: z.literal('parking'), minutes: z.int().min(1).max(100_000) }),
    z.object({ kind: z.literal('coupon'), templateId: uuidPart }),
  ]),
  tierIds: idsPart,
  stocked: z.boolean(),
  lowStock: countPart,
  position: countPart,
})

/** Whose rows which stores copy (domain/privacy.ts): an area and a store are named once. */
export const privacySchema: z.ZodType<PrivacyRules> = z
  .object({
    days: z.int().min(1).max(3_660),
    areas: z
      .array(z.object({ areaId: z.string().min(1).max(40), storeIds: z.array(uuidPart).max(10_000) }))
      .max(1_000),
  })
  .refine(({ areas }) => {
    const storeIds = areas.flatMap((area) => area.storeIds)
    return (
      new Set(storeIds).size === storeIds.length &&
      new Set(areas.map(({ areaId }) => areaId)).size === areas.length
    )
  })

/** When a second proof is asked for (loyalty.md 4). */
export const stepUpSchema: z.ZodType<StepUpRules> = z.object({
  burnFrom: pointsPart,
  couponFrom: amountPart,
  redemptionOfDay: z.int().min(1).max(1_000),
  approvalMs: z.int().min(1_000).max(3_600_000),
})
