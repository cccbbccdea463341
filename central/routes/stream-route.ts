import type { FastifyRequest } from 'fastify'
import { type ChangeHint, problemSchema } from '../../contract/wire.ts'
import type { Central } from '../central.ts'
import { streamBufferMax } from '../limits.ts'
import type { TerminalRow } from '../tables/terminal.ts'
import type { Application } from './application.ts'
import { bytesOf } from './bytes-of.ts'

/** Change hints as server-sent events (sync.md 4): a number and nothing else, comments as signs of life. */
export function addStream(
  application: Application,
  central: Central,
  callerOf: (request: FastifyRequest) => TerminalRow,
): void {
  application.route({
    method: 'GET',
    url: '/v1/stream',
    schema: {
      summary: 'Change hints as server-sent events: ChangeHint as data, a comment as a sign of life',
      security: [{ terminal: [] }],
      response: {
        200: bytesOf('text/event-stream', 'Hints without an end'),
        '4xx': problemSchema,
        503: problemSchema,
      },
    },
    async handler(request, reply) {
      const { storeId, terminalId } = callerOf(request)
      const { raw } = reply
      let begun = false
      // A till that does not read is not waited for: what it missed it pulls.
      const say = (text: string) => {
        if (!begun) {
          begun = true
          raw.writeHead(200, {
            'content-type': 'text/event-stream',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          })
        }
        if (raw.writableLength > streamBufferMax) raw.destroy()
        else raw.write(text)
      }
      const leave = await central.hints.listen({
        storeId,
        terminalId,
        tell: (change) => say(`data: ${JSON.stringify({ change } satisfies ChangeHint)}\n\n`),
        beat: () => say(':\n\n'),
        end: () => raw.end(),
      })
      raw.once('close', leave)
      if (raw.destroyed) leave()
      reply.hijack()
    },
  })
}
