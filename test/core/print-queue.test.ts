import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  addPrintJob,
  markPrinting,
  markPrintUnknown,
  nextPrintJob,
  printJobsOf,
} from '../../db/journal/print-job-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { uuid } from '../../domain/ids.ts'
import { printJobsMax } from '../../domain/limits.ts'
import { type OpenPrinter, openPrinter as openRealPrinter } from '../../electron/devices/open-printer.ts'
import { startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { codeOfOil, idOf } from './demo-chain.ts'
import { keys, type Page, payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

/** The real driver over a real link, with short waits. */
const openPrinter: OpenPrinter = (setup, options) =>
  openRealPrinter(setup, { ...options, waits: { confirmBaseMs: 1_000, heldMsMax: 2_000, pollMs: 50 } })

async function printerOf() {
  const printer = await startReceiptPrinter()
  onTestFinished(() => printer.close())
  return printer
}

const configOf = (port: number) => ({
  printer: { kind: 'tcp' as const, host: '127.0.0.1', port, columns: 48 as const },
})

async function sell(page: Page): Promise<string> {
  await scan(page, codeOfOil(1))
  await payCash(page)
  return page.slice('last_sale_changed')?.sale.saleId ?? ''
}

const printOf = (page: Page) => page.slice('last_sale_changed')?.sale.print

test('[CO26] the receipt follows the sale onto paper and its state onto the screen', async () => {
  const printer = await printerOf()
  const { page } = await newTill({ config: configOf(printer.port), openPrinter })
  await sell(page)
  await printer.job(0)
  await page.until(() => printOf(page) === 'printed')
  expect(printer.kicks).toBe(1)
  expect(page.slice('devices_changed')).toMatchObject({ printer: { state: 'ready' }, prints: { waiting: 0 } })
})

test('[CO27] a printer that is away delays receipts and no sale', async () => {
  const printer = await printerOf()
  const { port } = printer
  await printer.close()
  const { page } = await newTill({ config: configOf(port), openPrinter })
  await sell(page)
  await sell(page)
  await page.until(() => page.slice('devices_changed').prints.waiting === 2)
  expect(printOf(page)).toBe('waiting')
  const back = await startReceiptPrinter({ port })
  onTestFinished(() => back.close())
  await back.job(1)
  await page.until(() => page.slice('devices_changed').prints.waiting === 0)
  expect(back.jobs).toHaveLength(2)
})

test('[CO28] a job at the printer when the till died is never printed again by itself', async () => {
  const printer = await printerOf()
  await printer.close()
  const first = await newTill({ config: configOf(printer.port), openPrinter })
  const saleId = await sell(first.page)
  await first.till.stop()
  const journal = openJournal({
    file: join(first.folder, 'journal.db'),
    key: Buffer.from(keys.journal, 'hex'),
  })
  const job = nextPrintJob(journal)
  transact(journal, (tx) => markPrinting(tx, job?.jobId ?? 0, 1))
  journal.close()

  const back = await printerOf()
  const second = startTill(first.folder, { config: configOf(back.port), openPrinter })
  expect(second.page.slice('last_sale_changed')?.sale).toMatchObject({ print: 'unknown', copies: 0 })
  expect(second.log.lines.some((line) => line.includes('print_jobs_unknown count=1'))).toBe(true)
  await second.page.call('reprintReceipt', { saleId: uuid(saleId) })
  await back.job(0)
  await second.page.until(() => printOf(second.page) === 'printed')
  expect(back.jobs).toHaveLength(1)
  expect(second.page.slice('last_sale_changed')?.sale).toMatchObject({ copies: 1 })
  // A copy never opens the drawer.
  expect(back.kicks).toBe(0)
})

test('[CO29] every reprint is a marked copy with its own number and an event', async () => {
  const printer = await printerOf()
  const { page } = await newTill({ config: configOf(printer.port), openPrinter })
  const saleId = uuid(await sell(page))
  await page.until(() => printOf(page) === 'printed')
  await page.call('reprintReceipt', { saleId })
  await page.call('reprintReceipt', { saleId })
  await printer.job(2)
  await page.until(() => page.slice('devices_changed').prints.waiting === 0)
  expect(page.slice('last_sale_changed')?.sale).toMatchObject({ copies: 2, print: 'printed' })
  expect(page.slice('sync_changed').waiting).toBe(3)
  expect(Buffer.from(printer.jobs[0]?.bytes ?? []).equals(Buffer.from(printer.jobs[1]?.bytes ?? []))).toBe(
    false,
  )
})

test('[CO30] a link lost in the middle leaves the job unknown, and the next one prints', async () => {
  const printer = await printerOf()
  const { page } = await newTill({ config: configOf(printer.port), openPrinter })
  printer.set({ linesToPowerCut: 3 })
  await sell(page)
  await page.until(() => printOf(page) === 'unknown')
  printer.set({ linesToPowerCut: null })
  await sell(page)
  await page.until(() => printOf(page) === 'printed')
})

test('[CO63] a printer that never confirms does not make the journal grow without end', async () => {
  const silent = () => ({
    print: async () => ({ kind: 'sent_unconfirmed' as const }),
    status: async () => ({ state: 'unknown' as const, paperNearEnd: false, drawerPinHigh: null }),
    close: async () => undefined,
  })
  const first = await newTill({ config: configOf(9), openPrinter: silent })
  const saleId = uuid(await sell(first.page))
  await first.page.until(() => printOf(first.page) === 'unknown')
  await first.till.stop()
  const at = { file: join(first.folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') }
  const journal = openJournal(at)
  const receipt = printJobsOf(journal, saleId)[0]?.receipt
  if (!receipt) throw new Error('the sale has its receipt')
  transact(journal, (tx) => {
    for (let job = 0; job < printJobsMax; job++)
      markPrintUnknown(tx, addPrintJob(tx, { actId: idOf(9_000), copy: job, receipt, createdAt: 1 }), 1)
  })
  journal.close()

  const second = startTill(first.folder, { config: configOf(9), openPrinter: silent })
  await sell(second.page)
  await second.page.until(() => printOf(second.page) === 'unknown')
  await second.till.stop()
  const later = openJournal(at)
  onTestFinished(later.close)
  expect(later.prepare('SELECT count(*) AS jobs FROM print_job').get()).toEqual({ jobs: printJobsMax })
  expect(printJobsOf(later, saleId)).toEqual([])
})
