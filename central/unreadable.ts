import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problemOf, RequestRefused } from './problem.ts'

/** A refusal of what never became a request: its head was too large, too slow, or no HTTP. */
function refusalOf(code: string | undefined): RequestRefused {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestRefused(408, 'request_slow', 'the request took too long to come')
    case 'HPE_HEADER_OVERFLOW':
      return new RequestRefused(431, 'head_too_large', 'the head of the request is too large')
    default:
      return new RequestRefused(400, 'request_invalid', 'the request is no HTTP')
  }
}

/** Tells the other end in the shape of every refusal why its line is closed, where it still hears, and closes it. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const refused = refusalOf(error.code)
  const body = JSON.stringify(problemOf(refused))
  const head = [
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroy(error)
}
