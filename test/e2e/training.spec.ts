import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { barcode, lines, openShop, type Shop, scan, scanProducts } from '../rig/shop.ts'

/* Training in the real window: there, a lesson whole, its score, and back to the till as it was left. */

test.describe.configure({ mode: 'serial' })

const { milk, rice } = notableProducts
let shop: Shop

test.beforeAll(async () => {
  shop = await openShop()
})

test.afterAll(async () => {
  await shop?.close()
})

/** Everything of a training till's files. */
function trainingFiles(): readonly string[] {
  const folder = join(shop.till.folder, 'training')
  return existsSync(folder) ? readdirSync(folder) : []
}

async function enterByHelp(page: Page): Promise<void> {
  await page.keyboard.press('F1')
  await page.getByTestId('enter-training').click()
  await expect(page.getByTestId('lesson-list')).toBeVisible({ timeout: 20_000 })
}

test('[WI47] from a basket in the middle into training, a lesson whole, its score, and back to that basket', async () => {
  const { page } = shop.till
  await scan(shop, notableMembers.gold.code)
  await scanProducts(shop, [barcode(rice), barcode(milk)], 2)
  const toPay = await page.getByTestId('to-pay').innerText()
  const cashier = await page.getByTestId('cashier').innerText()
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-waiting', '0', { timeout: 20_000 })
  await enterByHelp(page)
  await expect(page.getByTestId('training')).toContainText('训练')
  expect(trainingFiles()).toContain('journal.db')

  // By keyboard: the lesson by its digit, the goods as they are handed out, cash and change.
  await page.keyboard.press('1')
  await expect(page.getByTestId('training-step')).toHaveAttribute('data-step', '0')
  // By the till's own scanner, by touch and by key.
  await scan(shop, barcode(rice))
  await expect(lines(page)).toHaveCount(1)
  await page.getByTestId('prop-milk').click()
  await page.keyboard.press('Control+3')
  await expect(lines(page)).toHaveCount(3)
  await expect(page.getByTestId('training-step')).toHaveAttribute('data-step', '1')
  await page.keyboard.press('F12')
  await page.getByTestId('quick-next').first().click()
  await page.getByTestId('confirm-payment').click()
  await expect(page.getByTestId('lesson-result')).toHaveAttribute('data-stars', /[23]/)
  await expect(page.getByTestId('lesson-result')).toContainText('2 / 2')

  // What would have been printed is on the screen, and nowhere else.
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('lesson-list')).toBeVisible()
  await page.getByTestId('training-paper').click()
  await expect(page.getByTestId('training-receipt')).toContainText('*** 训练 TRAINING ***')
  await page.keyboard.press('Control+q')

  await expect(page.getByTestId('to-pay')).toHaveText(toPay, { timeout: 20_000 })
  await expect(lines(page)).toHaveCount(2)
  await expect(page.getByTestId('member-strip')).toContainText('王')
  await expect(page.getByTestId('cashier')).toHaveText(cashier)
  await expect(page.getByTestId('training')).toHaveCount(0)
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-waiting', '0')
  await expect.poll(trainingFiles).toEqual([])
  expect(shop.printer.kicks).toBe(0)
  expect(shop.printer.jobs).toHaveLength(0)
})

test('[WI48] the scanner is the till’s again, and the day knows of no training', async () => {
  const { page } = shop.till
  await expect(page.getByTestId('scanner-badge')).toHaveAttribute('data-state', 'ready', { timeout: 10_000 })
  await scan(shop, barcode(milk))
  await expect(lines(page)).toHaveCount(2)
  await page.keyboard.press('F12')
  await page.getByTestId('quick-exact').click()
  await page.getByTestId('confirm-payment').click()
  await expect(page.getByTestId('change-due')).toBeVisible()
  // The one sale of this till, and its one receipt.
  await shop.printer.job(0, 10_000)
  expect(shop.printer.jobs).toHaveLength(1)
  await page.keyboard.press('F6')
  await expect(page.getByTestId('recent-sale')).toHaveCount(1)
  await page.keyboard.press('Escape')
})

test('[WI49] English, the way by the sign-in screen, a coupon good and refused, and the way back to it', async () => {
  const { page } = shop.till
  await page.getByTestId('cashier').click()
  await page.getByTestId('sign-out').click()
  await page.getByTestId('sign-in-code').waitFor()
  await page.keyboard.press('F11')
  await page.keyboard.press('F10')
  await expect(page.getByTestId('lesson-list')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByTestId('training')).toContainText('TRAINING')
  await page.getByTestId('lesson-verify').click()
  await page.keyboard.press('F8')
  await page.getByTestId('prop-coupon').click()
  await expect(page.getByTestId('training-step')).toHaveAttribute('data-step', '1')
  // The lesson may go on before the answer is on the screen.
  await expect(page.getByTestId('verify-band')).toHaveAttribute('data-state', 'valid')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('training-step')).toHaveAttribute('data-step', '2')
  await page.getByTestId('prop-coupon').click()
  await expect(page.getByTestId('lesson-result')).toHaveAttribute('data-stars', /[123]/)
  await page.keyboard.press('0')
  await expect(page.getByTestId('training-step')).toHaveAttribute('data-step', '0')

  await page.getByTestId('leave-training').click()
  await page.getByTestId('sign-in-code').waitFor({ timeout: 20_000 })
  await expect(page.getByTestId('training')).toHaveCount(0)
  await expect.poll(trainingFiles).toEqual([])
})
