import { assert } from './assert.ts'
import { benefitsOf } from './benefits.ts'
import { type Bps, type Money, subtractMoney } from './money.ts'
import type { PricedBasket, PricedLine, PriceInput } from './price.ts'
import type { LocalText } from './text.ts'

/** One step from what a line is listed at to what it costs. */
export type PriceStep =
  /** The price of the goods: pieces or grams of a list price, or what the label says. */
  | { readonly kind: 'list'; readonly amount: Money; readonly labelled: boolean }
  /** What tier or paid membership takes off: `rateBps` is paid. */
  | {
      readonly kind: 'tier' | 'plan'
      readonly name: LocalText
      readonly rateBps: Bps
      readonly amount: Money
    }
  | {
      /** `presale`: for all it has not begun yet. */
      readonly kind: 'campaign' | 'presale'
      readonly campaignId: string
      readonly name: LocalText
      readonly rateBps: Bps
      readonly amount: Money
    }
  /** This line's share of what a coupon takes off the goods it is for. */
  | {
      readonly kind: 'coupon'
      readonly couponId: string
      readonly name: LocalText
      /** Of a percentage off; null for the other kinds. */
      readonly rateBps: Bps | null
      readonly amount: Money
    }
  | { readonly kind: 'net'; readonly amount: Money }

export interface LineExplanation {
  readonly lineId: number
  readonly name: LocalText
  /** `list` first, `net` last; the steps between take `amount` off each and lead from one to the other to the fen. */
  readonly steps: readonly PriceStep[]
}

/** Line by line why a basket costs what it costs, for a cashier to read out (loyalty.md 5). `priced` = `priceBasket(input)`. */
export function explainPrice(priced: PricedBasket, input: PriceInput): LineExplanation[] {
  const base = baseOf(input)
  return priced.lines.map((line) => {
    const { product, lineId, labelPrice } = line.line
    const steps: PriceStep[] = [{ kind: 'list', amount: line.gross, labelled: labelPrice !== null }]
    if (line.tierDiscount > 0) {
      assert(base, 'a tier’s discount has a tier')
      steps.push({ ...base, amount: line.tierDiscount })
    }
    if (line.campaignDiscount > 0) steps.push(campaignStep(line, priced, input.now))
    for (const { couponId, amount } of line.couponShares) {
      const at = input.coupons.find(({ coupon }) => coupon.couponId === couponId)
      assert(at, `coupon ${couponId} was applied from those at hand`)
      const { name, benefit } = at.template
      const rateBps = benefit.kind === 'percent_off' ? benefit.payBps : null
      steps.push({ kind: 'coupon', couponId, name, rateBps, amount })
    }
    steps.push({ kind: 'net', amount: line.net })
    return { lineId, name: product.name, steps }
  })
}

/** What the steps of a line leave: the list price less all that is taken off. */
export function leftOf({ steps }: LineExplanation): Money {
  const [list, ...others] = steps
  assert(list, 'every line has a list price')
  return others
    .filter(({ kind }) => kind !== 'net')
    .reduce((left, { amount }) => subtractMoney(left, amount), list.amount)
}

/** Whose rate the customer pays. */
function baseOf(input: PriceInput) {
  const { tier, payBps, payBy, plans } = benefitsOf(input)
  if (!tier || payBps === null) return null
  const plan = payBy === 'plan' ? plans.find((one) => one.payBps === payBps) : null
  return plan
    ? ({ kind: 'plan', name: plan.name, rateBps: payBps } as const)
    : ({ kind: 'tier', name: tier.name, rateBps: payBps } as const)
}

function campaignStep(
  { priceCampaignId, campaignDiscount }: PricedLine,
  { running }: PricedBasket,
  now: number,
): PriceStep {
  const campaign = running.find(({ campaignId }) => campaignId === priceCampaignId)
  assert(campaign?.effect.kind === 'price', 'a campaign’s discount has a campaign')
  const { campaignId, name, effect, time } = campaign
  const kind = time.from !== null && now < time.from ? 'presale' : 'campaign'
  return { kind, campaignId, name, rateBps: effect.payBps, amount: campaignDiscount }
}
