import { assert } from '../../domain/assert.ts'
import { bestCoupons } from '../../domain/best-price.ts'
import { money, noMoney } from '../../domain/money.ts'
import { priceBasket } from '../../domain/price.ts'
import { settleSale } from '../../domain/sale.ts'
import { idAt } from '../chain/facts.ts'
import { seededChance } from '../chance.ts'
import { answerParent, childInput } from '../child.ts'
import { fullBasket, fullWallet } from './full-basket.ts'

/* What pricing a full basket takes: 40 lines, 30 coupons at hand, a member with points. */

export interface PricingInput {
  readonly baskets: number
  readonly warmUps: number
}

/** Milliseconds of each, one of each basket. */
export interface PricingTimes {
  /** The best combination of 30 coupons that stack by kind, as a chain's do: the quickest of three times. */
  readonly bestPrice: readonly number[]
  /** The same of 30 coupons half of which stand beside any other. */
  readonly bestPriceFree: readonly number[]
  /** All times of both, those in which the machine did something else among them. */
  readonly everyBestPrice: readonly number[]
  /** Pricing with twelve coupons, tenders and all figures of the sale. */
  readonly settle: readonly number[]
  /** How many of the combinations were proven to be the cheapest, in each of both. */
  readonly proven: number
  readonly provenFree: number
}

const lineCount = 40
const couponCount = 30
const { baskets, warmUps } = childInput<PricingInput>()
const chance = seededChance(20_261_010)

function timed<T>(act: () => T): { readonly result: T; readonly ms: number } {
  const from = performance.now()
  const result = act()
  return { result, ms: performance.now() - from }
}

interface Searched {
  readonly ms: number
  readonly every: readonly number[]
  readonly isProven: boolean
}

function measureBest(stacking: 'by_kind' | 'free'): Searched {
  const wallet = fullWallet(chance, couponCount, stacking)
  const basket = fullBasket(chance, lineCount, wallet)
  // The same basket again is the same work: what it takes longer then, somebody else on the machine took.
  const tries = Array.from({ length: 3 }, () => timed(() => bestCoupons(basket, wallet)))
  const every = tries.map(({ ms }) => ms)
  assert(
    tries.every(({ result }) => result.saved > 0),
    'a wallet of 30 saves something',
  )
  return { ms: Math.min(...every), every, isProven: tries.every(({ result }) => result.isProven) }
}

function measureSettling(): number {
  const price = fullBasket(chance, lineCount, fullWallet(chance, couponCount, 'free'))
  const { toPay } = priceBasket(price)
  const input = {
    price,
    tenders: toPay > 0 ? [{ kind: 'cash' as const, amount: money(toPay + 5_000), accountId: null }] : [],
    accounts: [],
    offline: true,
    spentToday: { [idAt('member', 0)]: noMoney },
    lotId: idAt('lot', 1_000_000),
    receiptNumber: 'S01-T1-1-000001',
  }
  const { result, ms } = timed(() => settleSale(input))
  assert(result.ok && result.value.sale.earned, 'a member’s sale earns')
  return ms
}

const times = {
  bestPrice: [] as number[],
  bestPriceFree: [] as number[],
  everyBestPrice: [] as number[],
  settle: [] as number[],
  proven: 0,
  provenFree: 0,
}
for (let nth = -warmUps; nth < baskets; nth++) {
  const byKind = measureBest('by_kind')
  const free = measureBest('free')
  const settle = measureSettling()
  if (nth < 0) continue
  times.bestPrice.push(byKind.ms)
  times.bestPriceFree.push(free.ms)
  times.everyBestPrice.push(...byKind.every, ...free.every)
  times.settle.push(settle)
  times.proven += byKind.isProven ? 1 : 0
  times.provenFree += free.isProven ? 1 : 0
}
const output: PricingTimes = times
await answerParent(output)
process.exit(0)
