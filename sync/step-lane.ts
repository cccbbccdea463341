import type { SyncClock } from './engine.ts'

/** A row of steps of the engine. */
export interface StepLane {
  /** Looks again what is next, now. */
  readonly wake: () => void
  readonly stop: () => Promise<void>
}

/**
 * Runs one step after another and sleeps as long as the step says: until an instant of the monotonic clock, or until
 * woken.
 */
export function createLane(deps: {
  readonly clock: SyncClock
  readonly step: () => Promise<number | null | 'again'>
  readonly failed: (thrown: unknown) => void
  readonly isStopped: () => boolean
  readonly tell: () => void
  readonly onFault: (fault: unknown) => void
}): StepLane {
  let running: Promise<void> | null = null
  let woken = false
  let callOff = () => {}

  const fail = (thrown: unknown) => {
    try {
      deps.failed(thrown)
    } catch (second) {
      deps.onFault(second)
    }
  }
  const run = async () => {
    for (;;) {
      woken = false
      let next: number | null | 'again' = 'again'
      try {
        next = await deps.step()
      } catch (thrown) {
        fail(thrown)
      }
      if (deps.isStopped()) return
      deps.tell()
      if (next === 'again' || woken) continue
      if (next !== null) callOff = deps.clock.after(Math.max(0, next - deps.clock.elapsed()), wake)
      return
    }
  }
  const wake = () => {
    woken = true
    if (deps.isStopped() || running !== null) return
    callOff()
    callOff = () => {}
    running = run()
      .catch(deps.onFault)
      .finally(() => {
        running = null
        if (woken) wake()
      })
  }
  return {
    wake,
    stop: async () => {
      callOff()
      await running
    },
  }
}
