import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { notableCoupons, notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { barcode, openShop, type Shop, scan, scanProducts, signIn, supervisor } from '../rig/shop.ts'
import { openTill, type TillWindow } from '../rig/till-window.ts'

/* Two tills of one store, each in its window, that head office comes and goes for. */

const { bearerKnives } = notableCoupons
let shop: Shop
let second: TillWindow

test.beforeAll(async () => {
  shop = await openShop({ members: 100 })
  // Each start of the demo central gives out one enrolment code.
  await shop.cutOff()
  await shop.reconnect()
  const { enrolmentCode, url } = shop.central()
  second = await openTill({
    folder: join(shop.folder, 'till-2'),
    config: { central: { url, enrolmentCode }, language: 'en' },
  })
  await signIn(second.page)
  for (const page of pages()) await inContact(page)
})

test.afterAll(async () => {
  await second.close().catch(() => undefined)
  await shop?.close()
})

const pages = (): readonly Page[] => [shop.till.page, second.page]

/** Until a till is in contact and has told all it had to tell. */
async function inContact(page: Page): Promise<void> {
  const badge = page.getByTestId('sync-badge')
  await expect(badge).toHaveAttribute('data-state', 'online', { timeout: 60_000 })
  await expect(badge).toHaveAttribute('data-waiting', '0', { timeout: 30_000 })
}

async function goApart(): Promise<void> {
  await shop.cutOff()
  for (const page of pages())
    await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-state', 'offline', { timeout: 30_000 })
}

test('[WI60] what was set aside for this till pays while head office is gone, marked L, and goes back after', async () => {
  const { page } = shop.till
  const seen = (id: string) => page.getByTestId(id)
  await scan(shop, notableMembers.gold.code)
  await page.keyboard.press('F9')
  await seen('service-lease').click()
  await page.locator('[data-testid="leasable"][data-kind="value"]').click()
  for (const digit of '150') await page.keyboard.press(digit)
  await expect(seen('lease-wish')).toHaveAttribute('data-wish', '150')
  await page.keyboard.press('Enter')
  await expect(seen('lease-until')).toHaveAttribute('data-at-hand', 'true', { timeout: 10_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  await goApart()
  await scanProducts(shop, [barcode(notableProducts.milk)], 1)
  const from = shop.printer.jobs.length
  await page.keyboard.press('F12')
  await seen('tender-stored_value').click()
  await seen('quick-exact').click()
  await seen('confirm-payment').click()
  await expect(seen('change-due')).toBeVisible()
  const receipt = await shop.printer.job(from, 10_000)
  const printed = printedRows(decodeEscpos(receipt.bytes)).map(({ text }) => text)
  expect(printed.join('\n')).toContain('L 预留额度')

  await shop.reconnect()
  for (const one of pages()) await inContact(one)
  await page.keyboard.press('F9')
  await seen('service-lease').click()
  await seen('lease-tab-held').click()
  // ¥150 less 85 % of the milk's ¥49.90.
  await expect(seen('held-lease')).toHaveAttribute('data-left', String(15_000 - 4_241))
  await seen('return-lease').click()
  await expect(seen('held-lease')).toHaveCount(0, { timeout: 15_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})

test('[WI61] one coupon used at two tills apart: both are told to the supervisor, with both events and the loss', async () => {
  await goApart()
  for (const page of pages()) {
    await page.keyboard.press('F8')
    await page.getByTestId('verify-input').fill(bearerKnives.code)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('verify-band')).toHaveAttribute('data-state', 'valid')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('verify-done')).toBeVisible()
    await page.keyboard.press('Escape')
  }
  await shop.reconnect()
  for (const page of pages()) await inContact(page)

  const { page } = shop.till
  await page.getByTestId('cashier').click()
  await page.getByTestId('sign-out').click()
  await signIn(page, supervisor)
  await page.keyboard.press('F9')
  await page.getByTestId('service-disputes').click()
  const dispute = page.locator('[data-testid="dispute"][data-kind="coupon_use"]')
  await expect(dispute).toHaveCount(1)
  await expect(dispute).toHaveAttribute('data-outcome', 'none')
  const [lost, won] = await Promise.all(
    ['dispute-lost', 'dispute-won'].map((id) => page.getByTestId(id).getAttribute('data-event')),
  )
  expect(lost).not.toBe(won)
  // A cashier is told whom to ask.
  const { page: other } = second
  await other.keyboard.press('F9')
  await other.getByTestId('service-disputes').click()
  await expect(other.getByTestId('disputes-panel')).toContainText('supervisor')
})
