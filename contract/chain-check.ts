import { z } from 'zod'
import { hashPart, uuidPart } from './parts.ts'

/* What the check of a till's chain is given from outside (electron/core/verify/). */

/** How far head office knows a till's chain: a terminal's object of its list, other fields left aside. */
export const knownHeadSchema = z.object({
  terminalId: uuidPart.optional(),
  epoch: z.int().min(1),
  seq: z.int().min(0),
  head: hashPart,
})
export type KnownHead = z.infer<typeof knownHeadSchema>

/** What the process that checks is told: the command's words, where the till is when they do not say, the journal's raw key. */
export const verifyOrderSchema = z.strictObject({
  words: z.array(z.string().max(4_096)).max(20),
  folder: z.string(),
  key: z.string().regex(/^[0-9a-f]{64}$/),
})
