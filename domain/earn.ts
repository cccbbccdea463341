import { type Campaign, earnCampaignOf } from './campaign.ts'
import { pointsMax } from './limits.ts'
import type { Member } from './member.ts'
import { type Bps, bps, fullBps, type Money, noMoney, sumMoney } from './money.ts'
import { addPoints, minPoints, noPoints, type Points, points, splitPoints, sumPoints } from './points.ts'
import type { Product } from './product.ts'
import type { MembershipPlan, Programme, Tier } from './programme.ts'

/** What a member's earning depends on besides the goods. */
export interface EarnContext {
  readonly member: Pick<Member, 'repeatCategoryIds'>
  readonly tier: Tier
  /** The paid memberships in force; the best of them and the tier counts. */
  readonly plans: readonly MembershipPlan[]
  /** Those that run for this customer. */
  readonly running: readonly Campaign[]
  /** What the member earned on this day before. */
  readonly earnedToday: Points
  readonly programme: Programme
}

/** A line with the money that earns: its net less what was paid with points and with what earns nothing. */
export interface EarnLine {
  readonly product: Product
  readonly eligible: Money
}

export interface Earned {
  /** By line; they sum to `total`. `campaignId`: the campaign that counted, null when none or where nothing is earned. */
  readonly lines: readonly { readonly points: Points; readonly campaignId: string | null }[]
  readonly total: Points
}

/**
 * Points of a sale (loyalty.md 3): each line's own, floored once; the threshold bonus, spread over the earning lines by
 * what they earn on; then the caps of the sale and the day, which lower all lines in proportion.
 */
export function earnPoints(lines: readonly EarnLine[], context: EarnContext): Earned {
  const { programme, running, earnedToday } = context
  const own = lines.map((line) => {
    const campaign = earnCampaignOf(line.product, running)
    const earned = lineEarns(line, campaign?.earnBps ?? fullBps, context)
    return { earned, campaignId: earned > 0 ? (campaign?.campaignId ?? null) : null }
  })
  const weights = lines.map(({ product, eligible }) =>
    isExcluded(product, programme) || eligible <= 0 ? noMoney : eligible,
  )
  const bonus = bonusEarns(sumMoney(weights), programme)
  const shares = bonus > 0 ? splitPoints(bonus, weights) : weights.map(() => noPoints)
  const uncapped = own.map(({ earned }, place) => addPoints(earned, shares[place] as Points))
  const sum = sumPoints(uncapped)
  const total = minPoints(sum, capOf(programme, earnedToday))
  const capped = total < sum ? splitPoints(total, uncapped) : uncapped
  return {
    lines: own.map(({ campaignId }, place) => ({ points: capped[place] as Points, campaignId })),
    total,
  }
}

/** A line's own points: eligible fen × rate × category × the better of tier and plan × campaign, floored once at the end. */
function lineEarns({ product, eligible }: EarnLine, campaignBps: Bps, context: EarnContext): Points {
  const { programme, member, tier, plans } = context
  if (eligible <= 0 || isExcluded(product, programme)) return noPoints
  const category = coefficientOf(product.categoryId, member, programme)
  const standing = Math.max(tier.earnBps, ...plans.map(({ earnBps }) => earnBps))
  // Fen × four rates: fen per yuan and four times 10 000 are taken off again. Past 2^53 even for small sums.
  const exact =
    BigInt(eligible) *
    BigInt(programme.earn.rateBps) *
    BigInt(category) *
    BigInt(standing) *
    BigInt(campaignBps)
  const earned = exact / 1_000_000_000_000_000_000n
  return earned > BigInt(pointsMax) ? points(pointsMax) : points(Number(earned))
}

/** The best coefficient of a category that this member has; 1 when there is none. */
export function coefficientOf(
  categoryId: string,
  member: Pick<Member, 'repeatCategoryIds'>,
  programme: Programme,
): Bps {
  const rates = programme.earn.coefficients
    .filter((one) => one.categoryId === categoryId)
    .filter(({ repeatOnly }) => !repeatOnly || member.repeatCategoryIds.includes(categoryId))
    .map(({ earnBps }) => earnBps)
  return rates.length === 0 ? fullBps : bps(Math.max(...rates))
}

/** The threshold bonus of a sale: `points` for each full `per` of its eligible amount. */
export function bonusEarns(eligible: Money, programme: Programme): Points {
  const { bonus } = programme.earn
  if (!bonus || bonus.per <= 0) return noPoints
  const earned = BigInt(Math.floor(eligible / bonus.per)) * BigInt(bonus.points)
  return earned > BigInt(pointsMax) ? points(pointsMax) : points(Number(earned))
}

/** What a sale may still earn. */
function capOf({ earn }: Programme, earnedToday: Points): Points {
  const day = earn.capPerDay === null ? pointsMax : Math.max(0, earn.capPerDay - earnedToday)
  return points(Math.min(earn.capPerSale ?? pointsMax, day, pointsMax))
}

function isExcluded({ categoryId }: Product, { earn }: Programme): boolean {
  return earn.excludedCategoryIds.includes(categoryId)
}

/** Growth of a sale and of each of its lines: what was not paid with points × the programme's rate × category, rounded down once. */
export function growthOf(
  lines: readonly { readonly product: Product; readonly paid: Money }[],
  programme: Programme,
): { readonly lines: readonly number[]; readonly total: number } {
  const { categoryBps, rateBps } = programme.growth
  const weights = lines.map(({ product, paid }) => {
    const { categoryId } = product
    const rate = Object.hasOwn(categoryBps, categoryId) ? (categoryBps[categoryId] as Bps) : fullBps
    return paid * rate
  })
  const sum = weights.reduce((all, weight) => all + weight, 0)
  // Fen × two rates: fen per yuan and twice 10 000 are taken off again. Past 2^53 even for sums a till sees.
  const exact = (BigInt(sum) * BigInt(rateBps)) / 10_000_000_000n
  const total = exact > BigInt(pointsMax) ? points(pointsMax) : points(Number(exact))
  return { lines: total > 0 ? splitPoints(total, weights) : weights.map(() => 0), total }
}
