import { z } from 'zod'
import { uuidPart } from '../../contract/parts.ts'
import {
  authorizeAnswerSchema,
  authorizeRequestSchema,
  cancelAnswerSchema,
  disputesAnswerSchema,
  leaseAnswerSchema,
  leaseRequestSchema,
  leaseReturnedSchema,
} from '../../contract/risk.ts'
import { problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { storeDisputes } from '../head-office/disputes.ts'
import { authorizeEvent, cancelReservations } from '../risk/authorize.ts'
import { grantLease, returnLease } from '../risk/leases.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import type { Application } from './application.ts'
import { countQuery, limitQuery } from './query-parts.ts'

/** Disputes of one page: some 300 kB. */
const disputesPageMax = 500

const byTerminal = [{ terminal: [] }]

/** What a till asks before it decides, and what it decides alone (contract/risk.ts). */
export function addRiskRoutes(
  application: Application,
  central: Central,
  callerOf: (request: object) => TerminalRow,
): void {
  application.route({
    method: 'POST',
    url: '/v1/authorize',
    schema: {
      summary: 'May this event spend what it is about to; what is approved is set aside for ten minutes',
      security: byTerminal,
      body: authorizeRequestSchema,
      response: { 200: authorizeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => authorizeEvent(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/authorize/:id/cancel',
    schema: {
      summary: 'Give back what was set aside for an event',
      security: byTerminal,
      params: z.object({ id: uuidPart }),
      response: { 200: cancelAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => cancelReservations(central, callerOf(request), request.params.id),
  })
  application.route({
    method: 'POST',
    url: '/v1/leases',
    schema: {
      summary: 'Hand the till a part of a coupon, of points or of an account to decide about alone',
      security: byTerminal,
      body: leaseRequestSchema,
      response: { 200: leaseAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => grantLease(central, callerOf(request), request.body),
  })
  application.route({
    method: 'POST',
    url: '/v1/leases/:leaseId/return',
    schema: {
      summary: 'Hand back what is left of a lease',
      security: byTerminal,
      params: z.object({ leaseId: uuidPart }),
      response: { 200: leaseReturnedSchema, '4xx': problemSchema },
    },
    handler: (request) => returnLease(central, callerOf(request), request.params.leaseId),
  })
  application.route({
    method: 'GET',
    url: '/v1/disputes',
    schema: {
      summary: "Disputes of the store's events, from a number on or the newest first, with what was decided",
      security: byTerminal,
      querystring: z.object({
        after: countQuery.default(0),
        limit: limitQuery(disputesPageMax),
        newest: z
          .enum(['true', 'false'])
          .default('false')
          .transform((word) => word === 'true'),
      }),
      response: { 200: disputesAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => storeDisputes(central.database, callerOf(request).storeId, request.query),
  })
}
