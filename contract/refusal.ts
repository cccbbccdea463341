import { z } from 'zod'
import { refusalCodes } from '../domain/refusal.ts'

/** A rule's "no" as it crosses to the page. */
export const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  figures: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
})
