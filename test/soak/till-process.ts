import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { CoreFrame } from '../../contract/bridge.ts'
import { tillConfigSchema } from '../../contract/config.ts'
import type { BasketSlice } from '../../contract/notice.ts'
import { startCheckpointThread } from '../../electron/core/checkpoints.ts'
import { createTill } from '../../electron/core/till.ts'
import { openPrinter } from '../../electron/devices/open-printer.ts'
import { scannerOpener } from '../../electron/devices/open-scanner.ts'
import { depsOf, standingClock } from '../core/till-parts.ts'
import type { Asked, Told } from './soak.ts'

/* The product's core with its scanner and printer, in a process of its own: what it holds in memory is the till's alone. */

const [folder = '', scannerPath = '', printerPort = ''] = process.argv.slice(2)
const clock = standingClock()
const log = { write: () => undefined, close: () => undefined }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function tell(told: Told): void {
  process.send?.(told)
}

const till = createTill(
  depsOf(folder, {
    clock,
    log,
    config: tillConfigSchema.parse({
      scanners: [{ kind: 'serial', path: scannerPath, baudRate: 115_200 }],
      printer: { kind: 'tcp', host: '127.0.0.1', port: Number(printerPort) },
    }),
    openScanner: scannerOpener(),
    openPrinter,
    openCheckpoints: (journal) =>
      startCheckpointThread({
        entry: new URL('../../db/journal/checkpoint-worker.ts', import.meta.url),
        journal,
        clock,
        log,
      }),
  }),
)

let basket: BasketSlice | null = null
let call: (frame: unknown) => void = () => undefined
let lastId = 0

function hear(frame: CoreFrame): void {
  if (frame.kind !== 'notice') {
    tell({ kind: 'paid', ok: frame.kind === 'reply' })
    return
  }
  const { notice } = frame
  if (notice.kind === 'basket_changed') basket = notice.value
  if (notice.kind === 'scan_taken') tell({ kind: 'taken', ok: notice.refusal === null })
  if (notice.kind === 'devices_changed') {
    const [scanner] = notice.value.scanners
    tell({ kind: 'devices', ready: scanner?.state === 'ready', printing: notice.value.prints.waiting })
  }
}

till.connectPage({
  send: hear,
  onFrame: (listener) => {
    call = listener
  },
  onClose: () => undefined,
})

function pay(): void {
  lastId += 1
  const tenders = [{ kind: 'cash', amount: basket?.toPay, accountId: null }]
  const input = { saleId: basket?.saleId, toPay: basket?.toPay, tenders }
  call({ kind: 'call', id: lastId, command: 'commitSale', input })
}

process.on('message', ({ ask }: Asked) => {
  if (ask === 'pay') pay()
  else if (ask === 'memory') {
    collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    tell({ kind: 'memory', held: heapUsed + external, rss })
  } else
    void till.stop().then(() => {
      tell({ kind: 'stopped' })
      process.disconnect()
    })
})
process.on('disconnect', () => process.exit(0))
