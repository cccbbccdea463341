import { z } from 'zod'

/** `till.json` in the till's data folder: what store IT sets on a terminal. Every device path is settable here. */
export const tillConfigSchema = z.strictObject({
  central: z
    .strictObject({
      url: z.url({ protocol: /^https$/ }),
      /**
       * SHA-256 of the chain's authority (64 hex digits, as the central prints it), for who wants to pin it by hand too;
       * without it the enrolment code proves it.
       */
      caSha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      /** Filled in: the till enrols itself with it at its first start. */
      enrolmentCode: z
        .string()
        .regex(/^[A-Z0-9]{10}$/)
        .optional(),
    })
    .optional(),
  scanners: z
    .array(
      z.strictObject({
        kind: z.literal('serial'),
        path: z.string().min(1).max(300),
        baudRate: z.int().min(300).max(921_600).default(9_600),
      }),
    )
    .max(8)
    .default([]),
  printer: z
    .strictObject({
      kind: z.literal('tcp'),
      host: z.string().min(1).max(253),
      port: z.int().min(1).max(65_535).default(9_100),
      /** Characters of a line: 32 on 58 mm paper, 48 on 80 mm. */
      columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).default(48),
    })
    .optional(),
  language: z.enum(['zh', 'en']).default('zh'),
})
export type TillConfig = z.infer<typeof tillConfigSchema>
