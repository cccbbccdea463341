import { z } from 'zod'

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
})
export type CoreStart = z.infer<typeof coreStartSchema>

/** Main → core. `page` comes with the page's end of a MessageChannel. */
export const mainFrameSchema = z.discriminatedUnion('kind', [
  coreStartSchema,
  z.strictObject({ kind: z.literal('page') }),
  z.strictObject({ kind: z.literal('stop') }),
])
export type MainFrame = z.infer<typeof mainFrameSchema>

/** Core → main. */
export const coreReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('stopped') }),
])
export type CoreReport = z.infer<typeof coreReportSchema>
