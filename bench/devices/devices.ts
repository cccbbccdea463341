import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { DevicesInput, DeviceTimes } from './devices-process.ts'

export function measureDevices(bench: Workbench): Promise<DeviceTimes> {
  const { printedReceipts, scannedCodes } = bench.sizes
  bench.say(`devices: ${scannedCodes} scans on a serial line, ${printedReceipts} receipts over TCP`)
  const input: DevicesInput = { scans: scannedCodes, receipts: printedReceipts, warmUps: 20 }
  return runChild<DeviceTimes>('devices/devices-process.ts', input, { limitMs: 180_000 })
}
