import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { barcode, lines, openShop, pay, type Shop } from '../rig/shop.ts'

/* A keyboard scanner is key strokes of the X server into the real window, whatever has focus. */

const { soySauce, toast } = notableProducts
let shop: Shop

test.beforeAll(async () => {
  shop = await openShop({ members: 100 })
  const found = spawnSync('xdotool', ['search', '--onlyvisible', '--name', 'Evertill'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  const [windowId] = found.stdout.trim().split('\n')
  expect(windowId, 'xdotool finds the window').toBeTruthy()
  spawnSync('xdotool', ['windowfocus', '--sync', windowId ?? ''], { timeout: 10_000 })
})

test.afterAll(async () => {
  await shop?.close()
})

/** Types as a keyboard scanner does: `delayMs` between key events, Enter at the end. */
function typeKeys(text: string, delayMs: number): void {
  const typed = spawnSync('xdotool', ['type', '--delay', String(delayMs), `${text}\n`], { timeout: 20_000 })
  expect(typed.status).toBe(0)
}

test('[WI16] a keyboard scan reaches the basket from the search field and leaves no character in it', async () => {
  const { page } = shop.till
  await page.keyboard.press('/')
  const search = page.getByTestId('search-input')
  await expect(search).toBeFocused()
  await search.fill('米')
  // A key that is no character: what was typed before it cannot be part of the scan that follows at once.
  await page.keyboard.press('End')
  typeKeys(barcode(soySauce), 4)
  await expect(lines(page)).toHaveCount(1)
  await expect(search).toHaveValue('米')
  await search.fill('')
  await page.keyboard.press('Escape')
})

test('[WI17] the Enter of a keyboard scan presses no focused button', async () => {
  const { page } = shop.till
  await page.getByTestId('pay-button').focus()
  typeKeys(barcode(toast), 4)
  await expect(lines(page)).toHaveCount(2)
  await expect(page.getByTestId('confirm-payment')).toHaveCount(0)
})

test('[WI18] a scan in the middle of a payment is not lost and is no amount', async () => {
  const { page } = shop.till
  await page.keyboard.press('F12')
  await expect(page.getByTestId('confirm-payment')).toBeVisible()
  const before = (await page.getByTestId('tender-cash').textContent()) ?? ''
  typeKeys(barcode(toast), 4)
  await expect(page.getByTestId('to-pay')).toContainText('32.70')
  await expect(page.getByTestId('tender-cash')).toHaveText(before)
  await page.keyboard.press('Escape')
  await pay(page)
})
