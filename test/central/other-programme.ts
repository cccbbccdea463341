import { addMoney, bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'

/** A whole other programme: every number of the given one is another, its ids stay. */
export function otherProgramme(from: Programme, version: number): Programme {
  const { growth, lifecycle, valueClass, earn, burn, storedValue, stepUp, lottery, donation, transfer } = from
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
      rateBps: bps(growth.rateBps + 5_000),
      categoryBps: { grain: bps(25_000) },
      interactions: { check_in: 7 },
      windowMonths: growth.windowMonths + 10,
      reviewMonths: growth.reviewMonths + 1,
      graceMonths: growth.graceMonths + 1,
      challenges: growth.challenges.map((one) => ({
        ...one,
        spend: money(one.spend + 1),
        days: one.days + 1,
      })),
      badges: growth.badges.map((badge) => ({
        ...badge,
        earnedBy:
          badge.earnedBy.kind === 'spend'
            ? { ...badge.earnedBy, amount: money(badge.earnedBy.amount + 100) }
            : { ...badge.earnedBy, count: badge.earnedBy.count + 1 },
        days: badge.days + 1,
      })),
      sprintBps: bps(growth.sprintBps - 1_000),
    },
    lifecycle: {
      newDays: lifecycle.newDays + 1,
      newPurchases: lifecycle.newPurchases + 1,
      dormantDays: lifecycle.dormantDays - 1,
      churnRiskDays: lifecycle.churnRiskDays - 1,
    },
    valueClass: {
      months: valueClass.months - 1,
      silentDays: { middle: valueClass.silentDays.middle - 1, best: valueClass.silentDays.best - 1 },
      purchases: { middle: valueClass.purchases.middle + 1, best: valueClass.purchases.best + 1 },
      spent: { middle: money(valueClass.spent.middle + 1), best: money(valueClass.spent.best + 1) },
    },
    earn: {
      ...earn,
      rateBps: bps(earn.rateBps * 2),
      bonus: { per: money(5_000), points: points(3) },
      capPerSale: points(1_111),
      capPerDay: points(2_222),
      lotMonths: earn.lotMonths + 5,
      pendingDays: 9,
      expiringSoonDays: earn.expiringSoonDays - 20,
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
    budgetStopBps: bps(from.budgetStopBps - 1_000),
    suggestionsMax: from.suggestionsMax + 1,
    cash: { differenceMax: addMoney(from.cash.differenceMax, money(100)), cashiersOpenDrawer: true },
  }
}
