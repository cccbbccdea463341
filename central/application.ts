import swagger from '@fastify/swagger'
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { wireVersion } from '../contract/version.ts'
import { problemSchema } from '../contract/wire.ts'
import { compressAnswer, readBody, tooLarge } from './body.ts'
import type { Central } from './central.ts'
import { type Certified, pem } from './certificates.ts'
import { DatabaseFault } from './database.ts'
import { bodyBytesMax, databaseAwaySeconds, requestMs } from './limits.ts'
import { problemOf, RequestRefused } from './problem.ts'
import type { Application } from './routes/application.ts'
import { addHeadOfficeRoutes } from './routes/head-office-routes.ts'
import { addTillRoutes } from './routes/till-routes.ts'
import { refuseUnreadable } from './unreadable.ts'

/** Says what went wrong inside: a fixed first word, ids only, and the fault. */
export type LogFault = (what: string, fault: unknown) => void

/**
 * The HTTPS server of a central, not yet listening: TLS 1.3 alone, and whoever connects is asked for a certificate.
 * Its document is at `/openapi.json`.
 */
export async function createApplication(
  central: Central,
  server: Certified,
  logFault: LogFault,
): Promise<Application> {
  const application = fastify({
    https: {
      key: pem('PRIVATE KEY', server.privateKey),
      cert: pem('CERTIFICATE', server.certificate),
      ca: pem('CERTIFICATE', central.authority.certificate),
      minVersion: 'TLSv1.3',
      requestCert: true,
      // Enrolment and head office come without one; routes/authorize.ts judges who must have one.
      rejectUnauthorized: false,
    },
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMs,
    connectionTimeout: 2 * requestMs,
    forceCloseConnections: true,
    // A HEAD of the stream of hints would never end, and the document names none.
    exposeHeadRoutes: false,
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, _request, reply) => {
      const status = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 414 : 400
      refuse(reply, new RequestRefused(status, 'request_invalid', 'the address cannot be read'))
    },
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>()
  application.setValidatorCompiler(validatorCompiler)
  application.setSerializerCompiler(serializerCompiler)
  addBodyParser(application)
  addProblems(application, logFault)
  addCompression(application)
  await addDocument(application)
  addTillRoutes(application, central)
  addHeadOfficeRoutes(application, central)
  application.get('/openapi.json', { schema: { hide: true } }, async () => application.swagger())
  await application.ready()
  return application
}

function addBodyParser(application: Application): void {
  application.removeAllContentTypeParsers()
  application.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => readBody(bytes, request.headers['content-encoding']),
  )
}

function addProblems(application: Application, logFault: LogFault): void {
  application.setNotFoundHandler((_request, reply) =>
    refuse(reply, new RequestRefused(404, 'route_unknown', 'nothing answers at this address')),
  )
  application.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof RequestRefused) return refuse(reply, error)
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [issue] = error.validation
      const where = `${error.validationContext ?? 'request'}${issue?.instancePath ?? ''}`
      return refuse(reply, new RequestRefused(400, 'request_invalid', `${where} does not fit`))
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse(reply, tooLarge())
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return refuse(reply, new RequestRefused(415, 'media_type_unknown', 'bodies are application/json'))
    }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return refuse(
        reply,
        new RequestRefused(error.statusCode, 'request_invalid', 'the request does not fit'),
      )
    }
    if (error instanceof DatabaseFault) {
      logFault('database away', error)
      const message = 'the database is away or busy; ask again'
      return refuse(reply, new RequestRefused(503, 'database_away', message, databaseAwaySeconds))
    }
    logFault(`central failed ${request.method} ${request.routeOptions.url ?? 'unknown'}`, error)
    return refuse(reply, new RequestRefused(500, 'central_failed', 'the central failed; ask again later'))
  })
}

function refuse(reply: FastifyReply, refused: RequestRefused): FastifyReply {
  if (refused.retryAfter !== null) reply.header('retry-after', refused.retryAfter)
  reply.code(refused.status).type('application/json')
  return reply.serializer(JSON.stringify).send(problemOf(refused))
}

/** Compresses whole answers off the event loop; streams (snapshots) are compressed already. */
function addCompression(application: Application): void {
  application.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    reply.header('vary', 'accept-encoding')
    const accepted = request.headers['accept-encoding']
    if (typeof accepted !== 'string') return payload
    const compressed = await compressAnswer(Buffer.from(payload as string), accepted)
    if (!compressed) return payload
    reply.header('content-encoding', compressed.encoding).removeHeader('content-length')
    return compressed.bytes
  })
}

/** What any operation may answer: the request cannot be read or is refused, the database is away. */
const anyAnswers = { '4xx': problemSchema, 503: problemSchema }

/** OpenAPI 3.1 knows it; the types of the document's plugin, which go by 3.0, do not. */
const byCertificate = {
  type: 'mutualTLS',
  description: 'Certificate of a terminal, from enrolment',
} as unknown as { readonly type: 'http'; readonly scheme: string }

async function addDocument(application: Application): Promise<void> {
  await application.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Evertill central',
        description: 'What tills and head office ask of the chain.',
        version: `${wireVersion}.0.0`,
      },
      components: {
        securitySchemes: {
          terminal: byCertificate,
          operator: { type: 'http', scheme: 'bearer', description: 'Token of head office' },
        },
      },
    },
    transform: (described) => {
      const { schema } = described
      if (!schema || schema.hide) return jsonSchemaTransform(described)
      const response = { ...anyAnswers, ...(schema.response as object) }
      return jsonSchemaTransform({ ...described, schema: { ...schema, response } })
    },
  })
}
