import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { checkRules } from './check-rules.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteRedemption, noteVisit } from './post-members.ts'
import { learnSignedCoupon } from './signed-coupon.ts'

/**
 * Posts the effects of a sale. The sale itself stands whatever comes of them: what cannot be posted, and figures our
 * rules would not have given, are disputes (sync.md 1 and 7).
 */
export function applySaleCompleted(facts: Facts, event: TillEvent<'sale.completed'>): readonly Dispute[] {
  const cause = causeOf(event)
  const sale = event.data
  const memberId = sale.member?.memberId ?? null
  const learned = sale.coupons.flatMap(({ signed, ...use }) =>
    signed ? learnSignedCoupon(facts, event, { ...use, memberId, signed }) : [],
  )
  const disputes = [...learned, ...postEffects(facts, effectsOf(event), { cause, earned: sale.earned })]
  facts.sales.set(event.id, { sale, time: event.time })
  facts.receipts.push({ receiptNumber: sale.receiptNumber, eventId: event.id, soldAt: event.time })
  countWhatWasShown(facts, sale)
  if (sale.member) {
    const categoryIds = sale.lines.map(({ categoryId }) => categoryId)
    noteVisit(facts, sale.member.memberId, cause, { toPay: sale.toPay, categoryIds })
    if (sale.burned || sale.coupons.length > 0) noteRedemption(facts, sale.member.memberId, cause)
  }
  return [...disputes, ...checkRules(facts, event)]
}

/** Campaigns and suggestions as the till tells them back (loyalty.md 8 and 9). */
function countWhatWasShown(facts: Facts, sale: SaleCompleted): void {
  const { campaigns, suggestions } = sale
  for (const campaignId of new Set([...campaigns.shown, ...campaigns.used])) {
    const figure = facts.campaigns.get(campaignId) ?? { shown: 0, used: 0, toPay: 0 }
    const used = campaigns.used.includes(campaignId)
    figure.shown += 1
    figure.used += used ? 1 : 0
    figure.toPay += used ? sale.toPay : 0
    facts.campaigns.set(campaignId, figure)
  }
  for (const sku of new Set([...suggestions.shown, ...suggestions.taken])) {
    const figure = facts.suggestions.get(sku) ?? { shown: 0, taken: 0 }
    figure.shown += 1
    figure.taken += suggestions.taken.includes(sku) ? 1 : 0
    facts.suggestions.set(sku, figure)
  }
}
