import { connect } from 'node:net'
import { printerConnectMs } from '../../domain/limits.ts'
import type { OpenWire } from './printer-link.ts'

/** ESC/POS over a raw TCP port of the printer, usually 9100. */
export function tcpWire({ host, port }: { readonly host: string; readonly port: number }): OpenWire {
  return async ({ onBytes, onLost }) => {
    const socket = connect({ host, port })
    // Without this, Nagle's algorithm holds each status request back for 40 ms.
    socket.setNoDelay(true)
    socket.setKeepAlive(true, printerConnectMs)
    const connected = await new Promise<boolean>((settle) => {
      const timer = setTimeout(() => settle(false), printerConnectMs)
      const answer = (reached: boolean) => {
        clearTimeout(timer)
        settle(reached)
      }
      socket.once('connect', () => answer(true))
      socket.on('error', () => answer(false))
    })
    if (!connected) {
      socket.destroy()
      return null
    }
    const lose = () => {
      socket.destroy()
      onLost()
    }
    socket.on('data', onBytes)
    socket.on('end', lose)
    socket.on('error', lose)
    socket.on('close', lose)
    // It may have ended between connecting and these listeners.
    if (socket.destroyed) onLost()
    return {
      send: (bytes) =>
        new Promise((settle) => {
          if (socket.destroyed) settle(false)
          else socket.write(bytes, (fault) => settle(!fault))
        }),
      finish: () => void socket.end(),
      drop: async () => lose(),
    }
  }
}
