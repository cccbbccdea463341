import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { barcode, killCore, openShop, pay, type Shop, scan, scanProducts } from '../rig/shop.ts'

/* The customer's own window beside the till's. The screen of the tests is one: the window is asked for. */

let shop: Shop
const folder = mkdtempSync(join(tmpdir(), 'evertill-customer-'))

test.beforeAll(async () => {
  shop = await openShop({ members: 100, folder, config: { customerDisplay: 'window' } })
})

test.afterAll(async () => {
  await shop?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function customerPage(): Promise<Page> {
  const isCustomers = (page: Page) => page.url().endsWith('/customer.html')
  await expect.poll(() => shop.till.app.windows().some(isCustomers), { timeout: 15_000 }).toBe(true)
  const found = shop.till.app.windows().find(isCustomers)
  if (!found) throw new Error('no window for the customer')
  return found
}

test('[WI62] the customer reads along in a window of their own: goods, savings, sum, change; then the next is welcomed', async () => {
  const customer = await customerPage()
  const screen = customer.getByTestId('customer')
  await expect(screen).toHaveAttribute('data-state', 'welcome')
  await scan(shop, notableMembers.gold.code)
  await scanProducts(shop, [barcode(notableProducts.milk), barcode(notableProducts.toast)], 2)
  await expect(screen).toHaveAttribute('data-state', 'basket')
  await expect(customer.getByTestId('customer-line')).toHaveCount(2)
  await expect(customer.getByTestId('customer-member')).toContainText(notableMembers.gold.maskedName)
  await expect(customer.locator('body')).not.toContainText(notableMembers.gold.maskedPhone)
  const fen = await shop.till.page.getByTestId('to-pay').getAttribute('data-fen')
  await expect(customer.getByTestId('customer-to-pay')).toHaveAttribute('data-fen', fen ?? 'none')
  await expect(customer.getByTestId('customer-savings')).toBeVisible()
  await pay(shop.till.page)
  await expect(screen).toHaveAttribute('data-state', 'thanks')
  await scanProducts(shop, [barcode(notableProducts.rice)], 1)
  await expect(screen).toHaveAttribute('data-state', 'basket')
  await expect(customer.getByTestId('customer-member')).toHaveCount(0)
})

test('[WI63] the customer’s window reaches nothing: no call of it is answered, and it reads on after a core that died', async () => {
  const customer = await customerPage()
  await customer.evaluate(() => {
    const page = window as unknown as { heard: string[]; till: { connect: () => void } }
    page.heard = []
    window.addEventListener('message', (event) => {
      const [port] = event.ports
      if (!port) return
      port.addEventListener('message', ({ data }) => page.heard.push(data.kind))
      port.postMessage({ kind: 'call', id: 1, command: 'recentSales', input: {} })
    })
    page.till.connect()
  })
  const heard = () => customer.evaluate(() => (window as unknown as { heard: string[] }).heard)
  await expect.poll(heard).not.toEqual([])
  // What the till says next comes after whatever it would have answered.
  await scanProducts(shop, [barcode(notableProducts.crisps)], 2)
  await expect(customer.getByTestId('customer-line')).toHaveCount(2)
  expect(new Set(await heard())).toEqual(new Set(['customer_view']))
  await killCore(shop)
  await scanProducts(shop, [barcode(notableProducts.water)], 3)
  await expect(customer.getByTestId('customer-line')).toHaveCount(3)
})
