import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/* A line that misbehaves, between a real till and a real central: it sees bytes alone and knows nothing of what they say. */

/** What the line does to each connection made from now on. `up` is towards the central. */
export interface LineFaults {
  /** Nobody answers: the connection is refused. */
  readonly refuses: boolean
  /** After so many bytes of that direction both ends are cut, the last byte within. */
  readonly cutAt: { readonly up: number | null; readonly down: number | null }
  /** From this byte on nothing goes through any more and nobody is told: a half-open line. */
  readonly mutesAt: { readonly up: number | null; readonly down: number | null }
  /** One bit of this byte is flipped. */
  readonly flipsAt: { readonly up: number | null; readonly down: number | null }
  /** The portion that holds this byte comes twice. */
  readonly doublesAt: { readonly up: number | null; readonly down: number | null }
  /** The portion that holds this byte comes after the one behind it. */
  readonly swapsAt: { readonly up: number | null; readonly down: number | null }
  /** Each portion waits so long, in ms. */
  readonly delayMs: number
  /** Largest portion let through at once, in bytes, each `delayMs` after the one before: a thin line. */
  readonly portionMax: number
}

const nowhere = { up: null, down: null } as const

/** A line that does nothing. */
export const soundLine: LineFaults = {
  refuses: false,
  cutAt: nowhere,
  mutesAt: nowhere,
  flipsAt: nowhere,
  doublesAt: nowhere,
  swapsAt: nowhere,
  delayMs: 0,
  portionMax: 65_536,
}

export interface FaultProxy {
  readonly port: number
  /** Bytes that went through so far in each direction, over all connections, and how many of these there were. */
  readonly passed: () => { readonly up: number; readonly down: number; readonly connections: number }
  /** From the next connection on; those that are open keep theirs. */
  readonly set: (faults: Partial<LineFaults>) => void
  /** Cuts every connection there is, now. */
  readonly cutAll: () => void
  readonly close: () => Promise<void>
}

/** Listens on loopback and passes on to `target`, as long as it is told to. */
export async function startFaultProxy(target: { readonly port: number }): Promise<FaultProxy> {
  let faults: LineFaults = soundLine
  const open = new Set<Socket>()
  const passed = { up: 0, down: 0, connections: 0 }
  const server = createServer((client) => {
    passed.connections += 1
    if (faults.refuses) {
      client.destroy()
      return
    }
    const central = connect({ host: '127.0.0.1', port: target.port })
    const ends = [client, central]
    const cut = () => {
      for (const end of ends) end.destroy()
    }
    for (const end of ends) {
      end.setNoDelay(true)
      open.add(end)
      end.on('error', cut)
      end.on('close', () => {
        open.delete(end)
        cut()
      })
    }
    pass({ from: client, to: central, direction: 'up', faults, cut, passed })
    pass({ from: central, to: client, direction: 'down', faults, cut, passed })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cutAll = () => {
    for (const end of open) end.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    passed: () => ({ ...passed }),
    set: (changed) => {
      faults = { ...soundLine, ...changed }
    },
    cutAll,
    close: async () => {
      cutAll()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Way {
  readonly from: Socket
  readonly to: Socket
  readonly direction: 'up' | 'down'
  readonly faults: LineFaults
  readonly cut: () => void
  readonly passed: { up: number; down: number }
}

/** Carries one direction, portion by portion and in order, and does to it what the faults say. */
function pass({ from, to, direction, faults, cut, passed }: Way): void {
  const at = (fault: { readonly up: number | null; readonly down: number | null }) =>
    fault[direction] ?? Number.POSITIVE_INFINITY
  let offset = 0
  let heldBack: Buffer | null = null
  let turn: Promise<void> = Promise.resolve()

  const send = (bytes: Buffer) => {
    if (to.destroyed) return
    passed[direction] += bytes.length
    to.write(bytes)
  }
  const carry = (portion: Buffer) => {
    const start = offset
    offset += portion.length
    const holds = (place: number) => place >= start && place < offset
    if (start >= at(faults.mutesAt)) return
    let bytes = portion
    if (holds(at(faults.flipsAt))) {
      bytes = Buffer.from(portion)
      const place = at(faults.flipsAt) - start
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8))
    }
    if (holds(at(faults.mutesAt))) bytes = bytes.subarray(0, at(faults.mutesAt) - start)
    if (at(faults.cutAt) <= offset) {
      send(bytes.subarray(0, Math.max(0, at(faults.cutAt) - start)))
      // Once what was let through has left, so that the other end has those bytes and no more.
      to.end(cut)
      return
    }
    if (holds(at(faults.swapsAt)) && !heldBack) {
      heldBack = bytes
      return
    }
    send(bytes)
    if (holds(at(faults.doublesAt))) send(bytes)
    if (heldBack) {
      send(heldBack)
      heldBack = null
    }
  }

  from.on('data', (bytes: Buffer) => {
    for (let place = 0; place < bytes.length; place += faults.portionMax) {
      const portion = bytes.subarray(place, place + faults.portionMax)
      if (faults.delayMs === 0) carry(portion)
      else {
        from.pause()
        turn = turn.then(() => wait(faults.delayMs)).then(() => carry(portion))
      }
    }
    turn = turn.then(() => void from.resume())
  })
  from.on('end', () => {
    turn = turn.then(() => void to.end())
  })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
