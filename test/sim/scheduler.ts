/** Simulated time: acts in the order of their instants, and of their making where these are equal. */
export interface Scheduler {
  /** Milliseconds since the simulation began. */
  readonly elapsed: () => number
  /** Calls `act` after `delayMs` of simulated time; the answer calls it off. */
  readonly after: (delayMs: number, act: () => void) => () => void
  /** Runs the next act and lets everything it set going come to rest. False when nothing is left. */
  readonly step: () => Promise<boolean>
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
  return {
    elapsed: () => elapsed,
    after(delayMs, act) {
      const planned: Planned = { at: elapsed + Math.max(0, delayMs), order: order++, act, off: false }
      const place = queue.findIndex((other) => other.at > planned.at)
      queue.splice(place === -1 ? queue.length : place, 0, planned)
      return () => {
        planned.off = true
      }
    },
    async step() {
      let next = queue.shift()
      while (next?.off) next = queue.shift()
      if (!next) return false
      elapsed = next.at
      next.act()
      // Promises settle before the event loop turns: after this nothing moves but by a planned act.
      await new Promise<void>((resolve) => setImmediate(resolve))
      return true
    },
  }
}
