import { flushCompileCache } from 'node:module'
import { type CoreReport, type CoreStart, coreReportSchema, mainFrameSchema } from '../../contract/control.ts'
import { openJournal, reopenAfterUnknown } from '../../db/open.ts'
import { createReplicaThread } from '../../sync/replica-thread.ts'
import { findDevices, findPrinters } from '../devices/find-devices.ts'
import { openCardReader } from '../devices/open-card-reader.ts'
import { openPrinter } from '../devices/open-printer.ts'
import { scannerOpener } from '../devices/open-scanner.ts'
import { startCheckpointThread } from './checkpoints.ts'
import { systemClock } from './clock.ts'
import { readTillConfig } from './config.ts'
import type { DisplayPort } from './customer-display.ts'
import type { TillDeps } from './deps.ts'
import { watchDiskRoom } from './disk-room.ts'
import { systemChance } from './ids.ts'
import { faultFields, type Log, openFileLog } from './log.ts'
import type { PagePort } from './router.ts'
import { createTill, type Till } from './till.ts'

/*
 * Entry of the utility process: the only file of the core that knows it is one. Everything else is plain Node.
 */

/** A MessagePort handed over by main. */
interface MainPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  postMessage(message: unknown): void
  start(): void
}

/** What Electron puts on `process` in a utility process. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MainPort[] }) => void,
  ): void
  postMessage(message: unknown): void
}

/** Long enough for the last frames to leave the process, in ms. */
const lastWordsMs = 50

function run(parent: ParentPort): void {
  let till: Till | null = null
  let log: Log | null = null
  let failed = false
  let begun = false
  let trains = false
  let ending = false

  function report(frame: CoreReport): void {
    parent.postMessage(coreReportSchema.parse(frame))
  }

  /** We were wrong: end, and be started again by main with the basket as it was. */
  function fail(thrown: unknown): void {
    failed = true
    const fault = faultFields(thrown)
    log?.write('error', 'core_failed', fault)
    // Its own log goes with its store.
    if (trains)
      report({ kind: 'training_failed', reason: (fault.code ?? fault.fault ?? 'unknown').slice(0, 60) })
    setTimeout(() => process.exit(1), lastWordsMs)
  }

  function start(asked: CoreStart): void {
    const { kind: _kind, ...said } = asked
    const fileLog = openFileLog(said.folder, systemClock().now)
    log = fileLog
    open({ start: said, config: readTillConfig(said.folder, fileLog), log: fileLog })
  }

  /** Loaded only here: a till that sells knows nothing of the training shop's goods and customers. */
  async function startTraining(asked: CoreStart): Promise<void> {
    const { prepareTraining } = await import('./training/prepare.ts')
    const prepared = await prepareTraining(asked, systemClock().now)
    log = prepared.log
    if (!ending) open(prepared)
  }

  function open(given: Pick<TillDeps, 'start' | 'config' | 'log' | 'trainingProps'>): void {
    const clock = systemClock()
    const { log: fileLog, start: said } = given
    till = createTill({
      ...given,
      clock,
      chance: systemChance(),
      openScanner: scannerOpener(),
      openCardReader,
      findDevices,
      findPrinters,
      openPrinter,
      openWriter: (thread) => createReplicaThread(new URL('./replica-worker.js', import.meta.url), thread),
      openJournal,
      reopenJournal: reopenAfterUnknown,
      openCheckpoints: (journal) =>
        startCheckpointThread({
          entry: new URL('./checkpoint-worker.js', import.meta.url),
          journal,
          clock,
          log: fileLog,
        }),
      watchRoom: watchDiskRoom,
      changeTill: (language) =>
        report(said.training ? { kind: 'training_left' } : { kind: 'training_wanted', language }),
      onBug: fail,
    })
    report({ kind: 'ready', customerDisplay: given.config.customerDisplay })
  }

  async function stop(): Promise<void> {
    ending = true
    await till?.stop()
    log?.close()
    // Main may end this process before it comes to its own end, where this would happen by itself.
    flushCompileCache()
    report({ kind: 'stopped' })
  }

  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  parent.on('message', ({ data, ports }) => {
    const frame = mainFrameSchema.safeParse(data)
    if (!frame.success) {
      log?.write('error', 'control_malformed')
      return
    }
    if (frame.data.kind === 'start') {
      if (begun) return
      begun = true
      trains = frame.data.training !== undefined
      if (trains) startTraining(frame.data).catch(fail)
      else start(frame.data)
    } else if (frame.data.kind === 'training_over') till?.trainingOver(frame.data.failure)
    else if (frame.data.kind === 'page') {
      const [port] = ports
      if (port) till?.connectPage(pagePortOf(port, () => failed))
    } else if (frame.data.kind === 'customer_display') {
      const [port] = ports
      if (port) till?.connectDisplay(displayPortOf(port))
    } else stop().catch(fail)
  })
}

/** Nobody listens to what a display says: no call of it can do anything. */
function displayPortOf(port: MainPort): DisplayPort {
  return {
    send: (frame) => port.postMessage(frame),
    onClose: (listener) => {
      port.on('close', listener)
      port.start()
    },
  }
}

/** A core that failed hears no more: in what state it is nobody knows. */
function pagePortOf(port: MainPort, isDeaf: () => boolean): PagePort {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.on('message', ({ data }) => {
        if (!isDeaf()) listener(data)
      })
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
  }
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }
if (parentPort) run(parentPort)
