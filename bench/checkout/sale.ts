import { assert } from '../../domain/assert.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { productCode, productCount } from '../chain/facts.ts'
import { couponAt, memberAt } from '../chain/members.ts'
import { chosenBelow } from '../chance.ts'
import type { HeadlessTill } from './headless-till.ts'

const productsPerSale = 5
const pointsPerSale = points(200)

/**
 * Rings up a usual sale: a member by code, five products, a coupon, points; all but the payment. Answers how long the
 * member's scan took, in ms.
 */
export async function ringUp(till: HeadlessTill, chance: () => number, members: number): Promise<number> {
  const scan = (text: string) => till.call('takeScan', { text, source: 'wedge' })
  const member = chosenBelow(chance, members)
  const { tookMs } = await scan(memberAt(member).code)
  for (let nth = 0; nth < productsPerSale; nth++) await scan(productCode(chosenBelow(chance, productCount)))
  await scan(couponAt(member, 0).code)
  await till.call('burnPoints', { points: pointsPerSale })
  return tookMs
}

/** Pays what is rung up in cash with change. Answers how long the checkout took, in ms. */
export async function checkOut(till: HeadlessTill): Promise<number> {
  const { saleId, toPay, coupons, burn } = till.basket()
  assert(saleId && toPay > 0, 'there is something to pay')
  assert(burn.points === pointsPerSale && coupons.some(({ state }) => state === 'applied'), 'a full sale')
  const handed = money(Math.ceil(toPay / 10_000) * 10_000)
  const { output, tookMs } = await till.call('commitSale', {
    saleId,
    toPay,
    tenders: [{ kind: 'cash', amount: handed, accountId: null }],
  })
  assert(output.saleId === saleId, 'this very sale was committed')
  return tookMs
}
