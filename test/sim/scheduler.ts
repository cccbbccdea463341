/** Simulated time: acts in the order of their instants, and of their making where these are equal. */
export interface Scheduler {
  /** Milliseconds since the simulation began. */
  readonly elapsed: () => number
  /** Calls `act` after `delayMs` of simulated time; the answer calls it off. */
  readonly after: (delayMs: number, act: () => void) => () => void
  /** Runs the next act and lets everything it set going come to rest. False when nothing is left. */
  readonly step: () => Promise<boolean>
  /** Lets time pass in which nothing runs: whatever is due meanwhile comes late, as on machines that sleep. */
  readonly skip: (ms: number) => void
}

interface Planned {
  readonly at: number
  readonly order: number
  readonly act: () => void
  off: boolean
}

export function createScheduler(): Scheduler {
  const queue: Planned[] = []
  let elapsed = 0
  let order = 0

  /** The first place whose act comes later: found by halving, since the queue is in order. */
  function placeOf(at: number): number {
    let [from, to] = [0, queue.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((queue[middle]?.at ?? 0) > at) to = middle
      else from = middle + 1
    }
    return from
  }

  return {
    elapsed: () => elapsed,
    after(delayMs, act) {
      const planned: Planned = { at: elapsed + Math.max(0, delayMs), order: order++, act, off: false }
      queue.splice(placeOf(planned.at), 0, planned)
      return () => {
        planned.off = true
      }
    },
    async step() {
      let next = queue.shift()
      while (next?.off) next = queue.shift()
      if (!next) return false
      elapsed = Math.max(elapsed, next.at)
      next.act()
      // Promises settle before the event loop turns: after this nothing moves but by a planned act.
      await new Promise<void>((resolve) => setImmediate(resolve))
      return true
    },
    skip: (ms) => {
      elapsed += ms
    },
  }
}
