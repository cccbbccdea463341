import { scannerOpener } from '../../electron/devices/open-scanner.ts'
import type { Scanner, ScannerSetup, ScanVerdict } from '../../electron/devices/port.ts'
import { hidTestbed } from './hid-testbed.ts'

/*
 * A process with make-believe HID scanners and the till's own driver for them. The parent plugs, sends and listens; it
 * started this with umockdev's preload library, which must not be in the test runner itself.
 */

/** What the parent may ask; every call is answered by its number. */
export type HidCall =
  | { readonly kind: 'plug' | 'unplug'; readonly scanner: number }
  | {
      readonly kind: 'send'
      readonly scanner: number
      readonly reports: readonly string[]
    }
  | { readonly kind: 'received'; readonly scanner: number }
  | { readonly kind: 'open'; readonly reader: number; readonly setup: ScannerSetup }
  | { readonly kind: 'tell'; readonly reader: number; readonly verdict: ScanVerdict }
  | { readonly kind: 'close'; readonly reader: number }

const bed = hidTestbed()
const openScanner = scannerOpener()
const readers = new Map<number, Scanner>()
/** By all readers together: reports are sent one by one, whichever scanner they are of. */
let bytesRead = 0
let onRead: () => void = () => undefined
let sending: Promise<void> = Promise.resolve()

/** A scanner nobody opened has no reader to wait for: so long is enough for one on a busy machine, in ms. */
const readWithinMs = 2_000

/** Sends reports, each once the one before was read. */
async function sendAll(scanner: number, reports: readonly Uint8Array[]): Promise<void> {
  for (const report of reports) {
    const due = bytesRead + report.length
    const isRead = new Promise<void>((settle) => {
      const limit = setTimeout(settle, readWithinMs)
      onRead = () => {
        if (bytesRead < due) return
        clearTimeout(limit)
        settle()
      }
    })
    bed.send(scanner, report)
    await isRead
  }
}

async function answer(call: HidCall): Promise<string> {
  switch (call.kind) {
    case 'plug':
      bed.plug(call.scanner)
      return ''
    case 'unplug':
      bed.unplug(call.scanner)
      return ''
    case 'send': {
      const { scanner } = call
      const reports = call.reports.map((report) => Buffer.from(report, 'hex'))
      const sent = sending.then(() => sendAll(scanner, reports))
      sending = sent.catch(() => undefined)
      await sent
      return ''
    }
    case 'received':
      return (await bed.received(call.scanner)).toString('hex')
    case 'open': {
      const tell = (event: string, value: unknown) => process.send?.({ reader: call.reader, event, value })
      readers.set(
        call.reader,
        openScanner(call.setup, {
          onScan: (text) => tell('scan', text),
          onState: (state) => tell('state', state),
          onNoise: (noise) => tell('noise', noise),
          onBytes: (bytes) => {
            bytesRead += bytes.length
            onRead()
          },
        }),
      )
      return ''
    }
    case 'tell':
      readers.get(call.reader)?.tell(call.verdict)
      return ''
    default:
      await readers.get(call.reader)?.close()
      return ''
  }
}

process.on('message', ({ nth, call }: { nth: number; call: HidCall }) => {
  answer(call).then(
    (value) => process.send?.({ nth, value }),
    (fault: unknown) => process.send?.({ nth, fault: String(fault) }),
  )
})
process.on('disconnect', () => {
  bed.close()
  process.exit(0)
})
