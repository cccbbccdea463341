import { join } from 'node:path'
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { CustomerDisplay } from '../../contract/config.ts'
import { type CoreReport, type CoreStart, coreReportSchema, type MainFrame } from '../../contract/control.ts'

/**
 * First pause before a crashed core is started again, doubling to the longest: a till sells again within 3 s of a
 * kill (quality.md 3). A core that worked for a while before it died begins with the first pause again.
 */
const firstPauseMs = 50
const longestPauseMs = 1_600
const workedMs = 500
/** How long a quitting app waits for the core to close its devices and files. */
const stopLimitMs = 3_000

/** In the till's folder: the core's bundles as the engine compiled them, so that later starts need not. */
const compiledFolder = 'compiled'

interface CoreProcessOptions {
  /** The built core. */
  readonly entry: string
  /** Asked at every start: what is to be said may change from one to the next. */
  readonly start: () => Omit<CoreStart, 'kind' | 'restarts'>
  /** The core ended without being asked; a new one is on its way. */
  readonly onLost: () => void
  /** A core (the first or a new one) is ready for a page's port. */
  readonly onReady: () => void
  /** The page is to have the other till. */
  readonly onChange: (report: TrainingReport) => void
}

/** A till's word that the page is to have the other one. */
export type TrainingReport = Extract<
  CoreReport,
  { kind: 'training_wanted' | 'training_left' | 'training_failed' }
>

/** The till's own page, or the customer's, over whose port a core only speaks. */
export type WindowKind = 'page' | 'customer_display'

export interface CoreProcess {
  readonly isReady: () => boolean
  /** The core's end of a channel to a window, and which window that is. */
  readonly givePort: (port: MessagePortMain, to: WindowKind) => void
  /** What its till wants for customers; `off` until it is ready. */
  readonly customerDisplay: () => CustomerDisplay
  /** To the till that rests: its training till is gone; `failure`: why it ended by itself. */
  readonly trainingOver: (failure: string | null) => void
  /** Asks the core to stop and waits, with a limit. */
  readonly stop: () => Promise<void>
}

/** Keeps one core running: a crash costs the cashier a moment, never the basket (it is in the journal). */
export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  let child: UtilityProcess | null = null
  let ready = false
  let customerDisplay: CustomerDisplay = 'off'
  let stopping = false
  let restarts = 0
  let pauseMs = firstPauseMs
  let stopped: (() => void) | null = null

  function send(frame: MainFrame, ports: MessagePortMain[] = []): void {
    child?.postMessage(frame, ports)
  }

  function run(): void {
    const start = options.start()
    let readyAt = Number.POSITIVE_INFINITY
    child = utilityProcess.fork(options.entry, [], {
      serviceName: 'evertill-core',
      stdio: 'inherit',
      env: { ...process.env, NODE_COMPILE_CACHE: join(start.folder, compiledFolder) },
    })
    child.on('message', (message: unknown) => {
      const report = coreReportSchema.safeParse(message)
      if (!report.success) return
      if (report.data.kind === 'stopped') {
        stopped?.()
        return
      }
      if (report.data.kind !== 'ready') {
        options.onChange(report.data)
        return
      }
      ready = true
      customerDisplay = report.data.customerDisplay
      readyAt = performance.now()
      options.onReady()
    })
    child.on('exit', () => {
      child = null
      ready = false
      stopped?.()
      if (stopping) return
      options.onLost()
      restarts += 1
      if (performance.now() - readyAt > workedMs) pauseMs = firstPauseMs
      setTimeout(() => {
        // Asked to stop between two lives: there is none more.
        if (!stopping) run()
      }, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
    send({ kind: 'start', ...start, restarts })
  }

  run()
  return {
    isReady: () => ready,
    givePort: (port, kind) => send({ kind }, [port]),
    customerDisplay: () => customerDisplay,
    trainingOver: (failure) => send({ kind: 'training_over', failure }),
    stop: () => {
      stopping = true
      if (!child) return Promise.resolve()
      return new Promise((resolve) => {
        const limit = setTimeout(() => {
          child?.kill()
          resolve()
        }, stopLimitMs)
        stopped = () => {
          clearTimeout(limit)
          resolve()
        }
        send({ kind: 'stop' })
      })
    },
  }
}
