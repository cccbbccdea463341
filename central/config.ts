import { z } from 'zod'

/** Where and on what a central runs. Parsed by `startCentral`. */
export const centralConfigSchema = z.strictObject({
  /** A folder for PGlite, memory, or a PostgreSQL by connection URL. */
  database: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('folder'), folder: z.string().min(1) }),
    z.strictObject({ kind: z.literal('memory') }),
    z.strictObject({ kind: z.literal('postgres'), url: z.string().regex(/^postgres(ql)?:\/\//) }),
  ]),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 = any free one. */
  port: z.int().min(0).max(65_535).default(0),
  /** Host names and addresses head office's tools reach it by, beside its own: its certificate says them. */
  names: z.array(z.string().min(1).max(253)).max(20).default([]),
  /** Folder for snapshot files, emptied at the start; left out = a temporary one. */
  snapshotFolder: z.string().min(1).optional(),
  /** Bearer token of head office; left out = a random one of this start. */
  operatorToken: z.string().min(16).max(200).optional(),
  /** Fills an empty database with the demo chain. */
  demo: z
    .strictObject({
      /** Decides every name, price and id. */
      seed: z.int().min(0).default(1),
      members: z.int().min(3).max(1_000_000).default(10_000),
      coupons: z.int().min(20).max(4_000_000).optional(),
      products: z.int().min(60).max(50_000).default(5_000),
    })
    .optional(),
})
export type CentralConfig = z.input<typeof centralConfigSchema>
