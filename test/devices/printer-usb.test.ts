import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPrinters } from '../../electron/devices/find-devices.ts'
import { openPrinter } from '../../electron/devices/open-printer.ts'
import { startCablePrinter } from '../fakes/cable-printer.ts'
import { recorder } from '../fakes/recorder.ts'
import { printerSuite } from '../suites/printer-suite.ts'

printerSuite('USB printer', {
  start: startCablePrinter,
  open: ({ fake, onState, waits }) => openPrinter({ kind: 'usb', path: fake.path }, { onState, waits }),
  isOwn: true,
})

test('[PN24] a plain file in the place of a USB printer gets no receipt', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-usb-'))
  const path = join(folder, 'lp0')
  await writeFile(path, '')
  const printer = openPrinter({ kind: 'usb', path }, {})
  expect(await printer.print(Buffer.from('receipt'))).toEqual({ kind: 'unreachable' })
  await printer.close()
  expect((await stat(path)).size).toBe(0)
  await rm(folder, { recursive: true })
})

test('[PN24] a USB printer that takes nothing for a while stalls nothing else', async () => {
  const fake = await startCablePrinter()
  fake.set({ lineMs: 2 })
  const states = recorder<{ state: string }>()
  const printer = openPrinter({ kind: 'usb', path: fake.path }, { onState: states.add })
  await states.until((seen) => seen.length > 0)
  // Far more than the pty and the printer hold at once.
  const printing = printer.print(Buffer.from(`${'x'.repeat(400)}\n`.repeat(200)))
  let beats = 0
  const beat = setInterval(() => {
    beats += 1
  }, 5)
  expect((await printing).kind).toBe('printed')
  clearInterval(beat)
  // It prints for 400 ms at least: a write that waited in this thread would have let none of them through.
  expect(beats).toBeGreaterThan(10)
  await printer.close()
  await fake.close()
})

test('[WZ13] USB printers are found by their device files, in order, and nothing else there is one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evertill-usb-'))
  for (const name of ['lp1', 'lp0', 'hiddev0', 'lpx']) await writeFile(join(folder, name), '')
  const usb = (await findPrinters(folder)).filter(({ setup }) => setup.kind === 'usb')
  expect(usb).toEqual(
    ['lp0', 'lp1'].map((name) => ({ name: `USB ${name}`, setup: { kind: 'usb', path: join(folder, name) } })),
  )
  await rm(folder, { recursive: true })
  expect((await findPrinters(folder)).filter(({ setup }) => setup.kind === 'usb')).toEqual([])
})
