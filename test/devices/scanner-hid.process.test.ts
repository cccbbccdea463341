import { afterAll, beforeAll, expect, test } from 'vitest'
import { scanBytesMax } from '../../domain/device-limits.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import type { DeviceState, ScannerNoise } from '../../electron/devices/port.ts'
import { dataBytes, type HidScanners, openHidScanners, reportsOf, scanReport } from '../fakes/hid-scanners.ts'
import { recorder } from '../fakes/recorder.ts'
import { scannerSuite } from '../suites/scanner-suite.ts'

/* The real node-hid, hidapi and libudev over umockdev's make-believe hidraw (hid-testbed.ts). */

scannerSuite(
  'HID scanner',
  async () => {
    const scanners = await openHidScanners()
    await scanners.plug(0)
    return {
      open: (events, answers) => scanners.open({ kind: 'hid_pos', vendorId: 0x0c2e, answers }, events),
      received: () => scanners.received(0),
      send: (bytes) => scanners.scan(0, bytes),
      unplug: () => scanners.unplug(0),
      replug: () => scanners.plug(0),
      close: () => scanners.close(),
    }
  },
  { exclusive: false, stream: false },
)

let scanners: HidScanners

beforeAll(async () => {
  scanners = await openHidScanners()
  await scanners.plug(0)
  await scanners.plug(1)
})

afterAll(() => scanners.close())

/** Opens one of the two scanners plugged in, and hears it. */
async function opened(serialNumber?: string) {
  const [scans, states, noises] = [recorder<string>(), recorder<DeviceState>(), recorder<ScannerNoise>()]
  const scanner = scanners.open(
    { kind: 'hid_pos', serialNumber },
    { onScan: scans.add, onState: states.add, onNoise: noises.add },
  )
  await states.until((all) => all.at(-1) === 'ready')
  return { scans, states, noises, scanner }
}

test('[SN14] the symbology mark stands before the code, and long codes come whole over many reports', async () => {
  const { scans, scanner } = await opened('14180B0120')
  const long = `EM1:${'AB0 $%*+-./:'.repeat(357)}`
  await scanners.send(0, reportsOf('96385074', ']E4'))
  await scanners.send(0, reportsOf(long, ']Q1'))
  await scanners.send(0, reportsOf('x'.repeat(dataBytes)))
  const heard = await scans.until((all) => all.length >= 3)
  expect(heard).toEqual([']E496385074', `]Q1${long}`, 'x'.repeat(dataBytes)])
  await scanner.close()
})

test('[SN5] HID scanner: reports without end are one overlong scan, and the next one is read', async () => {
  const { scans, noises, scanner } = await opened('14180B0120')
  const count = 180
  const reports = Array.from({ length: count }, (_, nth) =>
    scanReport(new Uint8Array(dataBytes).fill(0x37), nth < count - 1),
  )
  await scanners.send(0, reports)
  await scanners.send(0, reportsOf('6901234567892'))
  const heard = await scans.until((all) => all.at(-1) === '6901234567892')
  expect(heard.map(({ length }) => length)).toEqual([scanLengthMax + 1, 13])
  expect(noises.items).toEqual([{ kind: 'overlong', bytes: count * dataBytes }])
  expect(count * dataBytes).toBeGreaterThan(scanBytesMax)
  await scanner.close()
})

test('[SN6] HID scanner: a megabyte of noise and of other reports is no scan, and the next one is read', async () => {
  const { scans, scanner } = await opened('14180B0120')
  let seed = 7
  const noise = Array.from({ length: 512 }, () =>
    Uint8Array.from({ length: 2_046 }, (_, at) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      // No report of scans among them, wherever the line cuts.
      return at % 62 === 0 ? 9 : (seed >> 16) % 256 === 2 ? 3 : seed >> 16
    }),
  )
  await scanners.send(0, noise)
  await scanners.send(0, reportsOf('6901234567892'))
  const heard = await scans.until((all) => all.at(-1) === '6901234567892')
  expect(heard).toEqual(['6901234567892'])
  await scanner.close()
})

test('[SN15] two scanners of one model are two readers, whichever was asked for by its number', async () => {
  const any = await opened()
  const other = await opened()
  await Promise.all([
    scanners.send(0, [...reportsOf('L1'), ...reportsOf('L2')]),
    scanners.send(1, [...reportsOf('R1'), ...reportsOf('R2')]),
  ])
  const heard = [
    await any.scans.until((all) => all.length >= 2),
    await other.scans.until((all) => all.length >= 2),
  ]
  expect(new Set(heard.map((all) => all.join()))).toEqual(new Set(['L1,L2', 'R1,R2']))
  // A third one finds neither free, until one is.
  const states = recorder<DeviceState>()
  const third = scanners.open({ kind: 'hid_pos' }, { onScan: () => undefined, onState: states.add })
  await states.until((all) => all.at(-1) === 'absent')
  await any.scanner.close()
  await states.until((all) => all.at(-1) === 'ready')
  await third.close()
  await other.scanner.close()
  const right = await opened('14180B0121')
  await scanners.send(0, reportsOf('L3'))
  await scanners.send(1, reportsOf('R3'))
  expect(await right.scans.until((all) => all.length > 0)).toEqual(['R3'])
  await right.scanner.close()
})
