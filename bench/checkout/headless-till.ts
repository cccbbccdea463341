import type { CoreFrame } from '../../contract/bridge.ts'
import type { CommandInput, CommandName, CommandOutput } from '../../contract/command.ts'
import { tillConfigSchema } from '../../contract/config.ts'
import type { BasketSlice, Notice, TillSlice } from '../../contract/notice.ts'
import { openJournal, reopenAfterUnknown } from '../../db/open.ts'
import { assert } from '../../domain/assert.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { systemClock } from '../../electron/core/clock.ts'
import { watchDiskRoom } from '../../electron/core/disk-room.ts'
import { systemChance } from '../../electron/core/ids.ts'
import { openFileLog } from '../../electron/core/log.ts'
import { createTill } from '../../electron/core/till.ts'
import { openCardReader } from '../../electron/devices/open-card-reader.ts'
import { openPrinter } from '../../electron/devices/open-printer.ts'
import { scannerOpener } from '../../electron/devices/open-scanner.ts'
import { createReplicaThread } from '../../sync/replica-thread.ts'
import { benchKeys } from './till-folder.ts'

/** The product's core, with the product's threads, without a window: commands go in by the router as from a page. */
export interface HeadlessTill {
  /** Asserts that the command succeeds. `tookMs` is from the frame's arrival at the core to its answer leaving. */
  readonly call: <N extends CommandName>(
    command: N,
    input: CommandInput<N>,
  ) => Promise<{ readonly output: CommandOutput<N>; readonly tookMs: number }>
  /** The basket as a page shows it now. */
  readonly basket: () => BasketSlice
  /** Settles when the till can sell. */
  readonly sellable: () => Promise<void>
  readonly stop: () => Promise<void>
}

const sellableLimitMs = 30_000
const stopLimitMs = 10_000

export function openHeadlessTill(folder: string, centralUrl: string): HeadlessTill {
  const clock = systemClock()
  const log = openFileLog(folder, clock.now)
  const till = createTill({
    start: {
      folder,
      mode: 'production',
      appVersion: '0.0.0',
      keys: benchKeys,
      keyTrouble: null,
      restarts: 0,
    },
    config: tillConfigSchema.parse({ central: { url: centralUrl, enrolmentCode: 'BENCH23456' } }),
    clock,
    chance: systemChance(),
    log,
    openJournal,
    reopenJournal: reopenAfterUnknown,
    openScanner: scannerOpener(),
    openCardReader,
    findDevices: async () => [],
    findPrinters: async () => [],
    openPrinter,
    openWriter: (thread) =>
      createReplicaThread(new URL('../../sync/replica-worker.ts', import.meta.url), thread),
    watchRoom: watchDiskRoom,
    openCheckpoints: (journal) =>
      startCheckpointThread({
        entry: new URL('../../db/journal/checkpoint-worker.ts', import.meta.url),
        journal,
        clock,
        log,
      }),
    onBug: (thrown) => {
      console.error(thrown)
      process.exit(1)
    },
  })

  let tell: (frame: unknown) => void = () => undefined
  let heard: (frame: CoreFrame, at: number) => void = () => undefined
  let basket: BasketSlice | null = null
  let phase: TillSlice['phase'] = 'not_enrolled'
  let onPhase: () => void = () => undefined
  const hear = (notice: Notice) => {
    if (notice.kind === 'basket_changed') basket = notice.value
    if (notice.kind !== 'till_changed') return
    phase = notice.value.phase
    onPhase()
  }
  till.connectPage({
    send: (frame) => (frame.kind === 'notice' ? hear(frame.notice) : heard(frame, performance.now())),
    onFrame: (listener) => {
      tell = listener
    },
    onClose: () => undefined,
  })

  let lastId = 0
  return {
    call: async (command, input) => {
      lastId += 1
      const id = lastId
      const answered = new Promise<{ readonly frame: CoreFrame; readonly at: number }>((resolve) => {
        heard = (frame, at) => resolve({ frame, at })
      })
      // A page's frames come one by one from the event loop: between them sync, timers and threads have their turn.
      await new Promise((resolve) => setImmediate(resolve))
      const from = performance.now()
      tell({ kind: 'call', id, command, input })
      const { frame, at } = await answered
      assert(frame.kind === 'reply' && frame.id === id, `${command} succeeds: ${JSON.stringify(frame)}`)
      return { output: frame.output as CommandOutput<typeof command>, tookMs: at - from }
    },
    basket: () => {
      assert(basket, 'a page is told of the basket when it connects')
      return basket
    },
    sellable: () =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`the till is still ${phase}`)), sellableLimitMs)
        onPhase = () => {
          if (phase !== 'selling') return
          clearTimeout(limit)
          resolve()
        }
        onPhase()
      }),
    stop: async () => {
      // The checkpoint thread keeps no process alive; in the product its parent's port does.
      const limit = setTimeout(() => process.exit(1), stopLimitMs)
      await till.stop()
      clearTimeout(limit)
      log.close()
    },
  }
}
