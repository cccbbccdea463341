import { addSale } from '../../db/journal/sale-table.ts'
import { accountOf } from '../../db/overlay/accounts.ts'
import { findProduct } from '../../db/replica/product-table.ts'
import { type BasketLine, newBasket, spendingNothing } from '../../domain/basket.ts'
import { type CouponAtHand, judgeCoupon } from '../../domain/coupon.ts'
import type { TillEvent } from '../../domain/event.ts'
import { type Money, minMoney, money, subtractMoney, sumMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket } from '../../domain/price.ts'
import { belongsToSale } from '../../domain/redemption.ts'
import { type SettleInput, settleSale } from '../../domain/sale.ts'
import type { TenderWish } from '../../domain/tender.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { spentBySale } from '../../electron/core/sale-proof.ts'
import { decideAlone } from './alone.ts'
import { type Chance, type Counter, type People, record } from './counter.ts'

/**
 * One customer at a till: some goods, perhaps a member, coupons, points and stored value, priced, settled and committed
 * by the till's own rules. Answers the event the cashier was told of; null when nothing was sold or the till crashed.
 */
export function sell(counter: Counter, people: People, chance: Chance): TillEvent | null {
  const input = fillBasket(counter, people, chance)
  if (!input) return null
  return sellAs(counter, people, { input, chance })
}

/** Sells what is in a basket; where the till may not decide alone what it would spend, it sells without. */
function sellAs(
  counter: Counter,
  people: People,
  { input, chance }: { readonly input: PriceInput; readonly chance: Chance },
): TillEvent | null {
  const { random, tally } = chance
  const priced = priceBasket(input)
  const most = counter.isRestricted ? 0 : priced.burn.max
  const wish = most > 0 && random.chance(0.6) ? random.between(1, most / 100) * 100 : 0
  const price: PriceInput = { ...input, basket: { ...input.basket, pointsToBurn: points(wish) } }
  const toSettle = { ...tenderFor(counter, people, { price, chance }), price, lotId: counter.till.newId() }
  const trial = settleSale({ ...toSettle, receiptNumber: '' })
  if (!trial.ok) throw new Error(`a sale refused with ${trial.refusal.code}`)
  // Stored value is spent as by a till whose approval came too late: nobody is asked here.
  const spend = { ...spentBySale(trial.value.sale, price.coupons).spend, value: [] }
  const decided = decideAlone(counter.till, spend, counter.supervisorId, chance)
  if (!decided) return null
  if (!decided.ok) {
    tally.count('sale_without_what_was_refused')
    const basket = { ...spendingNothing(input.basket), saleId: counter.till.newId() }
    return sellAs({ ...counter, isRestricted: true }, people, {
      input: { ...input, basket, coupons: [] },
      chance,
    })
  }
  const event = record(
    counter,
    {
      decided: decided.value,
      id: price.basket.saleId,
      type: 'sale.completed',
      settle: (receiptNumber) => {
        const settled = settleSale({ ...toSettle, receiptNumber })
        if (!settled.ok) throw new Error(`a sale refused with ${settled.refusal.code}`)
        return settled.value.sale
      },
    },
    (tx, { data: sale, epoch, seq, time }) =>
      addSale(tx, {
        saleId: sale.saleId,
        epoch,
        seq,
        completedAt: time,
        receiptNumber: sale.receiptNumber,
        toPay: sale.toPay,
        paid: sumMoney(sale.tenders.map(({ amount }) => amount)),
        change: sale.change,
        earned: sale.earned?.points ?? points(0),
        burned: sale.burned?.points ?? points(0),
        itemCount: sale.lines.length,
        memberName: null,
      }),
  )
  if (!event) return null
  tally.count('sale')
  if (counter.till.restriction() !== null) tally.count('sale_while_restricted')
  if (event.data.burned) tally.count('sale_with_burn')
  if (event.data.coupons.length > 0) tally.count('sale_with_coupon')
  if ((event.data.earned?.debtPaid ?? 0) > 0) tally.count('sale_with_debt_paid')
  if (event.data.tenders.some(({ kind }) => kind === 'stored_value')) tally.count('sale_with_value')
  return event as TillEvent
}

/** What the customer pays with: now and then from an account, as far as it goes, the rest with something else. */
function tenderFor(
  { overlay, moment, isRestricted }: Counter,
  { cardIds }: People,
  { price, chance }: { readonly price: PriceInput; readonly chance: Chance },
): Pick<SettleInput, 'tenders' | 'accounts' | 'offline' | 'spentToday'> {
  const { random, tally } = chance
  const { toPay } = priceBasket(price)
  const own = price.standing?.account ?? null
  const card = accountOf(overlay, random.pick(cardIds), moment)
  const asked = random.chance(0.5) ? own : (card?.account ?? null)
  const accounts: ValueAccount[] = asked ? [asked] : []
  const spentToday = card ? { [card.account.accountId]: card.spentToday } : {}
  const rest = (amount: Money): TenderWish[] =>
    amount > 0 ? [{ kind: random.pick(['cash', 'card', 'mobile']), amount, accountId: null }] : []
  const plain = { tenders: rest(toPay), accounts, offline: true, spentToday }
  if (!asked || isRestricted || random.chance(0.5)) return plain
  const value = minMoney(toPay, money(asked.principal + asked.gift))
  if (value === 0) return plain
  const { accountId } = asked
  const tenders = [
    { kind: 'stored_value' as const, amount: value, accountId },
    ...rest(subtractMoney(toPay, value)),
  ]
  const trial = settleSale({ ...plain, price, tenders, lotId: accountId, receiptNumber: '' })
  if (trial.ok) return { ...plain, tenders }
  tally.count(`value_refused_${trial.refusal.code}`)
  return plain
}

function fillBasket(counter: Counter, people: People, { random, tally }: Chance): PriceInput | null {
  const { overlay, programme, store, now } = counter
  if (!overlay.replica) return null
  const lines: BasketLine[] = []
  for (let lineId = 1; lineId <= random.between(1, 3); lineId++) {
    const product = findProduct(overlay.replica, random.pick(people.skus))
    if (!product) continue
    lines.push({
      lineId,
      product,
      quantity: { unit: 'piece', amount: random.between(1, 4) },
      labelPrice: null,
    })
  }
  if (lines.length === 0) return null
  const memberId = random.chance(0.75) ? random.pick(people.memberIds) : null
  const standing = memberId ? counter.standing(memberId) : null
  const offered: (CouponAtHand | null)[] = []
  if (!counter.isRestricted && random.chance(0.5)) {
    offered.push(counter.coupon(random.pick(people.bearerCouponIds), standing?.member.memberId ?? null))
  }
  if (standing && !counter.isRestricted && random.chance(0.6)) {
    const own = counter.coupons(standing.member.memberId)
    offered.push(...own.filter(({ template }) => belongsToSale(template)).slice(0, 2))
  }
  const coupons = offered
    .filter((coupon) => coupon !== null)
    .filter((coupon) => {
      const judged = judgeCoupon(coupon, counter.context(standing))
      if (!judged.ok) tally.count(`coupon_refused_${judged.refusal.code}`)
      return judged.ok
    })
  const basket = {
    ...newBasket(counter.till.newId(), now),
    lines,
    nextLineId: lines.length + 1,
    memberId: standing?.member.memberId ?? null,
    couponIds: coupons.map(({ coupon }) => coupon.couponId),
  }
  return { basket, standing, coupons, programme, store, now }
}
