import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Device, HIDAsync } from 'node-hid'
import { hidRetryMs, scanIdleMs } from '../../domain/device-limits.ts'
import { hidPosLayout } from './codec/hid-descriptor.ts'
import { type HidPosReader, hidPosReader, scannerUsagePage, usualLayout } from './codec/hid-pos.ts'
import { lookFor } from './looking.ts'
import type { DeviceState, HidScannerSetup, Scanner, ScannerEvents } from './port.ts'
import { scanDelivery } from './scan-delivery.ts'

/** HID devices this process reads, by path: Linux would let two readers share one, each with half of its scans. */
export type HidClaims = Set<string>

/**
 * A scanner in HID point-of-sale mode. The first device of the setup that nobody here reads is taken, and looked for
 * again every `hidRetryMs` while there is none: no HID library tells of a plug. Never throws while running.
 */
export function openHidScanner(setup: HidScannerSetup, events: ScannerEvents, claims: HidClaims): Scanner {
  const delivery = scanDelivery(events)
  let state: DeviceState | null = null
  let open: { readonly device: HIDAsync; readonly path: string; readonly reader: HidPosReader } | null = null
  let idleTimer: NodeJS.Timeout | undefined
  /** How often reports came. */
  let reads = 0
  let closing = false

  function report(next: DeviceState): void {
    if (closing || next === state) return
    state = next
    events.onState(next)
  }

  async function look(): Promise<void> {
    if (open || closing) return
    // Loaded when a till has such a scanner: most have none.
    const hid = await import('node-hid').catch(() => null)
    const listed = (await hid?.devicesAsync().catch(() => null)) ?? null
    if (!hid || !listed) return report('faulted')
    const path = listed.find((device) => isMeant(device, setup, claims))?.path
    if (closing) return
    if (path === undefined) return report('absent')
    claims.add(path)
    const device = await hid.HIDAsync.open(path).catch(() => null)
    if (!device) {
      claims.delete(path)
      return report('faulted')
    }
    const reader = hidPosReader((await layoutOf(path)) ?? usualLayout)
    open = { device, path, reader }
    device.on('data', receive)
    device.on('error', () => void lost())
    report('ready')
  }

  async function lost(): Promise<void> {
    const gone = open
    open = null
    if (!gone) return
    clearTimeout(idleTimer)
    claims.delete(gone.path)
    report('absent')
    await gone.device.close().catch(() => undefined)
  }

  function receive(bytes: Uint8Array): void {
    if (closing || !open) return
    clearTimeout(idleTimer)
    reads += 1
    events.onBytes?.(bytes)
    for (const frame of open.reader.read(bytes)) delivery.deliver(frame)
    if (!open.reader.open) return
    const read = reads
    idleTimer = setTimeout(() => setImmediate(() => finishScan(read)), scanIdleMs)
  }

  /** On a busy till the rest may have come before the timer was looked at: it is read first, and the scan is whole. */
  function finishScan(read: number): void {
    if (read !== reads) return
    const frame = open?.reader.end()
    if (frame) delivery.deliver(frame)
  }

  const looking = lookFor(look, hidRetryMs)

  return {
    tell(verdict) {
      const bytes = setup.answers?.[verdict]
      // Nobody waits for a beep: a device that refuses it is read on.
      if (bytes && open && !closing) open.device.write(Buffer.from(bytes, 'hex')).catch(() => undefined)
    },
    async close() {
      closing = true
      clearTimeout(idleTimer)
      delivery.stop()
      await looking.stop()
      await lost()
    },
  }
}

function isMeant(device: Device, setup: HidScannerSetup, claims: HidClaims): boolean {
  return (
    device.usagePage === scannerUsagePage &&
    device.path !== undefined &&
    !claims.has(device.path) &&
    (setup.vendorId === undefined || device.vendorId === setup.vendorId) &&
    (setup.productId === undefined || device.productId === setup.productId) &&
    (setup.serialNumber === undefined || device.serialNumber === setup.serialNumber)
  )
}

/** What the device itself says of its reports; only Linux lets it be read. */
async function layoutOf(path: string) {
  if (process.platform !== 'linux') return null
  const file = `/sys/class/hidraw/${basename(path)}/device/report_descriptor`
  return readFile(file).then(hidPosLayout, () => null)
}
