import { z } from 'zod'
import { countPart, hashPart, instantPart } from './parts.ts'
import { snapshotOfferSchema } from './wire.ts'

/*
 * What the core and the thread that writes the replica say to each other (sync/replica-worker.ts). One order at a
 * time; each is answered once, a snapshot with progress before.
 */

/** Who a till trusts and who it is, as its line to the central needs them: DER, base64; the key is PKCS 8. */
export const tlsIdentitySchema = z.strictObject({ privateKey: z.string(), certificate: z.string() })
export type TlsIdentity = z.infer<typeof tlsIdentitySchema>

/** What the thread is started with. The keys live in memory only. */
export const replicaThreadSchema = z.strictObject({
  folder: z.string().min(1),
  replicaKey: z.instanceof(Uint8Array),
  pepper: z.instanceof(Uint8Array),
  central: z.strictObject({
    url: z.string(),
    others: z.array(z.string()).optional(),
    /** The authority of the chain, DER, base64. */
    ca: z.string(),
    identity: tlsIdentitySchema,
    appVersion: z.string(),
  }),
})
export type ReplicaThread = z.infer<typeof replicaThreadSchema>

export const snapshotTicketSchema = z.strictObject({ offer: snapshotOfferSchema, partKey: hashPart })

/** How far a comparison of the replica with the chain came: the collection under way, and what was found before it. */
export const reconcileProgressSchema = z.strictObject({
  collection: countPart,
  /** How often the collection under way was begun anew. */
  tries: countPart,
  /** Rows the chain has; rows that were wrong here; those of them put right; collections that were not compared. */
  rows: countPart,
  wrong: countPart,
  repaired: countPart,
  skipped: countPart,
  done: z.boolean(),
})
export type ReconcileProgress = z.infer<typeof reconcileProgressSchema>

/** Core → thread. `reconcile` is one bounded step; `release` closes the replica's file; `stop` also ends what is under way. */
export const replicaOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pull') }),
  z.strictObject({ kind: z.literal('load_snapshot'), ticket: snapshotTicketSchema }),
  z.strictObject({ kind: z.literal('load_rows') }),
  z.strictObject({ kind: z.literal('reconcile'), progress: reconcileProgressSchema }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('stop') }),
])
export type ReplicaOrder = z.infer<typeof replicaOrderSchema>

export const pullReportSchema = z.strictObject({
  applied: countPart,
  setAside: countPart,
  setAsideKeys: z.array(z.string().max(300)),
  more: z.boolean(),
  /** The change number the rows stand for now. */
  change: countPart,
  feed: z.string(),
  /** The central's, when it answered, epoch ms. */
  serverTime: instantPart,
})
export type PullReport = z.infer<typeof pullReportSchema>

/** Thread → core. A fault crosses by its name and fields; its words are for the log. */
export const replicaReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pulled'), report: pullReportSchema }),
  z.strictObject({ kind: z.literal('progress'), loadedBps: z.int().min(0).max(10_000) }),
  z.strictObject({ kind: z.literal('reconciled'), progress: reconcileProgressSchema }),
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({
    kind: z.literal('central_fault'),
    fault: z.enum([
      'unreachable',
      'timed_out',
      'not_central',
      'too_large',
      'malformed',
      'refused',
      'busy',
      'conflict',
    ]),
    code: z.string().nullable(),
    retryAfterMs: countPart.nullable(),
    message: z.string(),
  }),
  z.strictObject({
    kind: z.literal('file_fault'),
    fault: z.enum([
      'FileFault',
      'ReplicaBroken',
      'WrongKey',
      'NewerSchema',
      'DiskFull',
      'DiskFault',
      'FileBusy',
      'CommitUnknown',
    ]),
    about: z.enum(['journal', 'replica', 'image']),
    file: z.string(),
    message: z.string(),
  }),
])
export type ReplicaReport = z.infer<typeof replicaReportSchema>
