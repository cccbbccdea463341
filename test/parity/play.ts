import { eventDataSchemas } from '../../contract/event-data.ts'
import { bestCoupons } from '../../domain/best-price.ts'
import { effectsOf } from '../../domain/effect.ts'
import { recomputeSale } from '../../domain/recompute.ts'
import { settleReturn } from '../../domain/refund.ts'
import { type SaleCompleted, type SettleInput, settleSale } from '../../domain/sale.ts'
import { createRandom, type Random } from '../sim/random.ts'
import { firstDifference } from './first-difference.ts'
import { newId } from './generate-programme.ts'
import { makePriceInput, makeReturn, makeTenders, type Sold } from './generate-sale.ts'
import { makeShop, type Shop } from './generate-shop.ts'
import { bestNaively } from './naive-best.ts'
import { type Laws, trueLaws } from './naive-laws.ts'
import { returnNaively } from './naive-return.ts'
import { priceNaively, settleNaively } from './naive-sale.ts'
import { applyEffects, bookReturn, bookSale, type Ledger, newLedger } from './world.ts'

/* Sale after sale of one shop through the till's functions, the central's, and the oracle; every figure compared. */

export const salesPerShop = 40

/** What happened, so that a run in which nothing much does proves nothing. */
export type Happened = Record<string, number>

interface Run {
  readonly random: Random
  readonly laws: Laws
  readonly shop: Shop
  /** By the till's events, and by the oracle. */
  readonly till: Ledger
  readonly oracle: Ledger
  readonly sold: Sold[]
  readonly happened: Happened
}

/** A difference between the till, the central and the oracle, with what to play again. */
export class Differs extends Error {
  override readonly name = 'Differs'
}

function note(happened: Happened, what: string, times = 1): void {
  happened[what] = (happened[what] ?? 0) + times
}

function compare(what: string, mine: unknown, theirs: unknown, told: unknown): void {
  const difference = firstDifference(mine, theirs)
  if (difference === null) return
  throw new Differs(`${what}: ${difference}\n${JSON.stringify(told)}`)
}

function startLedger(shop: Shop): Ledger {
  const ledger = newLedger()
  for (const lot of shop.lots) ledger.lots.set(lot.lotId, lot)
  for (const { memberId, debt, hasBought } of shop.members) {
    ledger.debts.set(memberId, debt)
    if (hasBought) ledger.bought.add(memberId)
  }
  for (const { accountId, principal, gift } of shop.accounts)
    ledger.values.set(accountId, { principal, gift })
  return ledger
}

/** Plays a shop of this seed; throws `Differs` where two disagree. */
export function playShop(seed: number, laws: Laws = trueLaws, happened: Happened = {}): Happened {
  const random = createRandom(seed)
  const shop = makeShop(random, seed)
  const run: Run = {
    random,
    laws,
    shop,
    till: startLedger(shop),
    oracle: startLedger(shop),
    sold: [],
    happened,
  }
  let now = shop.start
  try {
    for (let each = 0; each < salesPerShop; each++) {
      sellOnce(run, now)
      if (random.chance(0.4)) bringBack(run, now)
      now += pause(random)
    }
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    throw new Differs(`seed ${seed}, ${shop.store.timeZone}, ${new Date(now).toISOString()}: ${words}`, {
      cause,
    })
  }
  return happened
}

/** What the central reads of a sale. */
function hear(sale: SaleCompleted): SaleCompleted {
  return eventDataSchemas['sale.completed'].parse(JSON.parse(JSON.stringify(sale)))
}

/** To the next customer: minutes or hours, now and then days, seldom so long that lots and return windows end. */
function pause(random: Random): number {
  if (random.chance(0.85)) return random.between(1, 7_200_000)
  return (random.chance(0.93) ? random.between(1, 5) : random.between(20, 60)) * 86_400_000
}

function sellOnce(run: Run, now: number): void {
  const { random, laws, shop, till, oracle, happened } = run
  const price = makePriceInput(random, shop, till, now)
  const priced = priceNaively(laws, price)
  const tenders = makeTenders(random, shop, till, price.basket.memberId, priced.payable - priced.burn.amount)
  const input: SettleInput = {
    price,
    tenders,
    accounts: shop.accounts.map(
      (account) => ({ ...account, ...till.values.get(account.accountId) }) as typeof account,
    ),
    offline: random.chance(0.4),
    spentToday: Object.fromEntries(
      shop.accounts
        .filter(({ memberId }) => memberId === null)
        .map(({ accountId }) => [accountId, random.below(3_000)]),
    ) as SettleInput['spentToday'],
    lotId: newId(random),
    receiptNumber: `S01-T1-1-${run.sold.length}`,
  }
  const mine = settleSale(input)
  const theirs = settleNaively(laws, input)
  const told = { input: { ...input, price: { ...price, programme: undefined } } }
  if (random.chance(price.coupons.length <= 5 ? 0.06 : 0.2) && price.coupons.length <= 8)
    compareBest(run, price)
  if (!mine.ok || 'refused' in theirs) {
    compare('refusal', mine.ok ? null : mine.refusal.code, 'refused' in theirs ? theirs.refused : null, told)
    note(happened, 'refused')
    if (!mine.ok) note(happened, `refused_${mine.refusal.code}`)
    return
  }
  const { sale } = mine.value
  compare('sale', sale, theirs.sale, told)
  comparePriced(run, mine.value.priced, theirs.priced, told)
  const heard = hear(sale)
  compare('heard', heard, sale, told)
  compare('central', recomputeSale(heard, now, shop.programme, shop.store), [], { sale })
  applyEffects(till, effectsOf({ type: 'sale.completed', time: now, data: heard }))
  bookSale(oracle, theirs.sale)
  compareLedgers(run, sale)
  run.sold.push({ sale: heard, time: now, earlier: [] })
  tally(happened, sale)
}

function comparePriced(
  { happened }: Run,
  mine: Extract<ReturnType<typeof settleSale>, { ok: true }>['value']['priced'],
  theirs: ReturnType<typeof priceNaively>,
  told: unknown,
): void {
  const { idleCoupons, burn } = mine
  const idle = idleCoupons.map(({ couponId, refusal }) => ({ couponId, code: refusal.code }))
  compare('idle coupons', idle, theirs.coupons.idle, told)
  for (const { code } of idle) note(happened, `idle_${code}`)
  const { max, inflatedMax } = theirs.burn
  compare('burn max', burn.max, max, told)
  if (inflatedMax !== null && max > 0) compare('inflated max', burn.inflatedMax, inflatedMax, told)
}

function compareLedgers({ till, oracle }: Run, told: unknown): void {
  for (const part of Object.keys(till) as (keyof Ledger)[]) {
    const mine = till[part]
    const theirs = oracle[part]
    if (mine.size !== theirs.size) compare(part, [...mine], [...theirs], told)
    for (const key of mine.keys()) compare(`${part} ${key}`, figureOf(mine, key), figureOf(theirs, key), told)
  }
}

function figureOf(part: Ledger[keyof Ledger], key: string): unknown {
  return part instanceof Set ? part.has(key) : part.get(key)
}

function compareBest({ laws, happened }: Run, price: Parameters<typeof bestCoupons>[0]): void {
  const { couponIds, saved, isProven } = bestCoupons(price, price.coupons)
  const theirs = bestNaively(laws, price)
  compare('best price', { saved, isProven, couponIds }, { ...theirs, isProven: true }, { price })
  note(happened, 'best_price')
}

function bringBack(run: Run, now: number): void {
  const { random, laws, shop, till, oracle, sold, happened } = run
  if (sold.length === 0) return
  const one = random.chance(0.6)
    ? (sold.at(-1 - random.below(Math.min(5, sold.length))) as Sold)
    : random.pick(sold)
  const input = makeReturn(random, shop, till, one, now)
  const mine = settleReturn(input)
  const theirs = returnNaively(laws, input)
  const told = { ...input, programme: undefined }
  if (!mine.ok || 'refused' in theirs) {
    compare(
      'refused return',
      mine.ok ? null : mine.refusal.code,
      'refused' in theirs ? theirs.refused : null,
      told,
    )
    note(happened, 'return_refused')
    return
  }
  const none = {
    takenBack: { points: 0, lots: [], debt: 0 },
    givenBack: { points: 0, lots: [], ofFamily: null },
  }
  const returned = mine.value
  const whole = {
    ...returned,
    takenBack: returned.takenBack ?? none.takenBack,
    givenBack: returned.givenBack ?? none.givenBack,
  }
  compare('return', whole, theirs.returned, told)
  const heard = eventDataSchemas['sale.returned'].parse(JSON.parse(JSON.stringify(returned)))
  compare('heard return', heard, returned, told)
  applyEffects(till, effectsOf({ type: 'sale.returned', time: now, data: heard }))
  bookReturn(oracle, theirs.returned)
  compareLedgers(run, returned)
  one.earlier.push(...returned.lines.map(({ place, amount }) => ({ place, amount })))
  note(happened, 'return')
  if (whole.takenBack.debt > 0) note(happened, 'return_into_debt')
  if (whole.givenBack.lots.some(({ expiresAt }) => expiresAt !== null))
    note(happened, 'return_to_expired_lot')
  if (whole.givenBack.points > 0) note(happened, 'return_with_points_back')
  if (whole.givenBack.ofFamily) note(happened, 'return_to_family')
  if (returned.couponsRestored.length > 0) note(happened, 'coupon_restored')
}

function tally(happened: Happened, sale: SaleCompleted): void {
  note(happened, 'sale')
  if (sale.burned) note(happened, 'burn')
  if (sale.burned && sale.burned.inflated > 0) note(happened, 'burn_inflated')
  if (sale.burned && sale.burned.ofFamily > 0) note(happened, 'burn_of_family')
  if (sale.earned) note(happened, 'earn')
  if (sale.earned && sale.earned.debtPaid > 0) note(happened, 'debt_paid')
  if (sale.coupons.length > 0) note(happened, 'coupon')
  if (sale.coupons.length > 1) note(happened, 'coupons_stacked')
  if (sale.campaignDiscount > 0) note(happened, 'price_campaign')
  if (sale.plan) note(happened, 'plan')
  if (sale.change > 0) note(happened, 'change')
  if (sale.tenders.some(({ kind }) => kind === 'stored_value')) note(happened, 'stored_value')
  if (sale.lines.some(({ unearningShare }) => unearningShare > 0)) note(happened, 'unearning')
}
