import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type DeviceSetup, tillConfigSchema } from '../../contract/config.ts'
import { readTillConfig } from '../../electron/core/config.ts'
import type {
  CardReaderEvents,
  PrintOutcome,
  ScannerEvents,
  ScannerSetup,
} from '../../electron/devices/port.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { codeOfOil } from './demo-chain.ts'
import { memoryLog } from './till-parts.ts'
import { newTill } from './till-rig.ts'

const found = [
  { name: 'Acme Scanner', setup: { kind: 'hid_pos' as const, vendorId: 3_118, productId: 3_233 } },
]
const wanted: DeviceSetup = {
  scanners: [{ kind: 'hid_pos', vendorId: 3_118 }],
  keyboardScanner: { prefix: '', suffix: '', end: 'quiet', averageMsMax: 50 },
  cardReaders: [{ kind: 'pcsc' }],
}

/** A till whose devices are in the test's hand, with somebody of this role signed in. */
async function till(signedIn: 'cashier' | 'supervisor' = 'supervisor', changed: object = {}) {
  const scanners: { setup: ScannerSetup; events: ScannerEvents; closed: boolean }[] = []
  const readers: CardReaderEvents[] = []
  const rig = await newTill(
    {
      findDevices: async () => found,
      findPrinters: async () => [{ name: 'USB lp0', setup: { kind: 'usb', path: '/dev/usb/lp0' } }],
      openScanner: (setup, events) => {
        const one = { setup, events, closed: false }
        scanners.push(one)
        return {
          tell: () => undefined,
          close: async () => {
            one.closed = true
          },
        }
      },
      openCardReader: (_setup, events) => {
        readers.push(events)
        return { close: async () => undefined }
      },
      ...changed,
    },
    { signedIn },
  )
  const heard = () => rig.page.notices.filter(({ kind }) => kind === 'device_heard')
  return { ...rig, scanners, readers, heard }
}

test('[WZ2] what is plugged in is found beside what is set up, for those who may', async () => {
  const { page } = await till()
  expect(await page.call('findDevices', {})).toEqual({
    output: {
      found,
      printers: [{ name: 'USB lp0', setup: { kind: 'usb', path: '/dev/usb/lp0', columns: 48 } }],
      setup: tillSetup({}),
    },
  })
  const { page: cashiers } = await till('cashier')
  for (const [name, input] of [
    ['findDevices', {}],
    ['saveDevices', { setup: wanted }],
    ['importDevices', { text: '{}' }],
    ['printTestPage', { place: 'main' }],
  ] as const)
    expect(await cashiers.call(name, input as never)).toEqual({ refusal: { code: 'role_not_allowed' } })
})

test('[WZ3] a saved setup is in force at once and at every start, beside what else stands in the file', async () => {
  const { page, folder, scanners, readers } = await till('supervisor', {
    config: { scanners: [{ kind: 'serial', path: '/dev/old', baudRate: 9_600 }] },
  })
  writeFileSync(
    join(folder, 'till.json'),
    JSON.stringify({ language: 'en', printer: { kind: 'tcp', host: 'p' } }),
  )
  expect(await page.call('saveDevices', { setup: wanted })).toEqual({ output: {} })
  expect(scanners.map(({ setup, closed }) => [setup.kind, closed])).toEqual([
    ['serial', true],
    ['hid_pos', false],
  ])
  expect(readers).toHaveLength(1)
  expect(page.slice('devices_changed')).toMatchObject({
    scanners: [{ name: 'hid-0c2e-*' }],
    cardReaders: [{ name: 'pcsc' }],
    keyboardScanner: { end: 'quiet', averageMsMax: 50 },
  })
  scanners[1]?.events.onScan(codeOfOil(1))
  expect(page.slice('basket_changed').lines).toHaveLength(1)
  const read = readTillConfig(folder, memoryLog())
  expect(read).toMatchObject({ ...wanted, language: 'en' })
  expect(read.printer).toBeUndefined()
})

test('[WZ3] a file that was broken is kept aside, and one that cannot be written changes nothing', async () => {
  const { page, folder, scanners } = await till()
  writeFileSync(join(folder, 'till.json'), '{ "scanners": [')
  expect(await page.call('saveDevices', { setup: wanted })).toEqual({ output: {} })
  expect(readFileSync(join(folder, 'till.json.broken'), 'utf8')).toBe('{ "scanners": [')
  const { page: other, folder: locked } = await till()
  writeFileSync(join(locked, 'till.json'), '{}')
  // A folder in the way of the file that is written first.
  mkdirSync(join(locked, 'till.json.next'))
  expect(await other.call('saveDevices', { setup: wanted })).toEqual({ refusal: { code: 'setup_not_saved' } })
  expect(readFileSync(join(locked, 'till.json'), 'utf8')).toBe('{}')
  expect(other.slice('devices_changed').scanners).toEqual([])
  expect(scanners).toHaveLength(1)
})

test('[WZ4] one provisioning file sets a till up; a broken one names the place and changes nothing', async () => {
  const { page, folder } = await till()
  const file = JSON.stringify({ ...wanted, language: 'en', central: { url: 'https://central.example' } })
  expect(await page.call('importDevices', { text: file })).toEqual({ output: { setup: wanted } })
  // Whose till it is, and its language, stay its own.
  expect(JSON.parse(readFileSync(join(folder, 'till.json'), 'utf8'))).toEqual(wanted)
  for (const [text, at] of [
    ['', 'root'],
    ['[]', 'root'],
    ['{"scanners":[{"kind":"serial","path":""}]}', 'scanners.0.path'],
    ['{"scanners":[{"kind":"usb"}]}', 'scanners.0.kind'],
    ['{"run":"rm -rf /"}', 'root'],
    ['{"keyboardScanner":{"averageMsMax":5000}}', 'keyboardScanner.averageMsMax'],
  ] as const)
    expect(await page.call('importDevices', { text })).toEqual({
      refusal: { code: 'setup_file_invalid', figures: { at } },
    })
  expect(page.slice('devices_changed').scanners).toHaveLength(1)
})

test('[WZ5] while devices are set up what they send is shown and goes nowhere else', async () => {
  const { page, scanners, readers, heard } = await till('supervisor', { config: wanted })
  await page.call('routeScans', { to: 'setup' })
  const [scanner] = scanners
  scanner?.events.onBytes?.(Buffer.from(codeOfOil(1)))
  scanner?.events.onScan(codeOfOil(1))
  readers[0]?.onCard({ kind: 'tag', uid: '04A1', text: 'M1' })
  readers[0]?.onCard({ kind: 'chip', uid: 'DEADBEEF' })
  expect(heard()).toEqual([
    {
      kind: 'device_heard',
      device: 'hid-0c2e-*',
      from: 'hid_pos',
      hex: Buffer.from(codeOfOil(1)).toString('hex'),
      text: codeOfOil(1),
      card: null,
    },
    { kind: 'device_heard', device: 'pcsc', from: 'card_reader', hex: '04A1', text: 'M1', card: 'tag' },
    // Of what may be a payment card not even the number.
    { kind: 'device_heard', device: 'pcsc', from: 'card_reader', hex: '', text: null, card: 'chip' },
  ])
  expect(page.slice('basket_changed').lines).toEqual([])
  await page.call('routeScans', { to: 'basket' })
  scanner?.events.onScan(codeOfOil(2))
  expect(page.slice('basket_changed').lines).toHaveLength(1)
})

test('[WZ6] a test page shows Chinese, columns and a code, and leaves the drawer shut', async () => {
  const printed: Uint8Array[] = []
  const outcomes: PrintOutcome[] = [
    { kind: 'printed', paperNearEnd: false },
    { kind: 'not_ready', reason: 'paper_out' },
  ]
  const { page } = await till('supervisor', {
    config: { printer: { kind: 'tcp', host: 'printer', port: 9_100, columns: 48 } },
    openPrinter: () => ({
      print: async (bytes: Uint8Array) => {
        printed.push(bytes)
        return outcomes.shift() ?? { kind: 'unreachable' }
      },
      status: async () => ({ state: 'ready', paperNearEnd: false, drawerPinHigh: null }),
      close: async () => undefined,
    }),
  })
  expect(await page.call('printTestPage', { place: 'main' })).toEqual({ output: { outcome: 'printed' } })
  const operations = decodeEscpos(printed[0] as Uint8Array)
  const text = printedRows(operations)
    .map((row) => row.text)
    .join('\n')
  expect(text).toContain('打印测试页')
  expect(text).toContain('1,234.50')
  expect(operations.some(({ op }) => op === 'drawer')).toBe(false)
  expect(await page.call('printTestPage', { place: 'main' })).toEqual({
    refusal: { code: 'printer_not_ready' },
  })
  const { page: without } = await till()
  expect(await without.call('printTestPage', { place: 'main' })).toEqual({
    refusal: { code: 'printer_none' },
  })
})

function tillSetup(config: object): DeviceSetup {
  const { scanners, keyboardScanner, cardReaders } = tillConfigSchema.parse(config)
  return { scanners, keyboardScanner, cardReaders }
}
