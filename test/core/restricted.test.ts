import { expect, test } from 'vitest'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal } from '../../db/open.ts'
import { transact } from '../../db/transact.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, coupons, wang } from './demo-chain.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { slipsOf, withPrinter, wordsOn } from './paper.ts'
import { keys, payCash, scan } from './till-parts.ts'
import { newTill, startTill } from './till-rig.ts'

test('[CO72] a restricted till sells and earns, and says on every screen that it does no more', async () => {
  const { folder, page } = await newTill({}, { restricted: true })
  expect(page.slice('till_changed').restricted).toBe('rolled_back')
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  expect(page.slice('basket_changed').member?.memberId).toBe(wang.memberId)
  outputOf(await payCash(page))
  const [sale] = eventsOf(folder, 'sale.completed')
  expect(sale?.data.earned?.points).toBeGreaterThan(0)
  expect(sale?.data.burned).toBeNull()
})

test('[RI20] the paper of a restricted till carries R beside what it cannot vouch for', async () => {
  const { folder, page } = await newTill(withPrinter, { restricted: true })
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  const { saleId } = outputOf(await payCash(page))
  expect(wordsOn(slipsOf(folder, saleId)[0])).toContain('[R 收银机受限]')
})

test('[CO73] what was put into a basket before the restriction takes nothing off, and the sale goes on', async () => {
  const { folder, page, till } = await newTill()
  await scan(page, codeOfOil(1))
  await scan(page, codeOfOil(2))
  await scan(page, wang.code)
  outputOf(await page.call('redeemCoupon', { couponId: coupons.good.couponId }))
  outputOf(await page.call('burnPoints', { points: points(100) }))
  const before = page.slice('basket_changed').toPay
  await till.stop()
  const journal = openJournal({
    file: `${folder}/journal.db`,
    key: Uint8Array.from(Buffer.from(keys.journal, 'hex')),
  })
  transact(journal, (tx) => saveSetting(tx, 'admittedEpoch', 2))
  journal.close()
  const again = startTill(folder)
  expect(again.page.slice('till_changed').restricted).toBe('not_admitted')
  expect(again.page.slice('basket_changed').toPay).toBeGreaterThan(before)
  outputOf(await payCash(again.page))
  const [sale] = eventsOf(folder, 'sale.completed')
  expect(sale?.data.burned).toBeNull()
  expect(sale?.data.coupons).toEqual([])
})
