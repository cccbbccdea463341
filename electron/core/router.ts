import { type CoreFrame, callFrameSchema, type FaultCode } from '../../contract/bridge.ts'
import { type CommandInput, type CommandName, type CommandOutput, commands } from '../../contract/command.ts'
import { commandTimeoutMs } from '../../domain/limits.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from './clock.ts'
import { connectDisplay, type DisplayPort } from './customer-display.ts'
import { ActOfAnotherKind, isJournalLost, isWorlds, NoRoom, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'
import type { Notices } from './notices.ts'

/** The core's end of a page's private MessagePort. */
export interface PagePort {
  readonly send: (frame: CoreFrame) => void
  readonly onFrame: (listener: (frame: unknown) => void) => void
  readonly onClose: (listener: () => void) => void
}

type Answer<N extends CommandName> = Result<CommandOutput<N>>

/** One handler per verb: a command without one does not compile. */
export type Handlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => Answer<N> | Promise<Answer<N>>
}

export interface RouterOptions {
  readonly handlers: Handlers
  readonly notices: Notices
  readonly clock: Clock
  readonly log: Log
  /** Development: outputs and refusals are checked against the contract. */
  readonly strict: boolean
  /** Throws what stopped this till, if anything did: asked before every command. */
  readonly checkTrading: (command: CommandName) => void
  /** Hears what no caller can deal with: a bug, or a journal that is no good. */
  readonly onThrown: (thrown: unknown) => void
}

export interface Router {
  /** Serves a page: every slice at once, then its calls and every change until the port closes. */
  readonly connectPage: (port: PagePort) => void
  /** Serves a customer display until its port closes. */
  readonly connectDisplay: (port: DisplayPort) => void
}

export function createRouter(options: RouterOptions): Router {
  const { log, notices } = options

  function take(port: PagePort, frame: unknown): void {
    const call = callFrameSchema.safeParse(frame)
    if (!call.success) {
      log.write('error', 'call_malformed', { reason: 'frame' })
      const id = callIdOf(frame)
      if (id !== null) port.send({ kind: 'faulted', id, fault: 'call_malformed' })
      return
    }
    const { id, command, input } = call.data
    if (!isCommand(command)) {
      log.write('error', 'call_malformed', { reason: 'command' })
      port.send({ kind: 'faulted', id, fault: 'call_malformed' })
      return
    }
    const parsed = commands[command].input.safeParse(input)
    if (!parsed.success) {
      log.write('error', 'call_malformed', { reason: 'input', command })
      port.send({ kind: 'faulted', id, fault: 'call_malformed' })
      return
    }
    answer(port, id, command, parsed.data)
  }

  /** Every call settles once: with its answer, a fault, or `timed_out`. */
  function answer(port: PagePort, id: number, command: CommandName, input: unknown): void {
    let settled = false
    let callOff = (): void => undefined
    const settle = (frame: CoreFrame): void => {
      if (settled) return
      settled = true
      callOff()
      // The page's mirror is put right before the answer to its call arrives. A mirror we fail to make is our
      // bug; what was done stays done and is answered all the same.
      try {
        notices.flush()
      } catch (thrown) {
        options.onThrown(thrown)
      }
      port.send(frame)
    }
    const settleAnswer = (result: Answer<CommandName>): void => {
      if (result.ok) {
        const output = options.strict ? commands[command].output.parse(result.value) : result.value
        settle({ kind: 'reply', id, output })
        return
      }
      checkRefusal(command, result.refusal.code)
      log.write('debug', 'command_refused', { command, code: result.refusal.code })
      settle({ kind: 'refused', id, refusal: result.refusal })
    }
    const fail = (thrown: unknown): void => {
      const fault = faultCodeOf(thrown)
      log.write('error', 'command_faulted', { command, state: fault, ...faultFields(thrown) })
      settle({ kind: 'faulted', id, fault })
      if (fault === 'core_failed' || isJournalLost(thrown)) options.onThrown(thrown)
    }
    try {
      options.checkTrading(command)
      const handler = options.handlers[command] as (
        input: unknown,
      ) => Answer<CommandName> | Promise<Answer<CommandName>>
      const result = handler(input)
      if (!(result instanceof Promise)) {
        settleAnswer(result)
        return
      }
      callOff = options.clock.after(commandTimeoutMs, () => {
        log.write('error', 'command_timed_out', { command })
        settle({ kind: 'faulted', id, fault: 'timed_out' })
      })
      result.then(settleAnswer).catch(fail)
    } catch (thrown) {
      fail(thrown)
    }
  }

  function checkRefusal(command: CommandName, code: string): void {
    if ((commands[command].refusals as readonly string[]).includes(code)) return
    // The page has words for every refusal, so a cashier is still answered; we hear of it.
    log.write('error', 'refusal_unlisted', { command, code })
    if (options.strict) throw new Error(`${command} refused with ${code}, which its contract does not list`)
  }

  return {
    connectDisplay: (port) => connectDisplay(notices, port),
    connectPage: (port) => {
      port.onFrame((frame) => take(port, frame))
      try {
        port.onClose(notices.addPage((notice) => port.send({ kind: 'notice', notice })))
      } catch (thrown) {
        options.onThrown(thrown)
      }
    },
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** The id of a frame that is otherwise nonsense, so that even then the page is answered. */
function callIdOf(frame: unknown): number | null {
  if (typeof frame !== 'object' || frame === null || !('id' in frame)) return null
  const { id } = frame
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 1 ? id : null
}

function faultCodeOf(thrown: unknown): FaultCode {
  if (thrown instanceof TillStopped || isJournalLost(thrown)) return 'stopped'
  if (thrown instanceof ActOfAnotherKind) return 'call_malformed'
  if (thrown instanceof NoRoom) return 'disk_full'
  return isWorlds(thrown) ? 'not_recorded' : 'core_failed'
}
