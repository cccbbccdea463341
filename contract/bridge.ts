import { z } from 'zod'
import { noticeSchema } from './notice.ts'
import { refusalSchema } from './refusal.ts'

/* The frames on the private MessagePort between page and core. Both ends parse what arrives. */

/** Page → core. `input` is parsed by the command's own schema. */
export const callFrameSchema = z.strictObject({
  kind: z.literal('call'),
  id: z.int().min(1),
  command: z.string().max(60),
  input: z.unknown(),
})
export type CallFrame = z.infer<typeof callFrameSchema>

/** Why a call could not be answered by a rule: the world or we were wrong, not the cashier. */
export const faultCodes = [
  /** The call was malformed: unknown command or input that does not fit its schema. */
  'call_malformed',
  /** The disk could not commit and the outcome was looked up: nothing was recorded. */
  'not_recorded',
  /** The disk is full: nothing was recorded, and nothing is begun before there is room. */
  'disk_full',
  /** This till stopped trading; the till slice says why. */
  'stopped',
  /** The core met a bug and restarts. */
  'core_failed',
  /** The core went away before it answered; the last sale's fate follows in a notice. */
  'core_lost',
  /** No answer within the limit. */
  'timed_out',
] as const
export type FaultCode = (typeof faultCodes)[number]

/** Core → page. */
export const coreFrameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), id: z.int(), output: z.unknown() }),
  z.object({ kind: z.literal('refused'), id: z.int(), refusal: refusalSchema }),
  z.object({ kind: z.literal('faulted'), id: z.int(), fault: z.enum(faultCodes) }),
  z.object({ kind: z.literal('notice'), notice: noticeSchema }),
])
export type CoreFrame = z.infer<typeof coreFrameSchema>
