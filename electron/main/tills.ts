import type { CoreStart } from '../../contract/control.ts'
import { type CoreProcess, startCoreProcess, type TrainingReport } from './core-process.ts'
import { newKeys } from './data-key.ts'

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

  const selling: CoreProcess = startCoreProcess({
    entry,
    start: () => ({ ...options.start, resting: training !== null }),
    onLost: () => {
      if (!training) onLost()
    },
    onReady: () => {
      if (!training) onReady()
    },
    onChange: begin,
  })

  function begin(report: TrainingReport): void {
    if (training || report.kind !== 'training_wanted') return
    const { language } = report
    const keys = newKeys()
    let hasBegun = false
    training = startCoreProcess({
      entry,
      start: () => ({ ...options.start, keys, training: language }),
      // One that never came to life (no room for its store) must not keep the page from the till that sells.
      onLost: () => (hasBegun ? onLost() : end()),
      onReady: () => {
        hasBegun = true
        onReady()
      },
      onChange: end,
    })
    onChanged()
  }

  /** The page has its till again at once; the scanners follow as soon as the other has given them free. */
  function end(): void {
    const left = training
    if (!left) return
    training = null
    onChanged()
    left.stop().then(selling.trainingOver, selling.trainingOver)
  }

  return {
    shown: () => training ?? selling,
    stop: async () => {
      const left = training
      training = null
      await left?.stop()
      if (left) selling.trainingOver()
      await selling.stop()
    },
  }
}
