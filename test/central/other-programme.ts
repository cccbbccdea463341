import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'

/** A whole other programme: every number of the given one is another, its ids stay. */
export function otherProgramme(from: Programme, version: number): Programme {
  const { growth, earn, burn, storedValue, stepUp, lottery, donation, transfer } = from
  return {
    ...from,
    version,
    tiers: from.tiers.map((tier) => ({
      ...tier,
      fromGrowth: tier.fromGrowth === null ? null : tier.fromGrowth * 3,
      payBps: bps(tier.payBps - 500),
      earnBps: bps(tier.earnBps + 7_000),
      decayBps: bps(tier.decayBps + 100),
    })),
    growth: {
      ...growth,
      categoryBps: { grain: bps(25_000) },
      interactions: { check_in: 7 },
      reviewMonths: growth.reviewMonths + 1,
      graceMonths: growth.graceMonths + 1,
      sprintBps: bps(growth.sprintBps - 1_000),
    },
    earn: {
      ...earn,
      rateBps: bps(earn.rateBps * 2),
      bonus: { per: money(5_000), points: points(3) },
      capPerSale: points(1_111),
      capPerDay: points(2_222),
      lotMonths: earn.lotMonths + 5,
      pendingDays: 9,
      referralPoints: points(77),
    },
    burn: {
      step: points(50),
      stepValue: money(35),
      shareBps: bps(3_000),
      capPerDay: points(5_000),
      restoredDays: burn.restoredDays + 4,
    },
    templates: from.templates.map((template) => {
      const { benefit } = template
      return benefit.kind === 'amount_off' || benefit.kind === 'cash_voucher'
        ? { ...template, benefit: { ...benefit, amount: money(benefit.amount + 300) } }
        : template
    }),
    campaigns: [],
    gifts: from.gifts.map((gift) => ({ ...gift, points: points(gift.points + 50) })),
    lottery: lottery && { ...lottery, points: points(lottery.points + 30), dayLimit: lottery.dayLimit + 1 },
    donation: donation && { ...donation, pointsPerYuan: points(500) },
    transfer: transfer && { shareBps: bps(1_000), monthMax: points(900), feeBps: bps(2_500) },
    plans: from.plans.map((plan) => ({ ...plan, days: plan.days + 1, payBps: bps(plan.payBps - 100) })),
    storedValue: {
      ...storedValue,
      topUpSteps: [{ from: money(1_000), gift: money(500) }],
      offlinePerDay: money(storedValue.offlinePerDay + 1),
    },
    stepUp: { ...stepUp, burnFrom: points(stepUp.burnFrom - 1), couponFrom: money(stepUp.couponFrom - 1) },
    returnDays: from.returnDays + 1,
    undoMinutes: from.undoMinutes + 1,
  }
}
