import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { printerAnswerMs } from '../../domain/limits.ts'
import { openPrinterLink, type PrinterLink } from '../../electron/devices/printer-link.ts'
import { tcpWire } from '../../electron/devices/printer-tcp.ts'

/** A bare peer that answers by hand, for what no well-behaved printer does. */
interface Peer {
  readonly link: PrinterLink
  readonly socket: Socket
  /** Resolves with the next request. */
  request(): Promise<Uint8Array>
}

const cleanUps: (() => void)[] = []

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp()
})

async function peer(): Promise<Peer> {
  const server = createServer().listen(0, '127.0.0.1')
  cleanUps.push(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the peer has no port')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const link = await openPrinterLink(tcpWire({ host: '127.0.0.1', port: address.port }))
  if (!link) throw new Error('no link to the peer')
  const [socket] = await accepted
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  cleanUps.push(() => socket.destroy(), link.cut)
  return {
    link,
    socket,
    async request() {
      const [chunk] = (await once(socket, 'data')) as [Uint8Array]
      return chunk
    },
  }
}

async function answerAll({ socket, request }: Peer, answers: readonly number[]): Promise<void> {
  for (const answer of answers) {
    await request()
    socket.write(Uint8Array.of(answer))
  }
}

test('[PN22] an answer that was given up and comes late is not taken for a later one', async () => {
  const held = await peer()
  expect(await held.link.read()).toBeNull()
  // The late answer to the first question would say "offline" as the answer to the second reading.
  held.socket.write(Uint8Array.of(0x1a))
  const [reading] = await Promise.all([held.link.read(), answerAll(held, [0x12, 0x12, 0x12, 0x12])])
  expect(reading?.offline).toBe(false)
})

test('[PN16] a silent printer is given up after printerAnswerMs and not asked four times', async () => {
  const { link } = await peer()
  const began = performance.now()
  expect(await link.read()).toBeNull()
  const took = performance.now() - began
  expect(took).toBeGreaterThan(printerAnswerMs - 50)
  expect(took).toBeLessThan(printerAnswerMs * 2)
})

test('[PN12] a peer that hangs up ends every wait at once', async () => {
  const { link, socket, request } = await peer()
  const reading = link.read()
  await request()
  socket.end()
  expect(await reading).toBeNull()
  expect(link.lost).toBe(true)
  await link.news(60_000)
  expect(await link.send(Uint8Array.of(1))).toBe(false)
})

test('[PN17] confirmations are counted and status is not', async () => {
  const { link, socket } = await peer()
  const first = link.news(5_000)
  socket.write(Uint8Array.of(0x12, 0x10, 0x00, 0x00, 0x0f, 0x03))
  await first
  expect(link.confirmations).toBe(1)
  expect(link.paperNearEnd).toBe(true)
})
