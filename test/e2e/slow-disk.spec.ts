import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { recentSales } from '../../db/journal/sale-table.ts'
import { readJournal } from '../../db/open.ts'
import { savingToldMs } from '../../domain/disk-limits.ts'
import { commandTimeoutMs } from '../../domain/limits.ts'
import { barcode, lines, openShop, type Shop, scanProducts } from '../rig/shop.ts'

/* A disk that takes longer over each sync than the page waits for an ordinary call, then one that fails: strace does both to the core. */

const syncMs = commandTimeoutMs + 1_500
const { crisps } = notableProducts

let shop: Shop

test.beforeAll(async () => {
  shop = await openShop({ members: 100 })
})

test.afterAll(async () => {
  await shop?.close()
})

/** Does this to every sync of the core's, on all its threads, until it is let go. */
async function interfere(core: number, how: string): Promise<ChildProcess> {
  const tracer = spawn(
    'strace',
    [
      ...['-f', '-p', String(core), '-o', '/dev/null', '-e', 'signal=none', '-e', 'trace=fsync,fdatasync'],
      ...['-e', `inject=fsync,fdatasync:${how}`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const [said] = await once(tracer.stderr, 'data', { signal: AbortSignal.timeout(10_000) })
  expect(String(said)).toContain('attached')
  return tracer
}

test('[WI45] while a sale waits for a slow disk the screen lives and says so, submits nothing twice, and takes the answer', async () => {
  const { page } = shop.till
  await scanProducts(shop, [barcode(crisps)], 1)
  await page.keyboard.press('F12')
  await page.getByTestId('quick-exact').click()
  const tracer = await interfere(await shop.till.coreProcess(), `delay_enter=${syncMs * 1_000}`)
  const button = page.getByTestId('confirm-payment')
  await button.click()
  const pressedAt = performance.now()
  await expect(button).toHaveText('正在保存…')
  await expect(page.getByTestId('saving-line')).toBeVisible()
  await expect(button).toBeDisabled()
  await page.keyboard.press('Enter')

  // Another control answers within a second, and says the same in the other language.
  await page.getByTestId('language-switch').click()
  await expect(button).toHaveText('Saving…', { timeout: 1_000 })
  await expect(page.getByTestId('payment-saving')).toContainText('The disk is slow', {
    timeout: 2 * savingToldMs,
  })
  await expect(page.getByTestId('change-due')).toHaveCount(0)
  expect(performance.now() - pressedAt).toBeLessThan(syncMs)

  await expect(page.getByTestId('change-due')).toBeVisible({ timeout: 4 * syncMs })
  expect(performance.now() - pressedAt).toBeGreaterThan(commandTimeoutMs)
  await expect(page.getByTestId('payment-slow')).toHaveCount(0)
  await expect(lines(page)).toHaveCount(0)
  await letGo(tracer)
  expect(await salesRecorded()).toBe(1)
})

test('[WI46] a disk that fails ends trading with a clear screen: the core lives on, and a new start tells what became of the sale', async () => {
  const { page } = shop.till
  await scanProducts(shop, [barcode(crisps)], 1)
  await page.keyboard.press('F12')
  await page.getByTestId('quick-exact').click()
  const core = await shop.till.coreProcess()
  const tracer = await interfere(core, 'error=EIO')
  await page.getByTestId('confirm-payment').click()
  await expect(page.getByTestId('stopped')).toHaveAttribute('data-reason', 'disk')
  await expect(page.getByTestId('core-lost')).toHaveCount(0)
  expect(await shop.till.coreProcess()).toBe(core)
  expect(readFileSync(join(shop.till.folder, 'till.log'), 'utf8').match(/ till_started /g)).toHaveLength(1)
  await letGo(tracer)

  process.kill(core, 'SIGKILL')
  await shop.till.nextCoreProcess(core)
  await expect(page.getByTestId('stopped')).toHaveCount(0, { timeout: 15_000 })
  await expect(page.getByTestId('core-lost')).toHaveCount(0, { timeout: 15_000 })
  const isRecorded = (await salesRecorded()) === 2
  await expect(page.getByTestId('change-due').or(page.getByTestId('recovered-banner'))).toHaveCount(
    isRecorded ? 1 : 0,
  )
  await expect(lines(page)).toHaveCount(isRecorded ? 0 : 1)
})

async function letGo(tracer: ChildProcess): Promise<void> {
  const ended = once(tracer, 'exit')
  tracer.kill('SIGTERM')
  await ended
}

/** Looked up beside the running till, without a trace in its files. */
async function salesRecorded(): Promise<number> {
  const { journal: key } = await shop.till.keys()
  const journal = readJournal({ file: join(shop.till.folder, 'journal.db'), key: Buffer.from(key, 'hex') })
  try {
    return recentSales(journal, 10).length
  } finally {
    journal.close()
  }
}
