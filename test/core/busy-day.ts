import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { codeOfOil, coupons, wang } from './demo-chain.ts'
import { begin, openSale, outputOf } from './refusal-row.ts'
import { generous, leaseOf } from './risk-rows.ts'
import { cash, type Furniture, type Page, payCash, scan } from './till-parts.ts'

/* A day at the counter of the members' chain with an act of every sort. Free of the test runner. */

/** A till whose limits and leases let such a day go by without a supervisor. */
export const busyFurniture: Furniture = {
  members: true,
  policy: generous,
  leases: [leaseOf(wang.memberId, 9_000)],
}

/** An answer that must be an output. */
async function done(answer: Promise<Parameters<typeof outputOf>[0]>): Promise<void> {
  outputOf(await answer)
}

/** Sells, burns, redeems, returns, exchanges, draws, donates, tops up, spends value and enrols; leaves a basket on hold and one open. */
export async function playBusyDay(page: Page): Promise<void> {
  await scan(page, codeOfOil(1))
  await page.call('setQuantity', { lineId: 1, amount: 3 })
  await scan(page, wang.code)
  await scan(page, coupons.good.code)
  await done(page.call('burnPoints', { points: points(300) }))
  const { saleId } = outputOf(await payCash(page))
  const lines = [{ place: 0, amount: 3 }]
  await done(page.call('returnSale', { actId: await begin(page), saleId, lines, reason: 'unwanted' }))

  await scan(page, wang.code)
  await done(page.call('exchangeGift', { actId: await begin(page), giftId: 'cup' }))
  for (let ticket = 0; ticket < 2; ticket++)
    await done(page.call('drawLottery', { actId: await begin(page) }))
  const topUp = { accountId: wang.memberId, amount: money(10_000), tenders: [cash(10_000)] }
  await done(page.call('topUpValue', { actId: await begin(page), ...topUp }))
  await page.call('clearBasket', {})

  await scan(page, codeOfOil(2))
  await scan(page, wang.code)
  const { toPay } = page.slice('basket_changed')
  const value = { kind: 'stored_value' as const, amount: money(2_000), accountId: wang.memberId }
  await done(
    page.call('commitSale', {
      saleId: openSale(page),
      toPay,
      tenders: [value, cash(toPay - 2_000)],
    }),
  )
  await done(
    page.call('enrolMember', {
      phone: '13912345678',
      name: '李小红',
      birthday: null,
      consents: { service: true, marketing: false, profiling: false },
      referrerCode: null,
    }),
  )
  await page.call('clearBasket', {})
  for (let oil = 3; oil < 8; oil++) {
    await scan(page, codeOfOil(oil))
    await done(payCash(page))
  }
  await scan(page, codeOfOil(8))
  await scan(page, wang.code)
  await done(page.call('holdBasket', {}))
  await scan(page, codeOfOil(9))
}
