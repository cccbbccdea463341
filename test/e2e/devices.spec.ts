import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { openSmartCardService, type SmartCardService } from '../fakes/smart-card-service.ts'
import { paymentCard, textMessage, type2Tag } from '../fakes/virtual-card.ts'
import { barcode, lines, openShop, type Shop, scan, signIn } from '../rig/shop.ts'

/* Store IT at the real window: a serial scanner on a pty, a card reader of the real smart card service. */

const { toast, water } = notableProducts
const supervisor = { code: '201', pin: '135790' }
let shop: Shop
let service: SmartCardService

test.beforeAll(async () => {
  service = await openSmartCardService()
  process.env['PCSCLITE_CSOCK_NAME'] = service.socket
  shop = await openShop({ members: 100 })
})

test.afterAll(async () => {
  delete process.env['PCSCLITE_CSOCK_NAME']
  await shop?.close()
  await service?.close()
})

test('[WZ11] store IT finds the devices, sees what they send, prints a test page and saves', async () => {
  const { page } = shop.till
  await page.getByTestId('cashier').click()
  await page.getByTestId('sign-out').click()
  await signIn(page, supervisor)
  await page.getByTestId('cashier').click()
  await page.getByTestId('open-devices').click()
  const found = page.getByTestId('found-device')
  await expect(found.first()).toBeVisible({ timeout: 15_000 })
  // The scanner on the pty is set up and in no list; the reader's two slots are found and not set up.
  await expect(found).toHaveCount(3)
  await scan(shop, barcode(water))
  await expect(page.getByTestId('heard-text').first()).toHaveText(barcode(water))
  await expect(lines(page)).toHaveCount(0)
  await page.locator('[data-testid=found-device][data-on=false] [data-testid=turn-device]').first().click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('devices-saved')).toBeVisible()
  await expect(page.getByTestId('card-reader-badge')).toHaveAttribute('data-state', 'ready', {
    timeout: 15_000,
  })
  const before = shop.printer.jobs.length
  await page.getByTestId('devices-print').click()
  await expect(page.getByTestId('test-page')).toBeVisible({ timeout: 15_000 })
  expect(shop.printer.jobs.length).toBe(before + 1)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('devices-panel')).toHaveCount(0)
})

test('[WZ12] the card reader just set up brings a tag into the sale and refuses a bank card kindly', async () => {
  const { page } = shop.till
  const takeTag = await service.present(type2Tag('04A1B2C3D4E5F6', textMessage(barcode(toast))))
  await expect(lines(page)).toHaveCount(1, { timeout: 15_000 })
  await takeTag()
  const card = paymentCard('11223344')
  const take = await service.present(card)
  await expect(page.getByTestId('refusal')).toBeVisible({ timeout: 15_000 })
  expect(card.asked.every((command) => command === '00a4040007d276000085010100')).toBe(true)
  await take()
  await scan(shop, barcode(water))
  await expect(lines(page)).toHaveCount(2)
})
