import { CentralFault } from './central-fault.ts'

/** How long an exchange may take: in all, and between two signs of life. In ms. */
export interface Deadline {
  readonly totalMs: number
  readonly idleMs: number
}

/** One exchange under its deadline. `stop` must follow, whatever came of it. */
export interface Watch {
  readonly signal: AbortSignal
  /** A sign of life: the idle time starts again. */
  touch(): void
  stop(): void
  /** The fault a broken exchange stands for: `timed_out` when the deadline broke it, else `unreachable`. */
  fault(cause: unknown): CentralFault
}

/** Starts watching an exchange; `stopped` ends it from outside, when the till closes. */
export function watchDeadline(deadline: Deadline, stopped: AbortSignal | undefined): Watch {
  const controller = new AbortController()
  let late = false
  const expire = () => {
    late = true
    controller.abort()
  }
  const total = setTimeout(expire, deadline.totalMs)
  let idle = setTimeout(expire, deadline.idleMs)
  return {
    signal: stopped ? AbortSignal.any([controller.signal, stopped]) : controller.signal,
    touch() {
      if (late) return
      clearTimeout(idle)
      idle = setTimeout(expire, deadline.idleMs)
    },
    stop() {
      clearTimeout(total)
      clearTimeout(idle)
    },
    fault: (cause) =>
      late
        ? new CentralFault('timed_out', 'the central did not answer in time', { cause })
        : new CentralFault('unreachable', 'the exchange with the central broke off', { cause }),
  }
}
