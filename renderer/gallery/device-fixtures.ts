import type { DeviceSetup } from '../../contract/config.ts'
import type { FoundDevice } from '../../contract/device-commands.ts'
import type { PrintView } from '../../contract/print-commands.ts'
import type { DevicesFound } from '../store/device-found.ts'
import type { PrintsFound } from '../store/service-found.ts'
import { saturday } from './fixtures.ts'

/* What a core would answer about devices, for pictures and tests of the screen. */

export const foundDevices: readonly FoundDevice[] = [
  {
    name: 'Honeywell Xenon 1900',
    setup: { kind: 'hid_pos', vendorId: 0x0c2e, productId: 0x0ca1, serialNumber: '14180B0123' },
  },
  { name: 'FTDI ttyUSB0', setup: { kind: 'serial', path: '/dev/serial/by-id/usb-FTDI-0', baudRate: 9_600 } },
  { name: 'ACS ACR122U 00 00', setup: { kind: 'pcsc', name: 'ACS ACR122U 00 00' } },
]

export const deviceSetup: DeviceSetup = {
  scanners: [],
  keyboardScanner: { prefix: '', suffix: '', end: 'key', averageMsMax: 30 },
  cardReaders: [],
}

export const nothingHeard: DevicesFound = {
  found: [...foundDevices],
  printers: [
    { name: 'USB lp0', setup: { kind: 'usb', path: '/dev/usb/lp0', columns: 48 } },
    {
      name: 'FTDI ttyUSB0',
      setup: {
        kind: 'serial',
        path: '/dev/serial/by-id/usb-FTDI-0',
        baudRate: 9_600,
        flow: 'none',
        columns: 48,
      },
    },
  ],
  setup: deviceSetup,
  heard: [],
  saved: false,
  printed: null,
}

export const devicesHeard: DevicesFound = {
  ...nothingHeard,
  setup: {
    ...deviceSetup,
    printer: { kind: 'usb', path: '/dev/usb/lp0', columns: 48 },
    scanners: [{ kind: 'hid_pos', vendorId: 0x0c2e, productId: 0x0ca1, serialNumber: '14180B0123' }],
    cardReaders: [{ kind: 'pcsc', name: 'ACS ACR122U 00 00' }],
  },
  heard: [
    { nth: 4, device: 'pcsc', from: 'card_reader', hex: '', text: null, card: 'chip', advice: [] },
    {
      nth: 3,
      device: 'pcsc',
      from: 'card_reader',
      hex: '04A1B2C3D4E5F6',
      text: 'M0000000000017',
      card: 'tag',
      advice: [],
    },
    {
      nth: 2,
      device: '',
      from: 'keyboard',
      hex: '',
      text: '6901234567892',
      card: null,
      advice: ['send_enter', 'slow', 'leave_keyboard'],
    },
    {
      nth: 1,
      device: 'hid-0c2e-0ca1',
      from: 'hid_pos',
      hex: '020d5d45303639303132333435363738393200',
      text: ']E06901234567892',
      card: null,
      advice: ['fine'],
    },
  ],
}

function printOf(jobId: number, part: Partial<PrintView>): PrintView {
  return {
    jobId,
    receiptNumber: `S01-T1-1-00010${jobId}`,
    copy: 0,
    state: 'printed',
    note: null,
    place: 'main',
    createdAt: saturday - (9 - jobId) * 60_000,
    ...part,
  }
}

/** A picture small enough for a fixture; the real one is the layout the printer gets. */
const receiptPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 576 120"><text x="40" y="60" font-size="36">S01-T1-1-000106</text></svg>'

export const printsFound: PrintsFound = {
  list: [
    printOf(8, { state: 'waiting' }),
    printOf(7, { state: 'printing', receiptNumber: null }),
    printOf(6, { state: 'unknown' }),
    printOf(5, { state: 'waiting', note: 'later', copy: 1 }),
    printOf(4, { state: 'unknown', note: 'sent' }),
    printOf(3, { place: 'backup' }),
  ],
  preview: { jobId: 6, svg: receiptPicture },
}
