import { expect, test } from 'vitest'
import { deviceSetup, foundDevices, nothingHeard } from '../../renderer/gallery/device-fixtures.ts'
import { windowKeys } from '../../renderer/wire-up.ts'
import { openCounter } from './counter.ts'

/** A counter at which store IT has the setup of devices open. */
async function atDevices() {
  const counter = openCounter()
  counter.acts.openDevices()
  await counter
    .last('findDevices')
    .answer({ ok: true, output: { ...nothingHeard, found: [...foundDevices], setup: deviceSetup } } as never)
  const devices = () => counter.desk.finder.getState().service.devices
  return { ...counter, devices }
}

test('[WZ7] a device found is taken into the setup and out of it by one press, and saved by Enter', async () => {
  const counter = await atDevices()
  const [scanner, , reader] = foundDevices
  if (!scanner || !reader) throw new Error('the fixtures have devices')
  counter.acts.turnDevice(scanner)
  counter.acts.turnDevice(reader)
  expect(counter.devices()?.setup).toMatchObject({ scanners: [scanner.setup], cardReaders: [reader.setup] })
  counter.acts.turnDevice(scanner)
  const saving = counter.acts.saveDevices()
  expect(counter.last('saveDevices').input).toMatchObject({
    setup: { scanners: [], cardReaders: [reader.setup] },
  })
  // One thing at a time.
  await counter.acts.saveDevices()
  expect(counter.asked('saveDevices')).toHaveLength(1)
  await counter.last('saveDevices').answer({ ok: true, output: {} } as never)
  await saving
  expect(counter.devices()?.saved).toBe(true)
  counter.acts.turnDevice(scanner)
  expect(counter.devices()?.saved).toBe(false)
})

test('[WZ8] what devices send while they are set up is shown with advice, newest first, and sold to nobody', async () => {
  const counter = await atDevices()
  expect(counter.last('routeScans').input).toEqual({ to: 'setup' })
  const told = { kind: 'device_heard', device: 'ttyACM0', hex: '3936', card: null } as const
  counter.tell({ ...told, from: 'serial', text: '96385074' })
  counter.tell({ ...told, from: 'card_reader', text: null, card: 'chip', hex: '' })
  expect(counter.devices()?.heard).toMatchObject([
    { nth: 2, from: 'card_reader', advice: [] },
    { nth: 1, from: 'serial', advice: ['send_mark'] },
  ])
  for (let nth = 0; nth < 20; nth += 1) counter.tell({ ...told, from: 'serial', text: String(nth) })
  expect(counter.devices()?.heard).toHaveLength(6)
  expect(counter.asked('takeScan')).toEqual([])
  counter.acts.back()
  expect(counter.last('routeScans').input).toEqual({ to: 'basket' })
})

test('[WZ9] a keyboard scanner is learned from one scan: its pace, and whether a key ends it', async () => {
  const counter = await atDevices()
  const keys = windowKeys(counter.desk, counter.acts)
  expect(keys.scanner?.()).toMatchObject({ end: 'quiet', averageMsMax: 80 })
  keys.onScan('6901234567892', { averageMs: 44, endedByKey: false })
  expect(counter.devices()?.setup.keyboardScanner).toEqual({
    prefix: '',
    suffix: '',
    end: 'quiet',
    averageMsMax: 66,
  })
  expect(counter.devices()?.heard[0]?.advice).toEqual(['send_enter', 'slow', 'leave_keyboard'])
  expect(counter.asked('takeScan')).toEqual([])
  counter.acts.back()
  expect(keys.scanner?.()).toMatchObject({ end: 'key', averageMsMax: 30 })
})

test('[WZ10] a file is imported and a test page printed; what goes wrong is said at the foot', async () => {
  const counter = await atDevices()
  const importing = counter.acts.importDevices('{}')
  await counter.last('importDevices').answer({
    ok: false,
    refusal: { code: 'setup_file_invalid', figures: { at: 'root' } },
  } as never)
  await importing
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'setup_file_invalid' } })
  const again = counter.acts.importDevices('{}')
  await counter.last('importDevices').answer({ ok: true, output: { setup: deviceSetup } } as never)
  await again
  expect(counter.devices()).toMatchObject({ setup: deviceSetup, saved: true })
  const printing = counter.acts.printTestPage('main')
  await counter.last('printTestPage').answer({ ok: true, output: { outcome: 'sent' } } as never)
  await printing
  expect(counter.devices()?.printed).toBe('sent')
})

test('[WZ14] a printer is taken for receipts or as the second one, with its paper, and one cable leads to one place', async () => {
  const counter = await atDevices()
  const [usb, serial] = counter.devices()?.printers ?? []
  if (!usb || !serial) throw new Error('the fixtures have printers')
  counter.acts.choosePrinter('printer', usb.setup)
  counter.acts.choosePrinter('backupPrinter', serial.setup)
  counter.acts.setPaper('backupPrinter', 32)
  expect(counter.devices()?.setup).toMatchObject({
    printer: usb.setup,
    backupPrinter: { ...serial.setup, columns: 32 },
  })
  counter.acts.choosePrinter('printer', serial.setup)
  expect(counter.devices()?.setup).toMatchObject({ printer: serial.setup })
  expect(counter.devices()?.setup.backupPrinter).toBeUndefined()
  counter.acts.choosePrinter('printer', serial.setup)
  expect(counter.devices()?.setup.printer).toBeUndefined()
  void counter.acts.saveDevices()
  expect(counter.last('saveDevices').input).toEqual({ setup: deviceSetup })
})
