import { z } from 'zod'
import type { EventData, EventType } from '../domain/event.ts'
import { uuidPart } from './parts.ts'
import { saleCompletedSchema } from './wire.ts'

/** What the data of each event type must look like before it takes effect. Another type is kept whole and parked. */
export const eventDataSchemas = {
  'sale.completed': saleCompletedSchema,
  'terminal.enrolled': z.object({ terminalNumber: z.string().max(8), publicKey: z.string().max(8_192) }),
  'staff.signed_in': z.object({ staffId: uuidPart }),
  'access.denied': z.object({ staffId: uuidPart.nullable(), what: z.string().max(60) }),
  'receipt.reprinted': z.object({ saleId: uuidPart, copy: z.int().min(1) }),
} as const satisfies { readonly [T in EventType]: z.ZodType<EventData[T]> }

/** True for an event type this version knows. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventDataSchemas, type)
}
