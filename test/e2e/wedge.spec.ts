import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { barcode, lines, openShop, pay, type Shop } from '../rig/shop.ts'

/* A keyboard scanner is key strokes of the X server into the real window, whatever has focus. */

const { crisps, soySauce, toast } = notableProducts
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

/**
 * Types as a fast keyboard scanner does, Enter at the end. The keys go out in one burst: with pauses between them a
 * busy machine could stall the typing program for longer than any scanner stalls.
 */
function typeScan(text: string): void {
  const typed = spawnSync('xdotool', ['type', '--delay', '0', `${text}\n`], { timeout: 20_000 })
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
  typeScan(barcode(soySauce))
  await expect(lines(page)).toHaveCount(1)
  await expect(search).toHaveValue('米')
  await search.fill('')
  await page.keyboard.press('Escape')
})

test('[WI17] the Enter of a keyboard scan presses no focused button', async () => {
  const { page } = shop.till
  await page.getByTestId('pay-button').focus()
  typeScan(barcode(toast))
  await expect(lines(page)).toHaveCount(2)
  await expect(page.getByTestId('confirm-payment')).toHaveCount(0)
})

test('[WI18] a scan in the middle of a payment is not lost and is no amount', async () => {
  const { page } = shop.till
  await page.keyboard.press('F12')
  await expect(page.getByTestId('confirm-payment')).toBeVisible()
  const before = (await page.getByTestId('tender-cash').textContent()) ?? ''
  // Another code than before: the same one again at once is a stammer.
  typeScan(barcode(crisps))
  await expect(page.getByTestId('to-pay')).toContainText('37.70')
  await expect(page.getByTestId('tender-cash')).toHaveText(before)
  await page.keyboard.press('Escape')
  await pay(page)
})

test('[WG20] a scanner that stammers and ends with two keys sells one package and presses no button', async () => {
  const { page } = shop.till
  const code = barcode(soySauce)
  typeScan(`${code}\n\n${code}\n\n${code}\n`)
  await expect(lines(page)).toHaveCount(1)
  await expect(page.getByTestId('confirm-payment')).toHaveCount(0)
  // What came after the stammer is heard only when all of it was.
  typeScan(barcode(toast))
  await expect(lines(page)).toHaveCount(2)
  await expect(lines(page).first()).toHaveAttribute('data-amount', '1')
})
