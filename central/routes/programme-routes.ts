import { z } from 'zod'
import {
  accountAnswerSchema,
  campaignsAnswerSchema,
  challengeAnswerSchema,
  challengeRequestSchema,
  erasureAnswerSchema,
  interactionsAnswerSchema,
  interactionsRequestSchema,
  ledgersAnswerSchema,
  listRowsMax,
  mergeAnswerSchema,
  mergeRequestSchema,
  messagesAnswerSchema,
  programmeAnswerSchema,
  programmeRequestSchema,
  suggestionsAnswerSchema,
} from '../../contract/head-office.ts'
import { uuidPart } from '../../contract/parts.ts'
import { problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { beginMemberChallenge } from '../head-office/begin-challenge.ts'
import { erasureReport } from '../head-office/erasure-report.ts'
import {
  accountReport,
  campaignsReport,
  ledgersReport,
  messagesReport,
  suggestionsReport,
} from '../head-office/figures.ts'
import { countInteractions } from '../head-office/interactions.ts'
import { mergeMembers } from '../head-office/merge-members.ts'
import { publishProgramme } from '../head-office/publish-programme.ts'
import type { Application } from './application.ts'
import { countQuery, limitQuery } from './query-parts.ts'

const byOperator = [{ operator: [] }]
const limitPart = limitQuery(listRowsMax)

/** What head office asks of the loyalty programme. The scope they are added to wants the operator's token. */
export function addProgrammeRoutes(application: Application, central: Central): void {
  addActs(application, central)
  addFigures(application, central)
  addBooks(application, central)
}

function addActs(application: Application, { database, clock }: Central): void {
  application.route({
    method: 'POST',
    url: '/v1/head-office/programme',
    schema: {
      summary: 'Publish a new version of the rules',
      security: byOperator,
      body: programmeRequestSchema,
      response: { 200: programmeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => publishProgramme(database, request.body.document, clock()),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/merges',
    schema: {
      summary: 'Make one member of two',
      security: byOperator,
      body: mergeRequestSchema,
      response: { 200: mergeAnswerSchema, '4xx': problemSchema },
    },
    handler: async (request) => ({ changeNumber: await mergeMembers(database, request.body, clock()) }),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/interactions',
    schema: {
      summary: 'Count what members did elsewhere',
      security: byOperator,
      body: interactionsRequestSchema,
      response: { 200: interactionsAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => countInteractions(database, request.body, clock()),
  })
  application.route({
    method: 'POST',
    url: '/v1/head-office/challenges',
    schema: {
      summary: 'Begin a challenge for a member',
      security: byOperator,
      body: challengeRequestSchema,
      response: { 200: challengeAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => beginMemberChallenge(database, request.body, clock()),
  })
}

function addFigures(application: Application, { database }: Central): void {
  application.route({
    method: 'GET',
    url: '/v1/head-office/campaigns',
    schema: {
      summary: 'What sales told back of campaigns',
      security: byOperator,
      response: { 200: campaignsAnswerSchema, '4xx': problemSchema },
    },
    handler: () => campaignsReport(database),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/suggestions',
    schema: {
      summary: 'What sales told back of suggestions, those taken most often first',
      security: byOperator,
      querystring: z.object({ limit: limitPart }),
      response: { 200: suggestionsAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => suggestionsReport(database, request.query.limit),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/messages',
    schema: {
      summary: "What the demo's messenger would have sent, after a number",
      security: byOperator,
      querystring: z.object({ after: countQuery.default(0), limit: limitPart }),
      response: { 200: messagesAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => messagesReport(database, request.query),
  })
}

function addBooks(application: Application, { database }: Central): void {
  application.route({
    method: 'GET',
    url: '/v1/head-office/erasures/:memberId',
    schema: {
      summary: 'An erased member, and which terminals have forgotten them',
      security: byOperator,
      params: z.object({ memberId: uuidPart }),
      response: { 200: erasureAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => erasureReport(database, request.params.memberId),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/ledgers',
    schema: {
      summary: 'Sums of the double-entry ledgers by account',
      security: byOperator,
      response: { 200: ledgersAnswerSchema, '4xx': problemSchema },
    },
    handler: () => ledgersReport(database),
  })
  application.route({
    method: 'GET',
    url: '/v1/head-office/accounts/:accountId',
    schema: {
      summary: 'Stored value with its entries, newest first',
      security: byOperator,
      params: z.object({ accountId: uuidPart }),
      response: { 200: accountAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => accountReport(database, request.params.accountId),
  })
}
