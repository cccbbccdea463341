import { readdir, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { deviceSearchMs } from '../../domain/device-limits.ts'
import { scannerUsagePage } from './codec/hid-pos.ts'
import { loadPcsc } from './pcsc.ts'
import type { CardReaderSetup, PrinterCableSetup, ScannerSetup } from './port.ts'

/** A device that is plugged in, with the setup that would use it. */
export interface FoundDevice {
  readonly name: string
  readonly setup: ScannerSetup | CardReaderSetup
}

/**
 * Scanners and card readers that are plugged in now: HID POS scanners, serial ports (whatever is on them) and readers of
 * the smart card service. A library that is missing or does not answer in time adds nothing. Reads no device.
 */
export async function findDevices(): Promise<FoundDevice[]> {
  const lists = await Promise.all([hidScanners(), serialPorts(), cardReaders()].map(inTime))
  return lists.flat()
}

/** A printer that is plugged in, or a serial port that may have one on it. */
export interface FoundPrinter {
  readonly name: string
  readonly setup: PrinterCableSetup
}

/** USB printers by their device files, and serial ports: what is on a port only printing on it tells. Reads no device. */
export async function findPrinters(usbFolder = '/dev/usb'): Promise<FoundPrinter[]> {
  const files = await readdir(usbFolder).catch(() => [])
  const usb = files
    .filter((name) => /^lp\d+$/.test(name))
    .sort()
    .map((name) => ({ name: `USB ${name}`, setup: { kind: 'usb' as const, path: join(usbFolder, name) } }))
  const ports = await inTime(serialPorts())
  const serial = ports.flatMap(({ name, setup }) =>
    setup.kind === 'serial'
      ? [
          {
            name,
            setup: { kind: setup.kind, path: setup.path, baudRate: setup.baudRate, flow: 'none' as const },
          },
        ]
      : [],
  )
  return [...usb, ...serial]
}

async function hidScanners(): Promise<FoundDevice[]> {
  const { devicesAsync } = await import('node-hid')
  const devices = await devicesAsync()
  return devices
    .filter(({ usagePage }) => usagePage === scannerUsagePage)
    .map(({ manufacturer, product, vendorId, productId, serialNumber }) => ({
      name: [manufacturer, product].filter(Boolean).join(' ') || 'HID POS',
      setup: { kind: 'hid_pos', vendorId, productId, ...(serialNumber ? { serialNumber } : {}) },
    }))
}

async function serialPorts(): Promise<FoundDevice[]> {
  const { SerialPort } = await import('serialport')
  const ports = await SerialPort.list()
  const lasting = await lastingNames()
  return (
    ports
      // A computer's built-in ports are listed whether there are any or not; what is plugged in by USB has a maker's id.
      .filter(({ vendorId }) => process.platform === 'win32' || vendorId !== undefined)
      .map(({ path, manufacturer }) => ({
        name: [manufacturer, basename(path)].filter(Boolean).join(' '),
        setup: { kind: 'serial', path: lasting.get(basename(path)) ?? path, baudRate: 9_600 },
      }))
  )
}

/** Names of serial ports that stay the same from plug to plug, by the device they lead to; only Linux has them. */
async function lastingNames(): Promise<ReadonlyMap<string, string>> {
  const folder = '/dev/serial/by-id'
  const names = await readdir(folder).catch(() => [])
  const led = await Promise.all(
    names.map(async (name) => [basename(await readlink(join(folder, name))), join(folder, name)] as const),
  )
  return new Map(led)
}

async function cardReaders(): Promise<FoundDevice[]> {
  const context = await loadPcsc().then((pcsc) => pcsc.open())
  try {
    return (await context.readers()).map((name) => ({ name, setup: { kind: 'pcsc', name } }))
  } finally {
    context.close()
  }
}

function inTime(searching: Promise<FoundDevice[]>): Promise<FoundDevice[]> {
  return new Promise((settle) => {
    const limit = setTimeout(() => settle([]), deviceSearchMs)
    const answer = (found: FoundDevice[]) => {
      clearTimeout(limit)
      settle(found)
    }
    searching.then(answer, () => answer([]))
  })
}
