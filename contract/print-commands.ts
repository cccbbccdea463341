import { z } from 'zod'
import { previewLengthMax } from '../domain/device-limits.ts'
import { type CommandShape, done, nothing } from './command-shape.ts'
import { countPart, instantPart } from './parts.ts'

const printPlaceSchema = z.enum(['main', 'backup'])

/** A receipt or slip as the screen lists it. */
export const printViewSchema = z.object({
  jobId: countPart,
  /** The number of the sale's receipt; null for a slip. */
  receiptNumber: z.string().nullable(),
  copy: countPart,
  state: z.enum(['waiting', 'printing', 'printed', 'unknown', 'failed']),
  /** `later`: waits until somebody asks. `sent`: went to a printer that confirms nothing. */
  note: z.enum(['later', 'sent']).nullable(),
  place: printPlaceSchema,
  createdAt: instantPart,
})
export type PrintView = z.infer<typeof printViewSchema>

const refusals = ['signed_out', 'not_enrolled', 'replica_loading'] as const

/** Receipts on their way to paper (docs/spec/core.md, CO). */
export const printCommands = {
  /** What is not on paper or in doubt, and the newest ones; newest first. */
  listPrints: {
    input: nothing,
    output: z.object({ prints: z.array(printViewSchema) }),
    refusals,
  },
  /** Exactly what will be printed, as a picture. */
  previewPrint: {
    input: z.strictObject({ jobId: countPart }),
    output: z.object({ svg: z.string().max(previewLengthMax) }),
    refusals: [...refusals, 'print_unknown'],
  },
  /** Everything that waits goes to this printer; `later`: only when somebody asks for it. */
  routePrints: {
    input: z.strictObject({ place: printPlaceSchema, later: z.boolean() }),
    output: done,
    refusals: [...refusals, 'printer_none'],
  },
  /** A person looked: what was in doubt is on paper, or is printed again as a marked copy. */
  settlePrint: {
    input: z.strictObject({ jobId: countPart, onPaper: z.boolean() }),
    output: done,
    refusals: [...refusals, 'role_not_allowed', 'print_unknown', 'sale_unknown'],
  },
} as const satisfies Record<string, CommandShape>
