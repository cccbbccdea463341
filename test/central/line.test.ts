import { once } from 'node:events'
import { createServer } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pem } from '../../central/certificates.ts'
import { type RunningCentral, startCentral } from '../../central/server.ts'
import type { TlsIdentity } from '../../contract/replica-thread.ts'
import { centralName, enrolAnswerSchema } from '../../contract/wire.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { makeTrust, openTlsDoor, type TlsDoor } from '../rig/trust.ts'
import { newKeys, postJson } from '../suites/central-till.ts'

/* The line itself: real TLS of the runtime that ships, between the reference central and whoever connects. */

const start = Date.UTC(2026, 9, 10)
let now = start
let central: RunningCentral
let door: TlsDoor
let till: TlsIdentity
beforeAll(async () => {
  central = await startCentral(
    { database: { kind: 'memory' }, demo: { members: 20, coupons: 40, products: 60 } },
    { clock: () => now },
  )
  door = openTlsDoor(central.ca)
  const { publicKey, request, proof, tlsKey } = newKeys()
  const code = await central.makeEnrolmentCode('S01')
  const answer = await door.ask(
    `${central.url}/v1/enrol`,
    postJson({ code, publicKey, request, proof, appVersion: '1' }),
  )
  const { tls } = enrolAnswerSchema.parse(await answer.json())
  till = { privateKey: tlsKey, certificate: tls.certificate }
})
afterAll(async () => {
  await door.close()
  await central.close()
})

const port = () => Number(new URL(central.url).port)
const shown = (as: TlsIdentity) => ({
  key: pem('PRIVATE KEY', as.privateKey),
  cert: pem('CERTIFICATE', as.certificate),
})

/** One TLS connection to the central: its socket, or the code of what ended it. */
async function handshake(options: ConnectionOptions): Promise<TLSSocket | string> {
  const ca = pem('CERTIFICATE', central.ca)
  const socket = connect({ host: '127.0.0.1', port: port(), servername: centralName, ca, ...options })
  try {
    await once(socket, 'secureConnect')
    return socket
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown'
  }
}

/** What a till's client meets at `url` when it trusts `ca`. */
async function faultAt(url: string, ca = central.ca): Promise<string> {
  const client = createCentralClient({ url, ca, identity: () => till, appVersion: '1' })
  const fault = await client.status().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(fault instanceof CentralFault)) return 'none'
  const { cause } = fault.cause as { cause?: { code?: string } }
  return `${fault.kind} ${cause?.code}`
}

test('[CE130] TLS 1.3 is spoken and nothing older', async () => {
  const socket = await handshake({ minVersion: 'TLSv1.3' })
  expect(typeof socket === 'string' ? socket : socket.getProtocol()).toBe('TLSv1.3')
  if (typeof socket !== 'string') socket.destroy()
  for (const version of ['TLSv1.2', 'TLSv1.1'] as const) {
    const refused = await handshake({ minVersion: version, maxVersion: version })
    expect(refused, version).toMatch(/PROTOCOL_VERSION|NO_SUPPORTED_VERSIONS|NO_PROTOCOLS|HANDSHAKE_FAILURE/)
  }
})

test('[CE130] plain HTTP gets no word out of it', async () => {
  const socket = connectPlain(port(), '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (part: Buffer) => heard.push(part))
  socket.on('error', () => undefined)
  socket.write('GET /v1/status HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'close')
  expect(Buffer.concat(heard).toString('latin1')).not.toContain('HTTP/1.1 200')
})

test('[CE131] a till that pins another authority does not believe this central', async () => {
  expect(await faultAt(central.url)).toBe('none')
  expect(await faultAt(central.url, makeTrust().ca)).toMatch(/^unreachable (SELF_SIGNED|UNABLE_TO)/)
})

test('[CE131] neither a terminal of the chain nor another name of its servers passes as the central', async () => {
  const trust = makeTrust()
  const terminal = { terminalId: crypto.randomUUID() as never, storeId: crypto.randomUUID() as never }
  const impostors = [
    // A terminal's own certificate, in its time, held out as a server's.
    [
      trust.ca,
      { ...shown(trust.identity(terminal, Date.now())) },
      /^unreachable (INVALID_PURPOSE|UNSUPPORTED|ERR_TLS_CERT_ALTNAME_INVALID)/,
    ],
    // The wrong chain altogether.
    [central.ca, trust.server, /^unreachable (SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)/],
  ] as const
  for (const [ca, options, because] of impostors) {
    const server = createServer({ ...options }, (_request, response) => response.end('{}'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port: at } = server.address() as { port: number }
    expect(await faultAt(`https://127.0.0.1:${at}`, ca)).toMatch(because)
    server.closeAllConnections()
    server.close()
  }
})

test('[CE132] a connection without a certificate stays one, also when its session is resumed', async () => {
  const ask = (socket: TLSSocket) => {
    socket.write('GET /v1/changes?since=0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    return new Promise<string>((resolve) => {
      let text = ''
      socket.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      socket.on('close', () => resolve(text))
    })
  }
  const first = await handshake({})
  if (typeof first === 'string') throw new Error(first)
  const sessions: Buffer[] = []
  first.on('session', (session: Buffer) => sessions.push(session))
  expect(await ask(first)).toContain('certificate_missing')
  const [session] = sessions
  if (!session) throw new Error('no session was offered')
  const resumed = await handshake({ session })
  if (typeof resumed === 'string') throw new Error(resumed)
  expect(resumed.isSessionReused()).toBe(true)
  expect(await ask(resumed)).toContain('certificate_missing')
})

test('[CE132] a certificate counts in its time by the central’s clock, on a connection that is open too', async () => {
  const status = async () => {
    const response = await door.ask(`${central.url}/v1/changes?since=0`, {}, till)
    return response.status === 200
      ? 200
      : [response.status, ((await response.json()) as { code: string }).code]
  }
  expect(await status()).toBe(200)
  now = start + 30 * 86_400_000 + 2_000
  try {
    expect(await status()).toEqual([403, 'certificate_expired'])
  } finally {
    now = start
  }
  expect(await status()).toBe(200)
})
