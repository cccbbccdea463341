import { type CallFrame, type CoreFrame, coreFrameSchema, type FaultCode } from '../contract/bridge.ts'
import { type CommandInput, type CommandName, type CommandOutput, commands } from '../contract/command.ts'
import type { CommandShape } from '../contract/command-shape.ts'
import type { Notice } from '../contract/notice.ts'
import { commandTimeoutMs } from '../domain/limits.ts'
import type { Refusal } from '../domain/refusal.ts'

/* The page's only door to the till: the one reader of `window.till`, of the port and of the frames on it. */

declare global {
  interface Window {
    /** Put there by preload. Absent in the gallery, which brings its own bridge. */
    readonly till?: { readonly connect: () => void }
  }
}

/** How a call settled: the command's output, a rule's no, or a fault of the world. Never a rejected promise. */
export type Answer<N extends CommandName> =
  | { readonly ok: true; readonly output: CommandOutput<N> }
  | { readonly ok: false; readonly refusal: Refusal; readonly fault?: undefined }
  | { readonly ok: false; readonly fault: FaultCode; readonly refusal?: undefined }

export interface Bridge {
  /** Asks the core. Settles within the command's `waitMs` or `commandTimeoutMs`, at once when the core is gone. */
  readonly call: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<Answer<N>>
}

/** Where the page hears from the core; `connected` and `lost` frame the time between two ports. */
export interface BridgeListener {
  readonly onNotice: (notice: Notice) => void
  readonly onConnected: () => void
  readonly onLost: () => void
}

/** The part of a MessagePort the bridge needs, so that tests use Node's. */
export interface CorePort {
  readonly postMessage: (frame: CallFrame) => void
  readonly addEventListener: (type: 'message', take: (event: { readonly data: unknown }) => void) => void
  readonly start: () => void
  readonly close: () => void
}

interface WaitingCall {
  readonly command: CommandName
  readonly settle: (frame: CoreFrame | { readonly kind: 'faulted'; readonly fault: FaultCode }) => void
}

export interface PortBridge extends Bridge {
  /** Takes a fresh port; calls still open on an older one are answered `core_lost`. */
  readonly attach: (port: CorePort) => void
  /** The core died: every open call is answered `core_lost`. */
  readonly lose: () => void
}

/** A bridge over ports that come and go. `timeoutMs` is how long a call may take whose command says nothing else. */
export function createPortBridge(listener: BridgeListener, timeoutMs = commandTimeoutMs): PortBridge {
  const waiting = new Map<number, WaitingCall>()
  let port: CorePort | null = null
  let lastId = 0

  const settleAllLost = () => {
    for (const call of [...waiting.values()]) call.settle({ kind: 'faulted', fault: 'core_lost' })
  }

  const take = (from: CorePort, received: unknown) => {
    if (from !== port) return
    const parsed = coreFrameSchema.safeParse(received)
    if (!parsed.success) {
      console.error('error a frame from the core did not fit the contract')
      return
    }
    if (parsed.data.kind === 'notice') listener.onNotice(parsed.data.notice)
    else waiting.get(parsed.data.id)?.settle(parsed.data)
  }

  const call = <N extends CommandName>(command: N, input: CommandInput<N>): Promise<Answer<N>> => {
    const through = port
    if (through === null) return Promise.resolve({ ok: false, fault: 'core_lost' })
    lastId += 1
    const id = lastId
    return new Promise((resolve) => {
      const settle: WaitingCall['settle'] = (frame) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(answerOf(command, frame))
      }
      const { waitMs = timeoutMs }: CommandShape = commands[command]
      const timer = setTimeout(() => settle({ kind: 'faulted', fault: 'timed_out' }), waitMs)
      waiting.set(id, { command, settle })
      try {
        through.postMessage({ kind: 'call', id, command, input })
      } catch {
        // What cannot be cloned never leaves the page: our own mistake, told as such.
        settle({ kind: 'faulted', fault: 'call_malformed' })
      }
    })
  }

  return {
    call,
    attach: (fresh) => {
      port?.close()
      settleAllLost()
      port = fresh
      fresh.addEventListener('message', (event) => take(fresh, event.data))
      listener.onConnected()
      fresh.start()
    },
    lose: () => {
      port?.close()
      port = null
      settleAllLost()
      listener.onLost()
    },
  }
}

/** The core's frame as an answer; an output that does not fit its command counts as a failure of the core. */
function answerOf<N extends CommandName>(
  command: N,
  frame: CoreFrame | { readonly kind: 'faulted'; readonly fault: FaultCode },
): Answer<N> {
  if (frame.kind === 'refused') return { ok: false, refusal: toRefusal(frame.refusal) }
  if (frame.kind !== 'reply')
    return { ok: false, fault: frame.kind === 'faulted' ? frame.fault : 'core_failed' }
  const output = commands[command].output.safeParse(frame.output)
  return output.success
    ? { ok: true, output: output.data as CommandOutput<N> }
    : { ok: false, fault: 'core_failed' }
}

/** A refusal as the contract parsed it; `figures` left out rather than undefined. */
export function toRefusal(parsed: {
  readonly code: Refusal['code']
  readonly figures?: Record<string, number | string> | undefined
}): Refusal {
  return parsed.figures ? { code: parsed.code, figures: parsed.figures } : { code: parsed.code }
}

/** Joins the bridge to this window: ports and the core's death arrive as window messages from preload. */
export function connectWindow(bridge: PortBridge, page: Window): void {
  page.addEventListener('message', (event) => {
    if (event.source !== page || event.origin !== page.location.origin) return
    const kind = (event.data as { readonly kind?: unknown } | null)?.kind
    const [port] = event.ports
    if (kind === 'till_port' && port) bridge.attach(port as unknown as CorePort)
    if (kind === 'core_lost') bridge.lose()
  })
  page.till?.connect()
}
