import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { approve, barcode, openShop, pay, type Shop, scanProducts, supervisor } from '../rig/shop.ts'

/* A cashier's shift at the real window with the central stopped: float, sale, cash out, drawer, count, and who says yes. */

test.describe.configure({ mode: 'serial' })

const { water } = notableProducts
let shop: Shop

test.beforeAll(async () => {
  shop = await openShop({ members: 100 })
  await shop.cutOff()
})

test.afterAll(async () => {
  await shop?.close()
})

/** Everything on paper so far. */
function paper(): string {
  return shop.printer.jobs
    .flatMap(({ bytes }) => printedRows(decodeEscpos(bytes)))
    .map((row) => row.text)
    .join('\n')
}

async function type(text: string): Promise<void> {
  for (const key of text) await shop.till.page.keyboard.press(key)
}

test('[WI70] the float is asked for once, where the eye is, and nothing waits for it', async () => {
  const { page } = shop.till
  const primary = page.getByTestId('pay-button')
  await expect(primary).toHaveAttribute('data-primary', 'open_shift')
  // Whoever is in a hurry sells first.
  await scanProducts(shop, [barcode(water)], 1)
  await expect(primary).toHaveAttribute('data-primary', 'open_pay')
  await page.keyboard.press('Delete')
  await expect(primary).toHaveAttribute('data-primary', 'open_shift')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('shift-panel')).toBeVisible()
  await expect(page.getByTestId('shift-between')).toHaveCount(0)
  await type('500')
  await expect(page.getByTestId('shift-float')).toContainText('500.00')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('shift-panel')).toHaveCount(0)
  await expect(primary).toHaveAttribute('data-primary', 'nothing')
})

test('[WI71] cash is paid out with a slip, and the drawer opens without a sale for a supervisor’s word alone', async () => {
  const { page } = shop.till
  await scanProducts(shop, [barcode(water)], 1)
  await pay(page)
  await expect.poll(() => shop.printer.kicks).toBe(1)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+d')
  await expect(page.getByTestId('shift-report')).toBeVisible()
  // What should be in the drawer is not for who counts it.
  await expect(page.getByTestId('shift-expected')).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await page.getByTestId('cash-reason-supplier').click()
  await type('12.50')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('cash-moved')).toContainText('12.50')
  await expect.poll(() => paper()).toContain('现金支出')
  await expect.poll(() => shop.printer.kicks).toBe(2)
  const printed = paper()
  await page.keyboard.press('Enter')
  await page.getByTestId('shift-tab-drawer').click()
  await page.keyboard.press('Enter')
  await approve(page)
  await expect(page.getByTestId('drawer-done')).toBeVisible()
  await expect.poll(() => shop.printer.kicks).toBe(3)
  expect(paper().trim()).toBe(printed.trim())
})

test('[WI72] a count that is far off is closed with a supervisor, and the report is on paper', async () => {
  const { page } = shop.till
  await page.keyboard.press('Escape')
  await page.getByTestId('shift-tab-count').click()
  await expect(page.getByTestId('shift-panel')).not.toContainText('应有现金')
  // By face: four hundreds.
  await page.keyboard.press('ArrowDown')
  await type('4')
  await expect(page.getByTestId('shift-counted')).toContainText('400.00')
  await page.keyboard.press('Enter')
  await page.getByTestId('shift-note').fill('少了一百')
  await page.getByTestId('pay-button').click()
  await expect(page.getByTestId('step-up-panel')).toBeVisible()
  await page.getByTestId('approver-code').fill(supervisor.code)
  await page.getByTestId('approver-pin').fill(supervisor.pin)
  await page.keyboard.press('Enter')
  // Whoever lets it pass sees what it came to first.
  await expect(page.getByTestId('count-seen')).toContainText('400.00')
  await page.getByTestId('approver-reason-ready').first().click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('shift-closed')).toContainText('400.00')
  await expect.poll(() => paper()).toContain('交班报表 (Z)')
  expect(paper()).toContain('100.00 × 4')
  await page.keyboard.press('Enter')
  await page.getByTestId('shift-tab-past').click()
  await expect(page.getByTestId('past-shift')).toHaveCount(1)
  // The next shift is offered what this one left, at one press.
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('pay-button')).toContainText('400.00')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('pay-button')).toHaveAttribute('data-primary', 'nothing')
})
