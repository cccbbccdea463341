import { z } from 'zod'
import { customerDisplayPart } from './config.ts'
import { languagePart } from './parts.ts'

/* What main and the core say to each other over the utility process's own port. No business passes here. */

export const coreStartSchema = z.strictObject({
  kind: z.literal('start'),
  /** Folder of this till's files. */
  folder: z.string().min(1),
  mode: z.enum(['production', 'demo', 'development']),
  appVersion: z.string(),
  /** Raw 32-byte keys in hex, and the PIN pepper; they live in memory only. */
  keys: z
    .strictObject({
      journal: z.string().regex(/^[0-9a-f]{64}$/),
      replica: z.string().regex(/^[0-9a-f]{64}$/),
      pepper: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .nullable(),
  /** Why there are no keys: the core then opens nothing and only says so on the screen. */
  keyTrouble: z.enum(['key_store_plain', 'key_wrong']).nullable(),
  /** How often the core was restarted since the app began: 0 at its first start. */
  restarts: z.int().min(0),
  /** Given: this core is the training till, on a throw-away store in that folder, and speaks this language first. */
  training: languagePart.optional(),
  /** Training goes on beside this till: its scanners are the training till's until `training_over`. */
  resting: z.boolean().optional(),
})
export type CoreStart = z.infer<typeof coreStartSchema>

/** Main → core. `page` and `customer_display` come with that window's end of a MessageChannel. */
export const mainFrameSchema = z.discriminatedUnion('kind', [
  coreStartSchema,
  z.strictObject({ kind: z.literal('page') }),
  z.strictObject({ kind: z.literal('customer_display') }),
  z.strictObject({ kind: z.literal('stop') }),
  /** To the till that rests: the training till is gone; `failure`: what ended it, if nobody did. */
  z.strictObject({ kind: z.literal('training_over'), failure: z.string().max(60).nullable() }),
])
export type MainFrame = z.infer<typeof mainFrameSchema>

/** Core → main. */
export const coreReportSchema = z.discriminatedUnion('kind', [
  /** `customerDisplay`: whether store IT wants a window for the customer. */
  z.strictObject({ kind: z.literal('ready'), customerDisplay: customerDisplayPart }),
  z.strictObject({ kind: z.literal('stopped') }),
  /** The page is to have the training till; this one rests and gave its scanners free. */
  z.strictObject({ kind: z.literal('training_wanted'), language: languagePart }),
  /** From the training till: the page is to have the till that sells again. */
  z.strictObject({ kind: z.literal('training_left') }),
  /** From a training till that ends because it failed, with the code of the fault. */
  z.strictObject({ kind: z.literal('training_failed'), reason: z.string().max(60) }),
])
export type CoreReport = z.infer<typeof coreReportSchema>
