import { assert } from './assert.ts'
import type { BurnCampaign } from './campaign.ts'
import type { Uuid } from './ids.ts'
import { type Lot, openLots, spendablePoints } from './lot.ts'
import { addMoney, type Bps, bps, fullBps, type Money, noMoney, roundedShare, timesMoney } from './money.ts'
import { addPoints, minPoints, noPoints, type Points, points, subtractPoints } from './points.ts'
import type { MemberDay, Standing } from './price.ts'
import type { Programme } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** Points taken from one lot. */
export interface LotBurn {
  readonly lotId: Uuid
  /** Whose lot: the member's own, or their family owner's. */
  readonly memberId: Uuid
  readonly points: Points
}

/** What points are worth as a tender, now and to this member: the first `inflatedMax` by a campaign, the rest as usual. */
export interface BurnTerms {
  /** Worth of a step in the campaign, in basis points of its usual worth; 10 000 without one. */
  readonly valueBps: Bps
  readonly campaignId: string | null
  /** Whole steps of points the campaign still counts for more today. */
  readonly inflatedMax: Points
}

export const usualTerms: BurnTerms = { valueBps: fullBps, campaignId: null, inflatedMax: noPoints }

/** The terms under a campaign (`burnCampaignOf`): its daily cap less what the day had of it, in whole steps. */
export function burnTermsOf(campaign: BurnCampaign | null, day: MemberDay, programme: Programme): BurnTerms {
  if (!campaign) return usualTerms
  const left = campaign.dayCap === null ? Number.MAX_SAFE_INTEGER : campaign.dayCap - day.inflated
  const inflatedMax = wholeSteps(left, programme)
  if (inflatedMax === 0) return usualTerms
  return { valueBps: campaign.valueBps, campaignId: campaign.campaignId, inflatedMax }
}

/** What `burned` points pay: whole steps only, the campaign's first. Of a campaign's step a broken fen is dropped. */
export function burnValue(burned: Points, programme: Programme, terms: BurnTerms = usualTerms): Money {
  const { step, stepValue } = programme.burn
  if (step <= 0) return noMoney
  const steps = Math.floor(burned / step)
  const inflated = Math.min(steps, terms.inflatedMax / step)
  return addMoney(
    timesMoney(inflatedStep(programme, terms), inflated),
    timesMoney(stepValue, steps - inflated),
  )
}

/** What a member may spend now: own points, and of the family owner's what is left of the month. */
export function pointsAtHand(
  { lots, family }: Pick<Standing, 'lots' | 'family'>,
  now: number,
): { readonly own: Points; readonly ofFamily: Points; readonly all: Points } {
  const own = spendablePoints(lots, now)
  const ofFamily = family
    ? points(Math.max(0, Math.min(family.left, spendablePoints(family.lots, now))))
    : noPoints
  return { own, ofFamily, all: addPoints(own, ofFamily) }
}

/** What bears on how many points may be spent on a basket. */
export interface BurnContext {
  readonly standing: Standing | null
  readonly payable: Money
  readonly programme: Programme
  /** Missing = as usual, without a campaign. `PricedBasket.burn` is one. */
  readonly terms?: BurnTerms
  readonly now: number
}

/** The most that may be burned: 0 without an active member. */
export function burnMax({ standing, payable, programme, terms = usualTerms, now }: BurnContext): Points {
  if (standing?.member.status !== 'active') return noPoints
  const { step, stepValue } = programme.burn
  if (step <= 0 || stepValue <= 0) return noPoints
  const atHand = wholeSteps(pointsAtHand(standing, now).all, programme)
  const today = dayLeft(standing, programme)
  return minPoints(minPoints(atHand, today), shareMax(payable, programme, terms))
}

/**
 * Judges a wish. Refuses `member_missing`, `member_frozen`, `points_not_multiple` {step}, `points_not_enough` {points},
 * `points_day_cap` {max} and `points_over_share` {max}, in this order.
 */
export function judgeBurn(wish: Points, context: BurnContext): Result<true> {
  const { standing, payable, programme, terms = usualTerms, now } = context
  if (!standing) return refuse('member_missing')
  if (standing.member.status !== 'active') return refuse('member_frozen')
  const { step } = programme.burn
  if (wish < 0 || (step > 0 && wish % step !== 0)) return refuse('points_not_multiple', { step })
  const atHand = pointsAtHand(standing, now).all
  if (wish > atHand) return refuse('points_not_enough', { points: atHand })
  const today = dayLeft(standing, programme)
  if (wish > today) return refuse('points_day_cap', { max: today })
  const max = minPoints(shareMax(payable, programme, terms), burnMax(context))
  if (wish > max) return refuse('points_over_share', { max })
  return ok(true)
}

/** Takes `wanted` points from the lots first to expire. Refuses `points_not_enough` {points: what there is}. */
export function planBurn(lots: readonly Lot[], wanted: Points, now: number): Result<readonly LotBurn[]> {
  const spendable = spendablePoints(lots, now)
  if (wanted > spendable) return refuse('points_not_enough', { points: spendable })
  const burns: LotBurn[] = []
  let left: number = wanted
  for (const lot of openLots(lots, now)) {
    if (left === 0) break
    const taken = Math.min(left, lot.points)
    burns.push({ lotId: lot.lotId, memberId: lot.memberId, points: points(taken) })
    left -= taken
  }
  assert(left === 0, 'the spendable points lie in the open lots')
  return ok(burns)
}

/** As `planBurn` for points as a tender: own lots to their end, then the family owner's. Refuses the same. */
export function planTenderBurn(
  standing: Pick<Standing, 'lots' | 'family'>,
  wanted: Points,
  now: number,
): Result<{ readonly lots: readonly LotBurn[]; readonly ofFamily: Points }> {
  const { own, all } = pointsAtHand(standing, now)
  if (wanted > all) return refuse('points_not_enough', { points: all })
  const ofOwn = minPoints(own, wanted)
  const ofFamily = subtractPoints(wanted, ofOwn)
  const ownBurns = planBurn(standing.lots, ofOwn, now)
  if (!ownBurns.ok) return ownBurns
  const familyBurns = planBurn(standing.family?.lots ?? [], ofFamily, now)
  if (!familyBurns.ok) return familyBurns
  return ok({ lots: [...ownBurns.value, ...familyBurns.value], ofFamily })
}

/** Of `burned` points those the campaign counted for more. */
export function inflatedOf(burned: Points, terms: BurnTerms): Points {
  return minPoints(burned, terms.inflatedMax)
}

/** Whole steps of what the day's cap leaves. */
function dayLeft({ day }: Standing, programme: Programme): Points {
  const { capPerDay } = programme.burn
  return wholeSteps(capPerDay === null ? Number.MAX_SAFE_INTEGER : capPerDay - day.burned, programme)
}

/** Points whose worth stays within the share of what is to be paid. */
function shareMax(payable: Money, programme: Programme, terms: BurnTerms): Points {
  const { step, stepValue } = programme.burn
  if (step <= 0 || stepValue <= 0) return noPoints
  const share = shareOf(payable, programme)
  const value = inflatedStep(programme, terms)
  const inflatedSteps = terms.inflatedMax / step
  const inflated = value > 0 ? Math.min(inflatedSteps, Math.floor(share / value)) : 0
  if (inflated < inflatedSteps) return points(inflated * step)
  const rest = Math.floor((share - inflated * value) / stepValue)
  return points((inflated + rest) * step)
}

/** Worth of a step in the campaign, rounded down to the fen. */
function inflatedStep({ burn }: Programme, { valueBps }: BurnTerms): Money {
  return roundedShare(burn.stepValue, valueBps, 'down')
}

/** The whole steps in so many points, as points; none below zero or without a step. */
function wholeSteps(of: number, { burn }: Programme): Points {
  if (burn.step <= 0 || of <= 0) return noPoints
  return points(of - (of % burn.step))
}

/** What may be paid with points, rounded down; a share above the whole counts as the whole. */
function shareOf(payable: Money, programme: Programme): Money {
  return roundedShare(payable, bps(Math.min(programme.burn.shareBps, fullBps)), 'down')
}
