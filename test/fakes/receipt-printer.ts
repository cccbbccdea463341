import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type FakePrinter, type PrinterPeer, printerMechanism } from './printer-mechanism.ts'

export interface FakeReceiptPrinter extends FakePrinter {
  readonly port: number
}

/** An ESC/POS printer on a TCP port. */
export async function startReceiptPrinter(options: { port?: number } = {}): Promise<FakeReceiptPrinter> {
  const mechanism = printerMechanism({ keepsBytes: false })
  const { attach, cutAll, stop } = mechanism

  async function listen(port: number): Promise<Server> {
    const listening = createServer((socket) => {
      socket.setNoDelay(true)
      const link = attach(peerOf(socket))
      socket.on('data', link.receive)
      socket.on('error', () => undefined)
      socket.on('close', link.gone)
    })
    listening.listen(port, '127.0.0.1')
    await once(listening, 'listening')
    return listening
  }

  async function end(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    cutAll()
    await closed
  }

  let server = await listen(options.port ?? 0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the fake printer has no port')
  const { port } = address
  return Object.assign(mechanism, {
    port,
    unplug: end,
    async replug() {
      if (!server.listening) server = await listen(port)
    },
    async close() {
      stop()
      await end()
    },
  })
}

function peerOf(socket: Socket): PrinterPeer {
  return {
    write(bytes) {
      if (!socket.destroyed) socket.write(bytes)
    },
    cut: () => socket.destroy(),
  }
}
