import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { digestsAnswerSchema, feedPart, problemSchema, rowsAnswerSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import type { DigestRequest } from '../digests.ts'
import { RequestRefused } from '../problem.ts'
import { chainTable } from '../tables/chain-rows.ts'
import { sortsById } from '../tables/digest-rows.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import { storable } from '../text.ts'
import type { Application } from './application.ts'
import { countQuery } from './query-parts.ts'

const placeShape = {
  collection: z.string().max(40),
  since: countQuery,
  feed: feedPart,
}

/** What a till compares its copy with, and repairs it from (sync.md 4). */
export function addDigests(
  application: Application,
  central: Central,
  callerOf: (request: FastifyRequest) => TerminalRow,
): void {
  const asked = (
    request: FastifyRequest,
    { collection, since, feed }: { collection: string; since: number; feed: string },
  ): DigestRequest => {
    const table = chainTable(collection)
    if (!table) throw new RequestRefused(404, 'collection_unknown', 'no such rows are copied')
    return { table, since, feed, storeId: callerOf(request).storeId }
  }
  const responses = { '4xx': problemSchema, 503: problemSchema }
  application.route({
    method: 'GET',
    url: '/v1/digests',
    schema: {
      summary: 'Counts and hashes of a collection by ranges, as a till at this cursor should have it',
      security: [{ terminal: [] }],
      querystring: z.object({ ...placeShape, fields: z.string().max(2_000) }),
      response: { 200: digestsAnswerSchema, ...responses },
    },
    handler: (request) =>
      central.digests.answer(asked(request, request.query), request.query.fields.split(',')),
  })
  application.route({
    method: 'GET',
    url: '/v1/rows',
    schema: {
      summary: 'The rows of a range, as a till at this cursor should have them',
      security: [{ terminal: [] }],
      querystring: z.object({
        ...placeShape,
        after: z.string().max(200),
        to: z.string().max(200).optional(),
      }),
      response: { 200: rowsAnswerSchema, ...responses },
    },
    handler(request) {
      const { after, to } = request.query
      const isKey = (key: string) => key === '' || isOrdered(request.query.collection, key)
      if (!isKey(after) || (to !== undefined && !isKey(to))) {
        throw new RequestRefused(400, 'request_invalid', 'these are no keys of such rows')
      }
      const range = { after: storable(after), to: to === undefined ? null : storable(to) }
      return central.digests.rows(asked(request, request.query), range)
    },
  })
}

/** Whether a text can stand in the order of the collection's keys. */
function isOrdered(collection: string, key: string): boolean {
  return !sortsById(collection) || z.uuid().safeParse(key).success
}
