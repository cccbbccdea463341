import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { uuid } from '../../domain/ids.ts'
import { testTrust } from '../rig/trust.ts'

/** A till of the tests' chain. */
export const me = testTrust.identity(
  {
    terminalId: uuid('0198f7a0-0000-7000-8000-000000000001'),
    storeId: uuid('0198f7a0-0000-7000-8000-000000000002'),
  },
  Date.now(),
)

/** An HTTPS server of the tests' chain on a free loopback port that answers whatever a test wants, also what no central would. */
export interface LoopbackServer {
  readonly url: string
  /** The requests that came, oldest first. */
  readonly requests: readonly IncomingMessage[]
  readonly close: () => Promise<void>
}

export async function startLoopbackServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  const requests: IncomingMessage[] = []
  const server = createServer(testTrust.server, (request, response) => {
    requests.push(request)
    response.on('error', () => undefined)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The certificate a request came with, DER, base64. */
export function shownTo(request: IncomingMessage | undefined): string | undefined {
  return (request?.socket as TLSSocket | undefined)?.getPeerX509Certificate()?.raw.toString('base64')
}
