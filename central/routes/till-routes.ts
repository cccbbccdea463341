import { createReadStream } from 'node:fs'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hashPart, uuidPart } from '../../contract/parts.ts'
import { wireVersion } from '../../contract/version.ts'
import {
  authorityAnswerSchema,
  changesEndSchema,
  enrolAnswerSchema,
  enrolRequestSchema,
  feedPart,
  problemSchema,
  pushAnswerSchema,
  pushConflictSchema,
  pushRequestSchema,
  renewAnswerSchema,
  renewRequestSchema,
  snapshotOfferSchema,
  statusAnswerSchema,
} from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { pullRowsMax, pushEventsMax } from '../../domain/limits.ts'
import { readBody } from '../body.ts'
import type { Central } from '../central.ts'
import { readChanges } from '../change-feed.ts'
import { authorityFor, enrolTerminal } from '../enrol.ts'
import { RequestRefused } from '../problem.ts'
import { createAdmission } from '../push/admission.ts'
import { receiveEvents } from '../push/receive.ts'
import { countFailure, waitSeconds } from '../rate-limit.ts'
import { renewCertificate } from '../renew.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import type { Application } from './application.ts'
import { type Connections, callingTerminal, pushingTerminal, shownTerminal } from './authorize.ts'
import { byteRange } from './byte-range.ts'
import { bytesOf } from './bytes-of.ts'
import { addDigests } from './digest-routes.ts'
import { addOnlineRoutes } from './online-routes.ts'
import { countQuery, limitQuery } from './query-parts.ts'
import { addRiskRoutes } from './risk-routes.ts'
import { addStream } from './stream-route.ts'

const byTerminal = [{ terminal: [] }]

/** What tills ask (sync.md 3, 4 and 8). */
export function addTillRoutes(application: Application, central: Central): void {
  addStatus(application, central)
  addAuthority(application, central)
  addEnrol(application, central)
  const callers: Callers = new WeakMap()
  const connections: Connections = new WeakMap()
  addRenewal(application, central, connections)
  // Each in a scope of its own, so that the hook guards its routes and no others, before a byte of a body is read.
  application.register((scope, _options, done) => {
    const guarded = scope as unknown as Application
    guarded.addHook('onRequest', async (request) => {
      callers.set(request, await pushingTerminal(central, connections, request))
    })
    addPush(guarded, central, callers)
    done()
  })
  application.register((scope, _options, done) => {
    const guarded = scope as unknown as Application
    guarded.addHook('onRequest', async (request) => {
      callers.set(request, await callingTerminal(central, connections, request))
    })
    addChanges(guarded, central, callers)
    addSnapshot(guarded, central, callers)
    const caller = (request: object) => callerOf(callers, request)
    addDigests(guarded, central, caller)
    addStream(guarded, central, caller)
    addOnlineRoutes(guarded, central, caller)
    addRiskRoutes(guarded, central, caller)
    done()
  })
}

/** The terminal each request under way came from. */
type Callers = WeakMap<object, TerminalRow>

function callerOf(callers: Callers, request: object): TerminalRow {
  const terminal = callers.get(request)
  assert(terminal, 'the hook let a terminal through')
  return terminal
}

function addStatus(application: Application, central: Central): void {
  application.route({
    method: 'GET',
    url: '/v1/status',
    schema: { summary: 'Is this a central, and what time is it?', response: { 200: statusAnswerSchema } },
    handler: async () => ({
      service: 'evertill-central' as const,
      serverTime: central.clock(),
      wireVersion,
    }),
  })
}

function addAuthority(application: Application, central: Central): void {
  application.route({
    method: 'GET',
    url: '/v1/ca/:name',
    schema: {
      summary: 'The certificate of the chain, proven to who knows the enrolment code of this name',
      params: z.object({ name: hashPart }),
      response: { 200: authorityAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => limited(central, request.ip, () => authorityFor(central, request.params.name)),
  })
}

/** Counts wrong codes by address, those named and those said alike. Refuses `too_many_codes` (429). */
async function limited<T>(central: Central, address: string, act: () => Promise<T>): Promise<T> {
  const now = central.clock()
  const wait = await waitSeconds(central.database, address, now)
  if (wait !== null) throw new RequestRefused(429, 'too_many_codes', 'too many wrong codes', wait)
  try {
    return await act()
  } catch (error) {
    if (error instanceof RequestRefused && error.code === 'enrolment_code_wrong') {
      await countFailure(central.database, address, now)
    }
    throw error
  }
}

function addEnrol(application: Application, central: Central): void {
  application.route({
    method: 'POST',
    url: '/v1/enrol',
    schema: {
      summary: 'Make a terminal of whoever knows a one-time code',
      body: enrolRequestSchema,
      response: { 200: enrolAnswerSchema, '4xx': problemSchema },
    },
    handler: (request) => limited(central, request.ip, () => enrolTerminal(central, request.body)),
  })
}

function addRenewal(application: Application, central: Central, connections: Connections): void {
  application.route({
    method: 'POST',
    url: '/v1/certificate',
    schema: {
      summary: 'Certify a new key of the terminal; after its certificate ran out, with a one-time code',
      security: byTerminal,
      body: renewRequestSchema,
      response: { 200: renewAnswerSchema, '4xx': problemSchema },
    },
    onRequest: async (request) => {
      shownTerminal(central, connections, request)
    },
    handler: (request) =>
      limited(central, request.ip, () =>
        renewCertificate(central, shownTerminal(central, connections, request), request.body),
      ),
  })
}

/** The frame of a push only: each event is judged by itself, so that a bad one blocks no other. */
const pushFrameSchema = pushRequestSchema.extend({ events: z.array(z.unknown()).min(1).max(pushEventsMax) })

function addPush(application: Application, central: Central, callers: Callers): void {
  const admission = createAdmission(central.clock)
  const turns = new WeakMap<object, () => Promise<void>>()
  application.addHook('onRequest', async (request, reply) => {
    const { terminalId } = callerOf(callers, request)
    turns.set(request, async () => {
      const leave = await admission.enter(terminalId, () => reply.raw.destroyed)
      reply.raw.once('close', leave)
      if (reply.raw.destroyed) leave()
    })
  })
  // When the body has come whole, however slowly, and before it is made anything of.
  application.removeAllContentTypeParsers()
  application.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      await turns.get(request)?.()
      return readBody(bytes, request.headers['content-encoding'])
    },
  )
  application.route({
    method: 'POST',
    url: '/v1/events',
    schema: {
      summary: 'Push events in order; content-encoding gzip or zstd',
      security: byTerminal,
      body: pushRequestSchema,
      response: { 200: pushAnswerSchema, 409: pushConflictSchema, '4xx': problemSchema },
    },
    // The document shows the events' schema; the handler judges them one by one.
    validatorCompiler: () => (value) => ({ value }),
    async handler(request, reply) {
      const terminal = callerOf(callers, request)
      const frame = pushFrameSchema.safeParse(request.body)
      if (!frame.success) {
        throw new RequestRefused(400, 'request_invalid', `a push has 1 to ${pushEventsMax} events`)
      }
      const outcome = await receiveEvents(central, terminal, frame.data)
      if (outcome.kind === 'conflict') return reply.code(409).send(outcome.conflict)
      return outcome.answer
    },
  })
}

function addChanges(application: Application, central: Central, callers: Callers): void {
  application.route({
    method: 'GET',
    url: '/v1/changes',
    schema: {
      summary: 'The rows after a cursor: NDJSON, one ChangeRow a line, ChangesEnd last',
      security: byTerminal,
      querystring: z.object({
        since: countQuery,
        feed: feedPart.optional(),
        limit: limitQuery(pullRowsMax),
        // From the first number to the last, for a till that cannot use the snapshot: only the end of it counts.
        whole: z.enum(['true', 'false']).default('false'),
      }),
      response: {
        200: bytesOf('application/x-ndjson', 'Rows, one a line, and an end'),
        '4xx': problemSchema,
      },
    },
    async handler(request, reply) {
      const { storeId } = callerOf(callers, request)
      const { since, feed, limit, whole } = request.query
      const asked = { storeId, since, feed: feed ?? null, limit, whole: whole === 'true' }
      const page = await readChanges(central.database, asked)
      const end = changesEndSchema.parse({
        cursor: page.cursor,
        feed: page.feed,
        more: page.more,
        serverTime: central.clock(),
      })
      const text = [...page.lines, JSON.stringify(end), ''].join('\n')
      reply.type('application/x-ndjson')
      // Bytes pass the serializer, which knows JSON only.
      return reply.send(Buffer.from(text) as unknown as string)
    },
  })
}

function addSnapshot(application: Application, central: Central, callers: Callers): void {
  application.route({
    method: 'POST',
    url: '/v1/snapshot',
    schema: {
      summary: 'Offer a snapshot of what the terminal copies',
      security: byTerminal,
      response: { 200: snapshotOfferSchema, '4xx': problemSchema, 503: problemSchema },
    },
    async handler(request) {
      const { storeId } = callerOf(callers, request)
      return central.snapshots.offer(storeId)
    },
  })
  application.route({
    method: 'GET',
    url: '/v1/snapshot/:snapshotId',
    schema: {
      summary: 'The bytes of an offered snapshot, or a range of them',
      security: byTerminal,
      params: z.object({ snapshotId: uuidPart }),
      response: {
        200: bytesOf('application/zstd', 'The whole snapshot'),
        206: bytesOf('application/zstd', 'A range of it'),
        '4xx': problemSchema,
      },
    },
    async handler(request, reply) {
      const { storeId } = callerOf(callers, request)
      const { file, offer } = await central.snapshots.find(storeId, request.params.snapshotId)
      const size = offer.compressedBytes
      reply.type('application/zstd').header('accept-ranges', 'bytes').header('etag', `"${offer.sha256}"`)
      const range = byteRange(request.headers.range, size)
      if (range === 'unsatisfiable') {
        reply.header('content-range', `bytes */${size}`)
        throw new RequestRefused(416, 'range_invalid', 'the range lies outside the snapshot')
      }
      const { from, to } = range ?? { from: 0, to: size - 1 }
      if (range) reply.code(206).header('content-range', `bytes ${from}-${to}/${size}`)
      reply.header('content-length', to - from + 1)
      return reply.send(createReadStream(file, { start: from, end: to }) as unknown as string)
    },
  })
}
