import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { notableProducts } from '../../central/seed/notable.ts'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { recentSales } from '../../db/journal/sale-table.ts'
import { openJournal } from '../../db/open.ts'
import { lines, openShop, type Shop } from '../rig/shop.ts'
import { createRandom } from '../sim/random.ts'

/* SIGKILL of the core between the tap and the answer: nothing lost, nothing doubled, and the screen says what became of it. */

const rounds = 20
/** The pause between tap and kill grows by this factor until a first sale is recorded: how long a tap takes to reach the core depends on the machine. */
const growth = 1.6
/** From then on it wanders around the moment of the commit by up to this much, in ms. */
const wanderMs = 6
const { crisps } = notableProducts

let shop: Shop

test.beforeAll(async () => {
  shop = await openShop({ members: 100 })
})

test.afterAll(async () => {
  await shop?.close()
})

test('[WI15] the core is killed at twenty moments of a payment', async () => {
  test.setTimeout(180_000)
  const { page } = shop.till
  const chance = createRandom(20_261_122)
  const told = { recorded: 0, kept: 0 }
  const core = await shop.till.coreProcess()
  let processId = core
  let pauseMs = 1
  for (let round = 0; round < rounds; round++) {
    // Tapped, not scanned: the new core may not have opened the scanner's line yet.
    if ((await lines(page).count()) === 0) await page.locator(`[data-sku="${crisps.sku}"]`).first().click()
    await expect(lines(page)).toHaveCount(1)
    await page.keyboard.press('F12')
    await page.getByTestId('quick-exact').click()
    // Pressed in the page itself: a mouse click would wait for the veil to go and press a second time.
    const tapped = page.evaluate(() => {
      document.querySelector<HTMLElement>('[data-testid="confirm-payment"]')?.click()
    })
    // A pause by the clock: the moment of the kill is the thing under test.
    await setTimeout(pauseMs)
    process.kill(processId, 'SIGKILL')
    await tapped
    processId = await shop.till.nextCoreProcess(processId)
    const fate = page.locator(
      '[data-testid="change-due"], [data-testid="recovered-banner"], [data-testid="not-recorded"]',
    )
    await expect(fate.first()).toBeVisible({ timeout: 15_000 })
    await expect(page.getByTestId('core-lost')).toHaveCount(0, { timeout: 15_000 })
    const notRecorded = (await page.getByTestId('not-recorded').count()) > 0
    if (notRecorded) told.kept += 1
    else told.recorded += 1
    if (told.recorded === 0) pauseMs *= growth
    else pauseMs = Math.max(0, pauseMs + (notRecorded ? 1 : -1) * chance.fraction() * wanderMs)
    await expect(lines(page)).toHaveCount(notRecorded ? 1 : 0)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  // Both fates have been seen, or the kills were not between the tap and the answer.
  expect(told.recorded).toBeGreaterThan(0)
  expect(told.kept).toBeGreaterThan(0)

  const keys = await shop.till.keys()
  await shop.till.close()
  const journal = openJournal({
    file: join(shop.till.folder, 'journal.db'),
    key: Buffer.from(keys.journal, 'hex'),
  })
  try {
    const sales = eventsAfter(journal, { epoch: 0, seq: 0 }, 1_000, 10_000_000).filter(
      (event) => event.type === 'sale.completed',
    )
    expect(sales).toHaveLength(told.recorded)
    expect(new Set(sales.map((event) => event.id)).size).toBe(sales.length)
    expect(recentSales(journal, 1_000)).toHaveLength(told.recorded)
  } finally {
    journal.close()
  }
})
