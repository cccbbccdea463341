import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { TillConfig } from '../../contract/config.ts'
import { type FakeReceiptPrinter, startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { openSerialPair, type SerialPair } from '../fakes/serial-pair.ts'
import { type CentralProcess, startCentralProcess } from './central-process.ts'
import { openTill, type TillWindow } from './till-window.ts'

/* A whole shop counter: a central, a till in its window, a serial scanner and a receipt printer. */

/** The demo chain's cashier (central/seed). */
export const cashier = { code: '101', pin: '246810' }
/** The demo chain's supervisor. */
export const supervisor = { code: '201', pin: '135790' }

export interface Shop {
  readonly folder: string
  readonly till: TillWindow
  readonly scanner: SerialPair
  readonly printer: FakeReceiptPrinter
  /** The central that runs now. */
  readonly central: () => CentralProcess
  /** Stops the central's process: the network to head office is gone. */
  readonly cutOff: () => Promise<void>
  /** Starts the central again on the same port and database. */
  readonly reconnect: () => Promise<void>
  /** Closes the window and starts the till again on its files. */
  readonly restartTill: () => Promise<TillWindow>
  readonly close: () => Promise<void>
}

/** Opens a shop and waits until its till is enrolled, loaded and a cashier is signed in. */
export async function openShop(
  options: {
    readonly members?: number
    readonly folder?: string
    readonly config?: Partial<TillConfig>
  } = {},
): Promise<Shop> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'evertill-shop-'))
  const members = options.members ?? 1_000
  const database = join(folder, 'central')
  const [firstCentral, scanner, printer] = await Promise.all([
    startCentralProcess({ folder: database, members }),
    openSerialPair(),
    startReceiptPrinter(),
  ])
  let central = firstCentral
  const till: { window: TillWindow } = {
    window: await openTill({
      folder: join(folder, 'till'),
      config: {
        central: { url: central.url, enrolmentCode: central.enrolmentCode },
        scanners: [{ kind: 'serial', path: scanner.tillPath, baudRate: 9_600 }],
        printer: { kind: 'tcp', host: '127.0.0.1', port: printer.port, columns: 48 },
        language: 'zh',
        ...options.config,
      },
    }),
  }
  await signIn(till.window.page)
  return {
    folder,
    scanner,
    printer,
    get till() {
      return till.window
    },
    central: () => central,
    cutOff: () => central.stop(),
    reconnect: async () => {
      central = await startCentralProcess({ folder: database, members, port: central.port })
    },
    restartTill: async () => {
      await till.window.close()
      till.window = await openTill({ folder: join(folder, 'till') })
      return till.window
    },
    close: async () => {
      await till.window.close().catch(() => undefined)
      await Promise.all([central.stop(), scanner.close(), printer.close()])
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Signs the demo cashier in by keyboard. */
export async function signIn(page: Page, who = cashier): Promise<void> {
  await page.getByTestId('sign-in-code').waitFor({ timeout: 60_000 })
  await page.getByTestId('sign-in-code').fill(who.code)
  await page.getByTestId('sign-in-pin').fill(who.pin)
  await page.keyboard.press('Enter')
  await page.getByTestId('pay-button').waitFor({ timeout: 15_000 })
}

/** A scan from the serial scanner, terminated as scanners do. */
export function scan(shop: Shop, code: string): Promise<void> {
  return shop.scanner.write(`${code}\r\n`)
}

export function lines(page: Page): Locator {
  return page.getByTestId('basket-line')
}

/** Scans products and waits until the basket shows `count` lines. */
export async function scanProducts(shop: Shop, codes: readonly string[], count: number): Promise<void> {
  for (const code of codes) await scan(shop, code)
  await expect(lines(shop.till.page)).toHaveCount(count)
}

/** The bar code on a pack: the 13 digits of its GTIN-14. */
export function barcode(product: { readonly gtin: string | null }): string {
  return (product.gtin ?? '').slice(1)
}

/** Pays the open basket in cash, exactly, and waits until the till says so. */
export async function pay(page: Page): Promise<void> {
  await page.keyboard.press('F12')
  await page.getByTestId('quick-exact').click()
  await page.getByTestId('confirm-payment').click()
  await expect(page.getByTestId('change-due')).toBeVisible()
}

/** Answers the question for a second proof with a supervisor's word; what was under way goes on by itself. */
export async function approve(page: Page, who = supervisor): Promise<void> {
  await expect(page.getByTestId('step-up-panel')).toBeVisible()
  await page.getByTestId('proof-supervisor').click()
  await page.getByTestId('approver-code').fill(who.code)
  await page.getByTestId('approver-pin').fill(who.pin)
  await page.getByTestId('approver-reason-ready').first().click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('step-up-panel')).toHaveCount(0)
}

/** SIGKILLs the core and waits until the till has come back by itself, its scanner too. */
export async function killCore(shop: Shop): Promise<void> {
  const { page } = shop.till
  const veil = page.getByTestId('core-lost')
  await Promise.all([veil.waitFor({ state: 'visible', timeout: 10_000 }), shop.till.killCore()])
  await veil.waitFor({ state: 'hidden', timeout: 10_000 })
  await expect(page.getByTestId('scanner-badge')).toHaveAttribute('data-state', 'ready')
}
