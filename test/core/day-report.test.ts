import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, coupons, staff, wang } from './demo-chain.ts'
import { accounts } from './demo-value.ts'
import { eventsOf, outputOf } from './member-rig.ts'
import { begin, openSale, soldOils } from './refusal-row.ts'
import { generous, leaseOf } from './risk-rows.ts'
import { cash, type Page, payCash, scan } from './till-parts.ts'
import { newTill } from './till-rig.ts'

/** A day with one of everything: two sales to Wang, one to nobody, a return, a gift, a draw, a donation, a top-up. */
async function busyDay(page: Page): Promise<void> {
  const { saleId } = await soldOils(page)
  await scan(page, codeOfOil(1))
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  await page.call('burnPoints', { points: points(100) })
  await payCash(page)
  await scan(page, codeOfOil(1))
  const { toPay } = page.slice('basket_changed')
  await page.call('commitSale', {
    saleId: openSale(page),
    toPay,
    tenders: [
      { kind: 'stored_value', amount: money(1_000), accountId: accounts.card.accountId },
      cash(toPay - 1_000),
    ],
  })
  await page.call('returnSale', {
    actId: await begin(page),
    saleId,
    lines: [{ place: 0, amount: 1 }],
    reason: 'unwanted',
  })
  await scan(page, wang.code)
  await page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' })
  await page.call('drawLottery', { actId: await begin(page) })
  await page.call('topUpValue', {
    actId: await begin(page),
    accountId: wang.memberId,
    amount: money(10_000),
    tenders: [cash(10_000)],
  })
}

test('[DY1] the day’s report counts everything this till did, heard of by the chain or not', async () => {
  const { page } = await newTill({}, { policy: generous, leases: [leaseOf(accounts.card.accountId, 9_000)] })
  await busyDay(page)
  const report = outputOf(await page.call('dayReport', { day: null }))
  expect(report).toMatchObject({
    day: '2026-11-22',
    sales: 3,
    // ¥90, ¥40 less ¥1 in points, ¥50.
    turnover: 9_000 + 3_900 + 5_000,
    returns: 1,
    returned: 4_500,
    memberSales: 2,
    memberTurnover: 12_900,
    // 54 + 54, and 1.2 × ¥39.
    pointsEarned: 108 + 46,
    pointsBurned: 100 + 300 + 200,
    valueToppedUp: 10_000,
    valueSpent: 1_000,
    gifts: 1,
    draws: 1,
    donated: 0,
    enrolled: 0,
    redemptions: [{ name: { zh: '满40减5' }, uses: 1, amount: 500 }],
    suggestions: { shown: 6, taken: 0 },
    anomalies: 0,
  })
  expect(report.hours).toHaveLength(24)
  expect(report.hours[12]).toEqual({ hour: 12, sales: 3, turnover: 17_900 })
  expect(report.hours.filter(({ sales }) => sales > 0)).toHaveLength(1)
})

test('[DY2] a day ends at the store’s midnight, and another day is asked for by its date', async () => {
  const { clock, page } = await newTill()
  await soldOils(page)
  clock.move(12 * 3_600_000)
  const today = outputOf(await page.call('dayReport', { day: null }))
  expect(today).toMatchObject({ day: '2026-11-23', sales: 0, turnover: 0, redemptions: [] })
  const yesterday = outputOf(await page.call('dayReport', { day: '2026-11-22' }))
  expect(yesterday).toMatchObject({ day: '2026-11-22', sales: 1 })
})

test('[DY3] the export is a file below the till’s folder, named by till and day, and an event says who took it', async () => {
  const { folder, page } = await newTill(
    {},
    { signedIn: 'supervisor', policy: generous, leases: [leaseOf(accounts.card.accountId, 9_000)] },
  )
  await busyDay(page)
  const { file } = outputOf(await page.call('exportDayReport', { day: '2026-11-22' }))
  expect(file).toBe(join(folder, 'exports', 'S01-T1-2026-11-22.csv'))
  const text = readFileSync(file, 'utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text).toContain('179.00')
  expect(text).not.toContain('王')
  expect(eventsOf(folder, 'report.exported')).toMatchObject([
    { actor: staff.supervisor.staffId, data: { day: '2026-11-22', kind: 'day_report' } },
  ])
})

test('[DY4] store IT reads and takes the report without being able to sell; a cashier reads it only', async () => {
  const it = await newTill({}, { signedIn: 'storeIt' })
  expect(await it.page.call('dayReport', { day: null })).toHaveProperty('output')
  expect(await it.page.call('exportDayReport', { day: null })).toHaveProperty('output')
  const cashier = await newTill()
  expect(await cashier.page.call('dayReport', { day: null })).toHaveProperty('output')
  expect(await cashier.page.call('exportDayReport', { day: null })).toMatchObject({
    refusal: { code: 'role_not_allowed' },
  })
})

test('[DY5] a day that no calendar has is an empty report, never a fault', async () => {
  const { bugs, page } = await newTill()
  await soldOils(page)
  for (const day of ['0000-00-00', '2026-02-30', '2026-13-45', '9999-99-99']) {
    expect(await page.call('dayReport', { day })).toMatchObject({ output: { day, sales: 0, turnover: 0 } })
  }
  expect(bugs).toEqual([])
})
