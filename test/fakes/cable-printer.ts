import { type FakePrinter, type PrinterPeer, printerMechanism } from './printer-mechanism.ts'
import { openSerialPair } from './serial-pair.ts'

/** An ESC/POS printer on a cable of its own. */
export interface CablePrinter extends FakePrinter {
  /** The till's end; gone while unplugged. */
  readonly path: string
}

/**
 * A pty stands for the serial port or for the device file of a USB printer: it is a character device that is read and
 * written without blocking, and goes away under who has it open. What only the kernel's USB printer driver does (one
 * opener at a time, ENODEV in place of EIO) is not in it.
 */
export async function startCablePrinter(): Promise<CablePrinter> {
  const mechanism = printerMechanism({ keepsBytes: true })
  const { cutAll, stop, attach } = mechanism
  const pair = await openSerialPair()
  let unplugging: Promise<void> = Promise.resolve()
  let closed = false

  function plugIn(): void {
    let cut = false
    let writing: Promise<void> = Promise.resolve()
    const peer: PrinterPeer = {
      write(bytes) {
        writing = writing.then(() => (cut ? undefined : pair.write(bytes))).catch(() => undefined)
      },
      cut() {
        cut = true
        link.gone()
        unplugging = unplugging.then(() => pair.unplug())
      },
    }
    const link = attach(peer)
    void (async () => {
      while (!cut) {
        const bytes = await pair.read()
        if (bytes.length === 0) break
        if (!cut) link.receive(bytes)
      }
      link.gone()
    })()
  }

  plugIn()
  return Object.assign(mechanism, {
    path: pair.tillPath,
    async unplug() {
      cutAll()
      await unplugging
    },
    async replug() {
      await unplugging
      await pair.replug()
      if (!closed) plugIn()
    },
    async close() {
      closed = true
      stop()
      await unplugging
      await pair.close()
    },
  })
}
