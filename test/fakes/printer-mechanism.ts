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
  /** After so many more lines every link is cut, and what is held is printed all the same; null for never. */
  readonly linesToUnplug: number | null
  /** Sends automatic status (GS a) at every change, as printers do where it is switched on for good. */
  readonly automaticStatus: boolean
}

export interface PrinterJob {
  /** What the printer executed, up to and with the cut. */
  readonly bytes: Uint8Array
}

/** A printer whatever its cable, in the hand of a test. */
export interface FakePrinter {
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
  /** Pulls the cable; what the printer holds is printed all the same. */
  unplug(): Promise<void>
  replug(): Promise<void>
  close(): Promise<void>
  /** Bytes from the printer that answer nothing. */
  babble(bytes: Uint8Array): void
}

/** The till's end of one cable, as the printer sees it. */
export interface PrinterPeer {
  write(bytes: Uint8Array): void
  /** Cuts the cable from the printer's side. */
  cut(): void
}

export interface PrinterMechanism extends Omit<FakePrinter, 'unplug' | 'replug' | 'close'> {
  /** Somebody connected: `receive` what comes from there, and tell when it is `gone`. */
  attach(peer: PrinterPeer): { receive(chunk: Uint8Array): void; gone(): void }
  /** Cuts every link. */
  cutAll(): void
  /** Ends all links and every pause. */
  stop(): void
}

interface HeldCommand {
  readonly bytes: Uint8Array
  readonly from: PrinterPeer
}

const dle = 0x10
const esc = 0x1b
const gs = 0x1d
const lineFeed = 0x0a

/**
 * An ESC/POS printer without a cable: executes commands in order, holds them while it cannot print, answers status.
 * `keepsBytes`: a command cut in the middle is still in its buffer when it is plugged in again.
 */
export function printerMechanism(options: { readonly keepsBytes: boolean }): PrinterMechanism {
  let condition: PrinterCondition = {
    paper: 'ok',
    cover: 'closed',
    drawer: 'closed',
    cutter: 'ok',
    backChannel: 'full',
    lineMs: 0,
    linesLeft: null,
    linesToPowerCut: null,
    linesToUnplug: null,
    automaticStatus: false,
  }
  const peers = new Set<PrinterPeer>()
  const jobs: PrinterJob[] = []
  const watchers = new Set<() => void>()
  let held: HeldCommand[] = []
  /** A command that is not whole yet, on a cable that is the till's alone. */
  let unread: Uint8Array = new Uint8Array()
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
    for (const peer of peers) peer.write(bytes)
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

  function cutAll(): void {
    for (const peer of [...peers]) peer.cut()
  }

  function cutLinks(): void {
    clearTimeout(lineTimer)
    lineTimer = undefined
    held = []
    executed = []
    unread = new Uint8Array()
    cutAll()
  }

  /** One line came out of the printer: the roll is shorter, and the mains may fail here. */
  function lineDone(): void {
    const { linesLeft, linesToPowerCut, linesToUnplug } = condition
    if (linesLeft !== null) {
      condition = { ...condition, linesLeft: linesLeft - 1, paper: linesLeft <= 1 ? 'out' : condition.paper }
      if (linesLeft <= 1) sendAutomaticStatus()
    }
    if (linesToUnplug !== null) {
      condition = { ...condition, linesToUnplug: linesToUnplug <= 1 ? null : linesToUnplug - 1 }
      if (linesToUnplug <= 1) cutAll()
    }
    if (linesToPowerCut === null) return
    condition = { ...condition, linesToPowerCut: linesToPowerCut <= 1 ? null : linesToPowerCut - 1 }
    if (linesToPowerCut <= 1) cutLinks()
  }

  function execute({ bytes, from }: HeldCommand): void {
    const [first, second] = bytes
    // A printer passes over it.
    if (first === 0) return
    executed.push(bytes)
    if (first === lineFeed) lineDone()
    else if (first === gs && second === 0x72) {
      if (condition.backChannel === 'full') {
        // On its own cable it answers whoever is there by now.
        for (const peer of options.keepsBytes ? peers : [from])
          peer.write(Uint8Array.of(condition.paper === 'ok' ? 0 : 0x03))
      }
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

  function receive(from: PrinterPeer, before: Uint8Array, chunk: Uint8Array): Uint8Array {
    const bytes = before.length === 0 ? chunk : Buffer.concat([before, chunk])
    let at = 0
    for (;;) {
      const length = at < bytes.length ? commandLength(bytes, at) : null
      if (length === null) break
      const command = bytes.subarray(at, at + length)
      at += length
      if (command[0] !== dle || command[1] !== 0x04) held.push({ bytes: command, from })
    }
    return bytes.subarray(at)
  }

  /** Answered as they come in, within an unfinished command too; nothing a receipt prints looks like one. */
  function answerRealtime(from: PrinterPeer, chunk: Uint8Array): void {
    if (condition.backChannel === 'none') return
    for (let at = 0; at + 2 < chunk.length; at += 1) {
      if (chunk[at] === dle && chunk[at + 1] === 0x04)
        from.write(Uint8Array.of(realtimeStatus(chunk[at + 2] ?? 1)))
    }
  }

  return {
    jobs,
    get kicks() {
      return kicks
    },
    get links() {
      return peers.size
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
    linksClosed: (limitMs) => until(() => peers.size === 0, 'the end of all links', limitMs),
    babble(bytes) {
      for (const peer of peers) peer.write(bytes)
    },
    attach(peer) {
      peers.add(peer)
      let rest: Uint8Array = new Uint8Array()
      let tail: Uint8Array = new Uint8Array()
      return {
        receive(chunk) {
          // A request may come in pieces.
          const seen = Buffer.concat([tail, chunk])
          answerRealtime(peer, seen)
          tail = seen.subarray(-2)
          if (options.keepsBytes) unread = receive(peer, unread, chunk)
          else rest = receive(peer, rest, chunk)
          work()
        },
        gone() {
          peers.delete(peer)
          wake()
        },
      }
    },
    cutAll,
    stop: cutLinks,
  }
}
