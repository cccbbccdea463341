import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { commandLength } from './escpos-commands.ts'

/** What can be done to the fake printer by hand. */
export interface PrinterCondition {
  readonly paper: 'ok' | 'near_end' | 'out'
  readonly cover: 'closed' | 'open'
  readonly drawer: 'closed' | 'open'
  readonly cutter: 'ok' | 'jammed'
  /** `none`: takes bytes, never answers. `realtime`: answers DLE EOT but not GS r, as some clones. */
  readonly backChannel: 'full' | 'realtime' | 'none'
  /** Pause before each line of print in ms, 0 is at once. */
  readonly lineMs: number
  /** After so many more lines the paper is out; null while the roll is long enough. */
  readonly linesLeft: number | null
  /** After so many more lines every link is cut and what is held is forgotten; null for never. */
  readonly linesToPowerCut: number | null
  /** Sends automatic status (GS a) at every change, as printers do where it is switched on for good. */
  readonly automaticStatus: boolean
}

export interface PrinterJob {
  /** What the printer executed, up to and with the cut. */
  readonly bytes: Uint8Array
}

export interface FakeReceiptPrinter {
  readonly port: number
  readonly jobs: readonly PrinterJob[]
  /** Times the drawer was kicked. */
  readonly kicks: number
  /** Links open now. */
  readonly links: number
  set(change: Partial<PrinterCondition>): void
  /** Mains off and on: links are cut, what was held is forgotten. */
  powerCycle(): void
  /** Resolves with the job of that index as soon as it is whole. */
  job(index: number, limitMs?: number): Promise<PrinterJob>
  /** Resolves when it has begun to print a job. */
  commandsTaken(limitMs?: number): Promise<void>
  /** Resolves when nobody is connected. */
  linksClosed(limitMs?: number): Promise<void>
  close(): Promise<void>
}

interface HeldCommand {
  readonly bytes: Uint8Array
  readonly from: Socket
}

const dle = 0x10
const esc = 0x1b
const gs = 0x1d
const lineFeed = 0x0a

/** An ESC/POS printer on a TCP port: executes commands in order, holds them while it cannot print, answers status. */
export async function startReceiptPrinter(options: { port?: number } = {}): Promise<FakeReceiptPrinter> {
  let condition: PrinterCondition = {
    paper: 'ok',
    cover: 'closed',
    drawer: 'closed',
    cutter: 'ok',
    backChannel: 'full',
    lineMs: 0,
    linesLeft: null,
    linesToPowerCut: null,
    automaticStatus: false,
  }
  const sockets = new Set<Socket>()
  const jobs: PrinterJob[] = []
  const watchers = new Set<() => void>()
  let held: HeldCommand[] = []
  let executed: Uint8Array[] = []
  let kicks = 0
  let lineTimer: NodeJS.Timeout | undefined

  const isOffline = () =>
    condition.cover === 'open' || condition.paper === 'out' || condition.cutter === 'jammed'

  function realtimeStatus(request: number): number {
    const out = condition.paper === 'out'
    switch (request) {
      case 1:
        return 0x12 | (condition.drawer === 'open' ? 0x04 : 0) | (isOffline() ? 0x08 : 0)
      case 2:
        return (
          0x12 |
          (condition.cover === 'open' ? 0x04 : 0) |
          (out ? 0x20 : 0) |
          (condition.cutter === 'jammed' ? 0x40 : 0)
        )
      case 3:
        return 0x12 | (condition.cutter === 'jammed' ? 0x08 : 0)
      default:
        return 0x12 | (condition.paper === 'ok' ? 0 : 0x0c) | (out ? 0x60 : 0)
    }
  }

  function sendAutomaticStatus(): void {
    if (!condition.automaticStatus) return
    const out = condition.paper === 'out' ? 0x0c : 0
    const bytes = Uint8Array.of(
      0x10 | (isOffline() ? 0x08 : 0),
      0,
      (condition.paper === 'ok' ? 0 : 0x03) | out,
      0x0f,
    )
    for (const socket of sockets) socket.write(bytes)
  }

  function wake(): void {
    for (const watcher of [...watchers]) watcher()
  }

  /** Resolves when `isSo` after any event here; fails after `limitMs`. */
  function until(isSo: () => boolean, what: string, limitMs = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        watchers.delete(look)
        settle()
      }
      const look = () => {
        if (isSo()) finish(resolve)
      }
      const timer = setTimeout(
        () => finish(() => reject(new Error(`waited ${limitMs} ms for ${what}, have ${jobs.length} jobs`))),
        limitMs,
      )
      watchers.add(look)
      look()
    })
  }

  function cutLinks(): void {
    clearTimeout(lineTimer)
    lineTimer = undefined
    held = []
    executed = []
    for (const socket of sockets) socket.destroy()
  }

  /** One line came out of the printer: the roll is shorter, and the mains may fail here. */
  function lineDone(): void {
    const { linesLeft, linesToPowerCut } = condition
    if (linesLeft !== null) {
      condition = { ...condition, linesLeft: linesLeft - 1, paper: linesLeft <= 1 ? 'out' : condition.paper }
      if (linesLeft <= 1) sendAutomaticStatus()
    }
    if (linesToPowerCut === null) return
    condition = { ...condition, linesToPowerCut: linesToPowerCut <= 1 ? null : linesToPowerCut - 1 }
    if (linesToPowerCut <= 1) cutLinks()
  }

  function execute({ bytes, from }: HeldCommand): void {
    executed.push(bytes)
    const [first, second] = bytes
    if (first === lineFeed) lineDone()
    else if (first === gs && second === 0x72) {
      if (condition.backChannel === 'full') from.write(Uint8Array.of(condition.paper === 'ok' ? 0 : 0x03))
    } else if (first === esc && second === 0x70) kicks += 1
    else if (first === gs && second === 0x56) {
      jobs.push({ bytes: Buffer.concat(executed) })
      executed = []
    }
    wake()
  }

  function work(): void {
    while (lineTimer === undefined && !isOffline()) {
      const next = held.shift()
      if (!next) return
      if (next.bytes[0] === lineFeed && condition.lineMs > 0) {
        lineTimer = setTimeout(() => {
          lineTimer = undefined
          if (isOffline()) held.unshift(next)
          else execute(next)
          work()
        }, condition.lineMs)
        return
      }
      execute(next)
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    let unread: Uint8Array = new Uint8Array()
    socket.on('data', (chunk) => {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
      let at = 0
      for (;;) {
        const length = at < unread.length ? commandLength(unread, at) : null
        if (length === null) break
        const command = unread.subarray(at, at + length)
        at += length
        if (command[0] === dle && command[1] === 0x04) {
          if (condition.backChannel !== 'none') socket.write(Uint8Array.of(realtimeStatus(command[2] ?? 1)))
        } else held.push({ bytes: command, from: socket })
      }
      unread = unread.subarray(at)
      work()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      wake()
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the fake printer has no port')

  return {
    port: address.port,
    jobs,
    get kicks() {
      return kicks
    },
    get links() {
      return sockets.size
    },
    set(change) {
      condition = { ...condition, ...change }
      sendAutomaticStatus()
      work()
    },
    powerCycle: cutLinks,
    async job(index, limitMs) {
      await until(() => jobs.length > index, `job ${index}`, limitMs)
      const job = jobs[index]
      if (!job) throw new Error(`job ${index} vanished`)
      return job
    },
    commandsTaken: (limitMs) => until(() => executed.length > 0, 'a command', limitMs),
    linksClosed: (limitMs) => until(() => sockets.size === 0, 'the end of all links', limitMs),
    async close() {
      clearTimeout(lineTimer)
      const closed = once(server, 'close')
      server.close()
      cutLinks()
      await closed
    },
  }
}
