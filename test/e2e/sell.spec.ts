import { expect, test } from '@playwright/test'
import { notableCoupons, notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'
import { approve, barcode, lines, openShop, pay, type Shop, scan, scanProducts } from '../rig/shop.ts'

/* A counter with everything in reach, then with the central gone: real window, real central, real pty, real printer. */

test.describe.configure({ mode: 'serial' })

const { rice, peanutOil, soySauce, milk, toast, water } = notableProducts
const { gold, silver } = notableMembers
let shop: Shop

test.beforeAll(async () => {
  shop = await openShop()
})

test.afterAll(async () => {
  await shop?.close()
})

test('[WI1] sells to a scanned member: coupon, points, cash, change and receipt', async () => {
  const { page } = shop.till
  await scan(shop, gold.code)
  await expect(page.getByTestId('member-strip')).toContainText('王')
  await scanProducts(shop, [barcode(rice), barcode(peanutOil), barcode(milk)], 3)
  await scan(shop, notableCoupons.goldFiftyOff200.code)
  await expect(page.getByTestId('coupon-applied')).toHaveCount(1)
  // 59.90 + 129.90 + 49.90 at 85 % is 203.73 (each line rounded half up), less 50: 153.73.
  await expect(page.getByTestId('to-pay')).toContainText('153.73')
  await page.keyboard.press('F12')
  await page.getByTestId('burn-max').click()
  // At most half of 153.73 in steps of 100 points: 7 600 points, ¥76.
  await expect(page.getByTestId('to-pay')).toContainText('77.73')
  await page.getByTestId('quick-next').first().click()
  await page.getByTestId('confirm-payment').click()
  await approve(page)
  await expect(page.getByTestId('change-due')).toContainText(/2\.27|22\.27/)

  const { bytes } = await shop.printer.job(0, 10_000)
  const paper = printedRows(decodeEscpos(bytes))
    .map((row) => row.text)
    .join('\n')
  for (const figure of ['239.70', '50.00', '76.00', '77.73']) expect(paper).toContain(figure)
  expect(paper).toContain(rice.name.zh)
  expect(shop.printer.kicks).toBe(1)
})

test('[WI2] sells, recognises and redeems with the central gone, and says so calmly', async () => {
  const { page } = shop.till
  await shop.cutOff()
  await scan(shop, silver.code)
  await expect(page.getByTestId('member-strip')).toContainText('李')
  await scanProducts(shop, [barcode(rice), barcode(milk)], 2)
  await scan(shop, notableCoupons.silverTenVoucher.code)
  await expect(page.getByTestId('coupon-applied')).toHaveCount(1)
  await pay(page)
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-state', 'offline')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('[WI3] refuses a second use of the same coupon, says why, and sells on', async () => {
  const { page } = shop.till
  await scan(shop, silver.code)
  await scanProducts(shop, [barcode(rice)], 1)
  await scan(shop, notableCoupons.silverTenVoucher.code)
  await expect(page.getByTestId('refusal')).toBeVisible()
  await expect(page.getByTestId('coupon-applied')).toHaveCount(0)
  await pay(page)
})

test('[WI4] keeps the basket and the cashier over a restart of the till, and the coupon stays used', async () => {
  await scanProducts(shop, [barcode(toast), barcode(water)], 2)
  const before = await shop.till.page.getByTestId('to-pay').innerText()
  const { page } = await shop.restartTill()
  await expect(lines(page)).toHaveCount(2, { timeout: 15_000 })
  await expect(page.getByTestId('to-pay')).toHaveText(before)
  await scan(shop, notableCoupons.silverTenVoucher.code)
  await expect(page.getByTestId('refusal')).toBeVisible()
  await pay(page)
})

test('[WI5] drains the queue when the central returns', async () => {
  const { page } = shop.till
  await expect(page.getByTestId('sync-badge')).not.toHaveAttribute('data-waiting', '0')
  await shop.reconnect()
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-waiting', '0', { timeout: 20_000 })
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-state', 'online')
})

test('[WI11] speaks English at the touch of a key, and Chinese again', async () => {
  const { page } = shop.till
  await scanProducts(shop, [barcode(water)], 1)
  await page.keyboard.press('F11')
  await expect(page.getByTestId('pay-button')).toContainText(/pay/i)
  await page.keyboard.press('F11')
  await expect(page.getByTestId('pay-button')).toContainText('收款')
  await pay(page)
})

test('[WI12] a scan of nonsense is refused in words and changes nothing', async () => {
  const { page } = shop.till
  await scanProducts(shop, [barcode(soySauce)], 1)
  const before = await page.getByTestId('to-pay').innerText()
  const nonsense: readonly (string | Uint8Array)[] = [
    '6901234567890\r\n',
    'https://example.com/pay?x=1\r\n',
    '😀😀😀\r\n',
    `${'9'.repeat(6_000)}\r\n`,
    'M9999999999999\r\n',
    "'; DROP TABLE member; --\r\n",
    Uint8Array.from([0x00, 0x01, 0x02, 0xff, 0xfe, 0x1b, 0x40, 0x0d, 0x0a]),
  ]
  for (const text of nonsense) {
    await shop.scanner.write(text)
    await expect(page.getByTestId('refusal')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('refusal')).toHaveCount(0)
  }
  await expect(lines(page)).toHaveCount(1)
  await expect(page.getByTestId('to-pay')).toHaveText(before)
  await pay(page)
})

test('[WI13] the scanner may be pulled and plugged in again within two seconds', async () => {
  const { page } = shop.till
  await shop.scanner.unplug()
  await expect(page.getByTestId('scanner-badge')).toHaveAttribute('data-state', 'absent', { timeout: 2_000 })
  await shop.scanner.replug()
  await expect(page.getByTestId('scanner-badge')).toHaveAttribute('data-state', 'ready', { timeout: 2_000 })
  await scanProducts(shop, [barcode(water)], 1)
  await pay(page)
})

test('[WI14] a reprint is a marked copy', async () => {
  const { page } = shop.till
  const before = shop.printer.jobs.length
  await page.keyboard.press('F6')
  await page.getByTestId('reprint').first().click()
  // The receipt of the sale before may still be on its way to the printer, and comes out first.
  const printed = () =>
    shop.printer.jobs.slice(before).flatMap(({ bytes }) => printedRows(decodeEscpos(bytes)))
  await expect
    .poll(() => printed().map((row) => row.text), { timeout: 10_000 })
    .toContainEqual(expect.stringContaining('补打'))
})
