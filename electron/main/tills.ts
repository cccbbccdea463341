import type { CoreStart } from '../../contract/control.ts'
import { type CoreProcess, startCoreProcess, type TrainingReport } from './core-process.ts'
import { newKeys } from './data-key.ts'

/** A training till that is not there by then has failed (it takes a second, on a slow disk some more), ms. */
const startLimitMs = 30_000

/** The till that sells and, while somebody trains, the training till: a core each, one of them on the page. */
export interface Tills {
  /** The one the page talks to. */
  readonly shown: () => CoreProcess
  /** Asks both to stop, the training till first. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the till that sells. It goes on beside a training till, resting: it prints and syncs what it has, and its
 * scanners are the other's. A training till has keys that are never written down, so nobody reads what it leaves.
 */
export function startTills(options: {
  /** The built core. */
  readonly entry: string
  readonly start: Omit<CoreStart, 'kind' | 'restarts'>
  /** The core on the page ended without being asked. */
  readonly onLost: () => void
  /** The core on the page is ready for a port. */
  readonly onReady: () => void
  /** Another core is on the page: it begins anew and takes nothing along. */
  readonly onChanged: () => void
}): Tills {
  const { entry, onChanged, onLost, onReady } = options
  let training: CoreProcess | null = null
  /** Settles once the training till that was left has given its files and scanners free; null = none is ending. */
  let ending: Promise<void> | null = null
  /** Training that was wanted while the last one was still ending: two must never share a store. */
  let next: TrainingReport | null = null
  let quitting = false

  const selling: CoreProcess = startCoreProcess({
    entry,
    start: () => ({ ...options.start, resting: training !== null || ending !== null }),
    onLost: () => {
      if (!training) onLost()
    },
    onReady: () => {
      if (!training) onReady()
    },
    onChange: begin,
  })

  function begin(report: TrainingReport): void {
    if (quitting || training || report.kind !== 'training_wanted') return
    if (ending !== null) {
      next = report
      return
    }
    const { language } = report
    const keys = newKeys()
    const limit = setTimeout(() => leave('not_ready'), startLimitMs)
    const leave = (failure: string | null) => {
      clearTimeout(limit)
      if (end(failure)) onChanged()
    }
    training = startCoreProcess({
      entry,
      start: () => ({ ...options.start, keys, training: language }),
      // One that found no room for its store, or died in a lesson, has nothing to come back to, and the page is not
      // kept from the till that sells.
      onLost: () => leave('ended'),
      onReady: () => {
        clearTimeout(limit)
        onReady()
      },
      onChange: (said) => leave(said.kind === 'training_failed' ? said.reason : null),
    })
    onChanged()
  }

  /**
   * The page has its till again at once; the scanners follow as soon as the other has given them free. `failure`: why it
   * ended by itself. Answers whether there was a training till.
   */
  function end(failure: string | null): boolean {
    const left = training
    if (!left) return false
    training = null
    const over = () => {
      ending = null
      const again = next
      next = null
      if (again && !quitting) begin(again)
      else selling.trainingOver(failure)
    }
    ending = left.stop().then(over, over)
    return true
  }

  return {
    shown: () => training ?? selling,
    stop: async () => {
      quitting = true
      end(null)
      await ending
      await selling.stop()
    },
  }
}
