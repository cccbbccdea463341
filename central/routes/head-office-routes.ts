import { z } from 'zod'
import {
  changeAnswerSchema,
  changeRequestSchema,
  couponAnswerSchema,
  disputeDecidedSchema,
  disputeDecisionSchema,
  enrolmentCodeAnswerSchema,
  enrolmentCodeRequestSchema,
  eventAnswerSchema,
  eventsAnswerSchema,
  exposureAnswerSchema,
  forksAnswerSchema,
  leaseRevokedSchema,
  listRowsMax,
  memberAnswerSchema,
  parkedAnswerSchema,
  readmitAnswerSchema,
  readmitRequestSchema,
  revokeAnswerSchema,
  revokeRequestSchema,
  terminalsAnswerSchema,
} from '../../contract/head-office.ts'
import { uuidPart } from '../../contract/parts.ts'
import { disputesAnswerSchema } from '../../contract/risk.ts'
import { problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { makeEnrolmentCode } from '../enrol.ts'
import { changeRows } from '../head-office/change-rows.ts'
import { decideDispute } from '../head-office/disputes.ts'
import { exposureReport } from '../head-office/exposure.ts'
import { readmitTerminal } from '../head-office/readmit.ts'
import {
  couponReport,
  disputesReport,
  eventReport,
  eventsReport,
  forksReport,
  memberReport,
  parkedReport,
  terminalsReport,
} from '../head-office/reports.ts'
import { revokeTerminal } from '../head-office/revoke-terminal.ts'
import { revokeLease } from '../risk/leases.ts'
import type { Application } from './application.ts'
import { requireOperator } from './authorize.ts'
import { addProgrammeRoutes } from './programme-routes.ts'
import { countQuery, limitQuery } from './query-parts.ts'
import { addShiftRoutes } from './shift-routes.ts'

const byOperator = [{ operator: [] }]
const limitPart = limitQuery(listRowsMax)
const fromZero = countQuery.default(0)
const pageSchema = z.object({ after: fromZero, limit: limitPart })

/** What people and checks at head office ask. Every route wants the operator's token. */
export function addHeadOfficeRoutes(application: Application, central: Central): void {
  // In a scope of its own, so that the hook guards these routes and no others.
  application.register((scope, _options, done) => {
    const guarded = scope as unknown as Application
    guarded.addHook('onRequest', async (request) => requireOperator(central, request))
    addLists(guarded, central)
    addSubjects(guarded, central)
    addActs(guarded, central)
    addRiskActs(guarded, central)
    addProgrammeRoutes(guarded, central)
    addShiftRoutes(guarded, central)
    done()
  })
}

function addLists(application: Application, central: Central): void {
  const { database } = central
  application.route({
    method: 'GET',
    url: '/v1/head-office/terminals',
    schema: {
      summary: 'All terminals and how far their chains are known',
      security: byOperator,
      response: { 200: terminalsAnswerSchema, '4xx': problemSchema },
    },
    handler: () => terminalsReport(database),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/terminals/:terminalId/events',
    schema: {
      summary: 'Ids and hashes of the events of a terminal after (epoch, seq)',
      security: byOperator,
      params: z.object({ terminalId: uuidPart }),
      querystring: z.object({ epoch: fromZero, seq: fromZero, limit: limitPart }),
      response: { 200: eventsAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => eventsReport(database, request.params.terminalId, request.query),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/exposure',
    schema: {
      summary: 'What tills decided by themselves and nobody secured, by store, beside the limits',
      security: byOperator,
      response: { 200: exposureAnswerSchema, '4xx': problemSchema },
    },
    handler: () => exposureReport(database),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/disputes',
    schema: {
      summary: 'Disputes after a number, oldest first',
      security: byOperator,
      querystring: pageSchema,
      response: { 200: disputesAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => disputesReport(database, request.query),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/parked',
    schema: {
      summary: 'Parked events after a number, oldest first',
      security: byOperator,
      querystring: pageSchema,
      response: { 200: parkedAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => parkedReport(database, request.query),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/forks',
    schema: {
      summary: 'Events of other branches after a number, oldest first',
      security: byOperator,
      querystring: pageSchema,
      response: { 200: forksAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => forksReport(database, request.query),
  })
}

function addSubjects(application: Application, central: Central): void {
  const { database } = central
  application.route({
    method: 'GET',
    url: '/v1/head-office/events/:eventId',
    schema: {
      summary: 'An event, whole',
      security: byOperator,
      params: z.object({ eventId: uuidPart }),
      response: { 200: eventAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => eventReport(database, request.params.eventId),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/members/:memberId',
    schema: {
      summary: 'A member with identifiers, lots and balance',
      security: byOperator,
      params: z.object({ memberId: uuidPart }),
      response: { 200: memberAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => memberReport(database, request.params.memberId, central.clock()),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/coupons/:couponId',
    schema: {
      summary: 'A coupon with its uses',
      security: byOperator,
      params: z.object({ couponId: uuidPart }),
      response: { 200: couponAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => couponReport(database, request.params.couponId),
  })
}

function addActs(application: Application, central: Central): void {
  application.route({
    method: 'POST',
    url: '/v1/head-office/terminals/:terminalId/revocation',
    schema: {
      summary: 'Revoke a terminal: nothing it did after an instant counts',
      security: byOperator,
      params: z.object({ terminalId: uuidPart }),
      body: revokeRequestSchema,
      response: { 200: revokeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) =>
      revokeTerminal(central.database, request.params.terminalId, {
        now: central.clock(),
        since: request.body.since,
      }),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/enrolment-codes',
    schema: {
      summary: 'Make a one-time enrolment code for a store',
      security: byOperator,
      body: enrolmentCodeRequestSchema,
      response: { 200: enrolmentCodeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => makeEnrolmentCode(central.database, request.body.store, central.clock()),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/terminals/:terminalId/readmit',
    schema: {
      summary: 'Let a restricted terminal spend again',
      security: byOperator,
      params: z.object({ terminalId: uuidPart }),
      body: readmitRequestSchema,
      response: { 200: readmitAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => readmitTerminal(central.database, request.params.terminalId, request.body.epoch),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/changes',
    schema: {
      summary: 'Change rows of the chain; all of a request are one change number',
      security: byOperator,
      body: changeRequestSchema,
      response: { 200: changeAnswerSchema, '4xx': problemSchema },
    },
    handler: async (request) => ({
      changeNumber: await changeRows(central.database, request.body, central.clock()),
    }),
  })
}

function addRiskActs(application: Application, { database, clock }: Central): void {
  application.route({
    method: 'POST',
    url: '/v1/head-office/disputes/:number/outcome',
    schema: {
      summary: 'Write down what people decided about a dispute',
      security: byOperator,
      params: z.object({ number: countQuery }),
      body: disputeDecisionSchema,
      response: { 200: disputeDecidedSchema, '4xx': problemSchema },
    },
    handler: (request) => decideDispute(database, request.params.number, request.body, clock()),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/leases/:leaseId/revoke',
    schema: {
      summary: 'Take a lease back unheard: what its till spends of it afterwards is a dispute',
      security: byOperator,
      params: z.object({ leaseId: uuidPart }),
      response: { 200: leaseRevokedSchema, '4xx': problemSchema },
    },
    async handler({ params: { leaseId } }) {
      return { leaseId, changeNumber: await revokeLease(database, leaseId, clock()) }
    },
  })
}
