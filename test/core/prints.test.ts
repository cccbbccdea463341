import { expect, onTestFinished, test } from 'vitest'
import { deviceSetupSchema } from '../../contract/config.ts'
import { readTillConfig } from '../../electron/core/config.ts'
import { type OpenPrinter, openPrinter as openRealPrinter } from '../../electron/devices/open-printer.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import type { PrinterJob } from '../fakes/printer-mechanism.ts'
import { type FakeReceiptPrinter, startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { codeOfOil } from './demo-chain.ts'
import { outputOf } from './refusal-row.ts'
import { memoryLog, type Page, payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

/* Two real printers, and what the cashier decides about receipts that are not on paper. */

const openPrinter: OpenPrinter = (setup, options) =>
  openRealPrinter(setup, { ...options, waits: { confirmBaseMs: 1_000, heldMsMax: 10_000, pollMs: 50 } })

async function printerOf(): Promise<FakeReceiptPrinter> {
  const printer = await startReceiptPrinter()
  onTestFinished(() => printer.close())
  return printer
}

const setupOf = ({ port }: FakeReceiptPrinter) => ({
  kind: 'tcp' as const,
  host: '127.0.0.1',
  port,
  columns: 48 as const,
})

/** A till with both printers, its page opened. */
async function twoPrinters() {
  const main = await printerOf()
  const backup = await printerOf()
  const config = { printer: setupOf(main), backupPrinter: setupOf(backup) }
  return { main, backup, config, ...(await newTill({ config, openPrinter })) }
}

async function sell(page: Page): Promise<string> {
  await scan(page, codeOfOil(1))
  await payCash(page)
  return page.slice('last_sale_changed')?.sale.receiptNumber ?? ''
}

const printsOf = (page: Page) => page.slice('devices_changed').prints
const listOf = async (page: Page) => outputOf(await page.call('listPrints', {})).prints
const textOf = (job: PrinterJob | undefined) =>
  printedRows(decodeEscpos(job?.bytes ?? new Uint8Array()))
    .map(({ text }) => text)
    .join('\n')

test('[PN25] what waits for a printer in trouble is printed on the other one, once, and no sale waits', async () => {
  const { page, main, backup } = await twoPrinters()
  main.set({ paper: 'out' })
  await page.until(() => page.slice('devices_changed').printer?.state === 'paper_out')
  const numbers = [await sell(page), await sell(page)]
  expect(printsOf(page)).toEqual({ waiting: 2, later: 0, doubtful: 0 })
  expect(await page.call('routePrints', { place: 'backup', later: false })).toEqual({ output: {} })
  await backup.job(1)
  await page.until(() => printsOf(page).waiting === 0)
  main.set({ paper: 'ok' })
  numbers.push(await sell(page))
  await main.job(0)
  await page.until(() => printsOf(page).waiting === 0)
  expect(backup.jobs.map((job, place) => textOf(job).includes(numbers[place] ?? '?'))).toEqual([true, true])
  expect(textOf(main.jobs[0])).toContain(numbers[2])
  expect(main.jobs).toHaveLength(1)
  // The chain heard of three sales and of nothing else.
  await page.until(() => page.slice('sync_changed').waiting >= 3)
  expect(page.slice('sync_changed').waiting).toBe(3)
})

test('[PN25] a printer that holds half a receipt does not hold up the other', async () => {
  const { page, main, backup } = await twoPrinters()
  main.set({ linesLeft: 4 })
  await sell(page)
  await page.until(() => page.slice('devices_changed').printer?.state === 'paper_out')
  await sell(page)
  await page.call('routePrints', { place: 'backup', later: false })
  await backup.job(0)
  expect(main.jobs).toHaveLength(0)
  main.set({ paper: 'ok', linesLeft: null })
  await main.job(0)
  await page.until(() => printsOf(page).waiting === 0)
  expect([main.jobs.length, backup.jobs.length]).toEqual([1, 1])
})

test('[PN25] what a printer tries just then goes along when it comes back', async () => {
  const attempts: (() => void)[] = []
  const dead: OpenPrinter = (setup, options) =>
    setup.kind === 'tcp' && setup.host === 'dead'
      ? {
          status: async () => ({ state: 'unreachable', paperNearEnd: false, drawerPinHigh: null }),
          print: () =>
            new Promise((resolve) => attempts.push(() => resolve({ kind: 'not_ready', reason: 'offline' }))),
          close: async () => undefined,
        }
      : openPrinter(setup, options)
  const backup = await printerOf()
  const config = { printer: { ...setupOf(backup), host: 'dead' }, backupPrinter: setupOf(backup) }
  const { page } = await newTill({ config, openPrinter: dead })
  const number = await sell(page)
  await page.until(() => attempts.length === 1)
  await page.call('routePrints', { place: 'backup', later: false })
  attempts[0]?.()
  await backup.job(0)
  expect(textOf(backup.jobs[0])).toContain(number)
  await page.until(() => printsOf(page).waiting === 0)
  expect(attempts).toHaveLength(1)
})

test('[PN26] what is kept for later waits until somebody asks, also over a restart', async () => {
  const { page, main, config, folder, till } = await twoPrinters()
  main.set({ cover: 'open' })
  await page.until(() => page.slice('devices_changed').printer?.state === 'cover_open')
  await sell(page)
  await page.call('routePrints', { place: 'main', later: true })
  expect(printsOf(page)).toEqual({ waiting: 0, later: 1, doubtful: 0 })
  await till.stop()
  main.set({ cover: 'closed' })
  const second = startTill(folder, { config, openPrinter })
  await second.page.until(() => second.page.slice('devices_changed').printer?.state === 'ready')
  // The next customer's receipt goes past the one that is kept.
  const next = await sell(second.page)
  await main.job(0)
  expect(textOf(main.jobs[0])).toContain(next)
  expect((await listOf(second.page)).map(({ state, note }) => [state, note])).toContainEqual([
    'waiting',
    'later',
  ])
  await second.page.call('routePrints', { place: 'main', later: false })
  await main.job(1)
  await second.page.until(() => printsOf(second.page).later === 0)
})

test('[PN27] what nobody knows is asked about: on paper, or again as a marked copy that opens no drawer', async () => {
  const { page, main } = await twoPrinters()
  for (const _ of [1, 2]) {
    const doubtful = printsOf(page).doubtful
    main.set({ linesToPowerCut: 3 })
    await sell(page)
    await page.until(() => printsOf(page).doubtful === doubtful + 1)
  }
  const [second, first] = await listOf(page)
  expect([first?.state, second?.state]).toEqual(['unknown', 'unknown'])
  expect(await page.call('settlePrint', { jobId: first?.jobId ?? 0, onPaper: true })).toEqual({ output: {} })
  expect(printsOf(page).doubtful).toBe(1)
  // Said once: there is nothing more to settle.
  expect(await page.call('settlePrint', { jobId: first?.jobId ?? 0, onPaper: false })).toEqual({
    refusal: { code: 'print_unknown' },
  })
  const { kicks } = main
  await page.call('settlePrint', { jobId: second?.jobId ?? 0, onPaper: false })
  await main.job(0)
  await page.until(() => printsOf(page).waiting === 0)
  expect(printsOf(page).doubtful).toBe(0)
  expect(textOf(main.jobs[0])).toContain('补打 1')
  expect(main.kicks).toBe(kicks)
  // One copy of it, however often it is asked for.
  expect(await page.call('settlePrint', { jobId: second?.jobId ?? 0, onPaper: false })).toEqual({
    refusal: { code: 'print_unknown' },
  })
  // Two sales and the copy.
  await page.until(() => page.slice('sync_changed').waiting >= 3)
  expect(page.slice('sync_changed').waiting).toBe(3)
})

test('[PN32] a receipt that comes late, or out of the other printer, opens no drawer', async () => {
  const { page, main, backup, clock } = await twoPrinters()
  await sell(page)
  await main.job(0)
  await page.until(() => printsOf(page).waiting === 0)
  expect(main.kicks).toBe(1)
  main.set({ paper: 'out' })
  await page.until(() => page.slice('devices_changed').printer?.state === 'paper_out')
  await sell(page)
  await page.call('routePrints', { place: 'backup', later: false })
  await backup.job(0)
  await page.until(() => printsOf(page).waiting === 0)
  // Kept for later and fetched at once, or left lying: whoever paid is gone.
  await sell(page)
  await page.call('routePrints', { place: 'main', later: true })
  await page.call('routePrints', { place: 'main', later: false })
  await sell(page)
  clock.move(60_000)
  main.set({ paper: 'ok' })
  await main.job(2)
  await page.until(() => printsOf(page).waiting === 0)
  expect([main.kicks, backup.kicks]).toEqual([1, 0])
})

test('[PN28] the preview says what the paper will say, on the paper of its printer', async () => {
  const { page, main } = await twoPrinters()
  main.set({ paper: 'out' })
  await page.until(() => page.slice('devices_changed').printer?.state === 'paper_out')
  const number = await sell(page)
  const [job] = await listOf(page)
  const { svg } = outputOf(await page.call('previewPrint', { jobId: job?.jobId ?? 0 }))
  main.set({ paper: 'ok' })
  const printed = await main.job(0)
  const shown = svg
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#xa0;', ' ')
    .replaceAll(/\s/g, '')
  expect(shown).toContain(number)
  for (const { text } of printedRows(decodeEscpos(printed.bytes))) {
    expect(shown, text).toContain(text.replaceAll(/\s/g, ''))
  }
  expect(await page.call('previewPrint', { jobId: 999 })).toEqual({ refusal: { code: 'print_unknown' } })
})

test('[PN29] a printer just set up prints what waits at once; what waited for one taken away goes home', async () => {
  const [gone, main, backup] = [await printerOf(), await printerOf(), await printerOf()]
  await gone.close()
  const { page, folder } = await newTill(
    { config: { printer: setupOf(gone) }, openPrinter },
    { signedIn: 'supervisor' },
  )
  const save = (printers: object) => page.call('saveDevices', { setup: deviceSetupSchema.parse(printers) })
  await sell(page)
  await sell(page)
  expect(printsOf(page).waiting).toBe(2)
  await save({ printer: setupOf(main), backupPrinter: setupOf(backup) })
  await main.job(1)
  await page.until(() => printsOf(page).waiting === 0)
  main.set({ paper: 'out' })
  backup.set({ paper: 'out' })
  await page.until(() => page.slice('devices_changed').backupPrinter?.state === 'paper_out')
  const last = await sell(page)
  await page.call('routePrints', { place: 'backup', later: false })
  main.set({ paper: 'ok' })
  await save({ printer: setupOf(main) })
  expect(textOf(await main.job(2))).toContain(last)
  await page.until(() => printsOf(page).waiting === 0)
  expect(backup.jobs).toHaveLength(0)
  expect(page.slice('devices_changed').backupPrinter).toBeNull()
  expect(readTillConfig(folder, memoryLog()).printer).toEqual(setupOf(main))
})
