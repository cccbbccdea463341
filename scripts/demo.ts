import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { notableCoupons, notableMembers, notableProducts } from '../central/seed/notable.ts'
import { decodeEscpos, printedRows, rasterPng } from '../test/fakes/escpos-decoder.ts'
import { approve, barcode, killCore, lines, openShop, pay, type Shop, scan } from '../test/rig/shop.ts'
import { type Comparison, compareTillAndCentral } from './demo-compare.ts'

/*
 * `npm run demo`: the main job on real input. A central in its own process, the till in a real window, a serial
 * scanner on a pty and a receipt printer on a TCP port; sales with the network on and off, a killed core in the
 * middle, and at the end a comparison of till, central and paper that decides the exit code.
 */

const limitMs = 85_000
const folder = join(import.meta.dirname, '..', '.cache', 'demo')
const shots = join(folder, 'screenshots')
const papers = join(folder, 'receipts')
const startedAt = performance.now()

const { rice, peanutOil, soySauce, milk, toast, crisps, water, tissues } = notableProducts
const { gold, silver } = notableMembers

function say(line: string): void {
  console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s] ${line}`)
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })
}

async function main(): Promise<number> {
  rmSync(folder, { recursive: true, force: true })
  for (const path of [folder, shots, papers]) mkdirSync(path, { recursive: true })
  say('starting the central, the scanner, the printer and the till')
  const shop = await openShop({ folder, members: 10_000 })
  try {
    say('till enrolled, loaded, cashier signed in')
    await sellToGoldMember(shop)
    await shop.cutOff()
    say('the central is gone: its process was stopped')
    await sellOffline(shop)
    await shop.reconnect()
    say('the central is back')
    await waitUntilDrained(shop)
    return report(await compare(shop))
  } finally {
    await shop.close()
  }
}

/** The member by code, four goods, a coupon, points burned, cash with change. */
async function sellToGoldMember(shop: Shop): Promise<void> {
  const { page } = shop.till
  await scan(shop, gold.code)
  await expect(page.getByTestId('member-strip')).toContainText('王')
  for (const product of [rice, peanutOil, milk, soySauce]) await scan(shop, barcode(product))
  await expect(lines(page)).toHaveCount(4)
  await scan(shop, notableCoupons.goldFiftyOff200.code)
  await expect(page.getByTestId('coupon-applied')).toHaveCount(1)
  await shoot(page, '1-sale')
  await page.keyboard.press('F12')
  await page.getByTestId('burn-max').click()
  await expect(page.getByTestId('burned-points')).not.toHaveText(/^0/)
  await shoot(page, '2-pay')
  await page.getByTestId('quick-next').first().click()
  await page.getByTestId('confirm-payment').click()
  // So many points want a second person's word.
  await expect(page.getByTestId('step-up-panel')).toBeVisible()
  await shoot(page, '2-second-proof')
  await approve(page)
  await expect(page.getByTestId('change-due')).toBeVisible()
  await shoot(page, '3-change')
  await shop.printer.job(0, 10_000)
  say(
    `sold to a gold member: coupon, points and cash; change ${await page.getByTestId('change-due').innerText()}`,
  )
}

/** Five sales without a central: two redemptions, a refused second use, and the core killed in the middle. */
async function sellOffline(shop: Shop): Promise<void> {
  const { page } = shop.till
  await sellOnce(shop, [rice, milk, tissues], {
    member: silver.code,
    coupon: notableCoupons.silverTwentyOff100.code,
  })
  say('offline sale 1, with a redemption')

  await scan(shop, silver.code)
  for (const product of [rice, milk]) await scan(shop, barcode(product))
  await expect(lines(page)).toHaveCount(2)
  await scan(shop, notableCoupons.silverTwentyOff100.code)
  await expect(page.getByTestId('refusal')).toBeVisible()
  await shoot(page, '4-second-use-refused')
  say(`second use refused: ${(await page.getByTestId('refusal').innerText()).replaceAll('\n', ' ')}`)
  await pay(page)
  say('offline sale 2')

  await sellOnce(shop, [rice, peanutOil, toast, crisps, water], {
    member: gold.code,
    coupon: notableCoupons.bearerTenVoucher.code,
    shot: '5-offline-sale',
  })
  say('offline sale 3, with a redemption')

  for (const product of [rice, crisps, water]) await scan(shop, barcode(product))
  await expect(lines(page)).toHaveCount(3)
  const before = await page.getByTestId('to-pay').innerText()
  await killCore(shop)
  await expect(page.getByTestId('pay-button')).toBeEnabled()
  await expect(lines(page)).toHaveCount(3)
  await expect(page.getByTestId('to-pay')).toHaveText(before)
  say('core killed by SIGKILL and back by itself, the basket as it was')
  await scan(shop, barcode(toast))
  await expect(lines(page)).toHaveCount(4)
  await shoot(page, '6-after-kill')
  await pay(page)
  say('offline sale 4')

  await sellOnce(shop, [peanutOil], { member: gold.code })
  say('offline sale 5')
  await expect(page.getByTestId('sync-badge')).toContainText(/\d/)
  await shoot(page, '7-offline')
}

async function sellOnce(
  shop: Shop,
  products: readonly { readonly gtin: string | null }[],
  extra: { readonly member?: string; readonly coupon?: string; readonly shot?: string } = {},
): Promise<void> {
  const { page } = shop.till
  if (extra.member) await scan(shop, extra.member)
  for (const product of products) await scan(shop, barcode(product))
  await expect(lines(page)).toHaveCount(products.length)
  if (extra.coupon) {
    await scan(shop, extra.coupon)
    await expect(page.getByTestId('coupon-applied')).toHaveCount(1)
  }
  if (extra.shot) await shoot(page, extra.shot)
  await pay(page)
}

async function waitUntilDrained(shop: Shop): Promise<void> {
  const { page } = shop.till
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-state', 'online', { timeout: 20_000 })
  await expect(page.getByTestId('sync-badge')).toHaveAttribute('data-waiting', '0', { timeout: 20_000 })
  await shop.printer.job(5, 10_000)
  await shoot(page, '8-drained')
  say('the queue has drained')
}

async function compare(shop: Shop): Promise<Comparison[]> {
  for (const [index, job] of shop.printer.jobs.entries()) keepPaper(index + 1, job.bytes)
  const keys = await shop.till.keys()
  await shop.till.close()
  return compareTillAndCentral({
    folder: shop.till.folder,
    keys,
    central: shop.central(),
    printed: shop.printer.jobs,
    now: Date.now(),
  })
}

/** A receipt as its bytes, its text and the QR code on it. */
function keepPaper(number: number, bytes: Uint8Array): void {
  const operations = decodeEscpos(bytes)
  const text = printedRows(operations).map((printedRow) => printedRow.text)
  writeFileSync(join(papers, `${number}.bin`), bytes)
  writeFileSync(join(papers, `${number}.txt`), `${text.join('\n')}\n`)
  for (const operation of operations)
    if (operation.op === 'raster')
      writeFileSync(join(papers, `${number}-qr.png`), rasterPng(operation.raster))
}

function report(rows: readonly Comparison[]): number {
  console.log()
  console.table(
    rows.map(({ what, till, other, same }) => ({
      what,
      till: till.slice(0, 46),
      'central or paper': other.slice(0, 46),
      same: same ? '✓' : '✕ DIFFERS',
    })),
  )
  const differing = rows.filter(({ same }) => !same).length
  console.log(`screenshots  ${shots}`)
  console.log(`receipts     ${papers}`)
  say(
    differing === 0
      ? `${rows.length} comparisons, all the same`
      : `${differing} of ${rows.length} comparisons differ`,
  )
  return differing === 0 ? 0 : 1
}

const limit = setTimeout(() => {
  console.error(`the demo did not end within ${limitMs / 1_000} s`)
  process.exit(3)
}, limitMs)
const code = await main()
clearTimeout(limit)
process.exit(code)
