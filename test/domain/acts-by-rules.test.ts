import { expect, test } from 'vitest'
import { judgeAnomalies } from '../../domain/anomaly.ts'
import { reviewBadges } from '../../domain/badge.ts'
import { judgeDonation, settleDonation } from '../../domain/donation.ts'
import { growthOf } from '../../domain/earn.ts'
import { settleConsents, settleEnrolment } from '../../domain/enrolment.ts'
import { giftOf, settleGift } from '../../domain/gift.ts'
import { lifecycleOf, valueClassOf } from '../../domain/lifecycle.ts'
import { judgeDraw } from '../../domain/lottery.ts'
import { decayGrowth } from '../../domain/member-months.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { endingSoon, wayAhead } from '../../domain/profile.ts'
import type { Programme, TransferRules } from '../../domain/programme.ts'
import { judgeUndo } from '../../domain/redemption.ts'
import { returnUntil, settleReturn } from '../../domain/refund.ts'
import { stepUpFor } from '../../domain/step-up.ts'
import { topUpGift } from '../../domain/stored-value.ts'
import { reviewMember } from '../../domain/tier-review.ts'
import { dayMs, minuteMs } from '../../domain/time.ts'
import { judgeTransfer } from '../../domain/transfer.ts'
import {
  codeOf,
  granted,
  id,
  lot,
  member,
  noon,
  programme,
  sale,
  saleLine,
  standing,
  store,
  template,
  tier,
  timeZone,
} from './act-shop.ts'
import { product } from './shop.ts'

/* Every number of an act is the programme's: another document, other acts, and no line of code. */

const other: Programme = {
  ...programme,
  version: 8,
  tiers: [tier('one', { decayBps: bps(5_000) }), tier('two', { fromGrowth: 10, payBps: bps(5_000) })],
  growth: {
    ...programme.growth,
    rateBps: bps(30_000),
    windowMonths: 20,
    badges: [
      {
        badgeId: 'guest',
        name: { zh: '常客', en: 'Guest' },
        earnedBy: { kind: 'interactions', interaction: 'check_in', count: 1, days: 1 },
        days: 4,
        templateId: null,
      },
    ],
    reviewMonths: 1,
    graceMonths: 1,
    winBackTemplateId: null,
    challenges: [],
    sprintBps: bps(100),
  },
  lifecycle: { newDays: 0, newPurchases: 0, dormantDays: 1, churnRiskDays: 2 },
  valueClass: {
    months: 1,
    silentDays: { middle: 4, best: 3 },
    purchases: { middle: 1, best: 1 },
    spent: { middle: money(1), best: money(1) },
  },
  earn: { ...programme.earn, expiringSoonDays: 2 },
  burn: { ...programme.burn, restoredDays: 2 },
  templates: [template(2_001, { usesMax: 9 }), template(2_002), template(2_003)],
  gifts: [{ ...granted(giftOf(programme, 'bowl')), points: points(7), stocked: false }],
  lottery: null,
  donation: { pointsPerYuan: points(10), projects: [{ projectId: 'sea', name: { zh: '海', en: 'Sea' } }] },
  transfer: { shareBps: bps(10_000), monthMax: points(100_000), feeBps: bps(0) },
  enrolment: {
    tierId: 'two',
    welcomeTemplateIds: [id(2_003)],
    consents: [{ purpose: 'service', version: 'v9', text: { zh: '服务', en: 'Service' } }],
  },
  storedValue: { ...programme.storedValue, topUpSteps: [{ from: money(1), gift: money(3) }] },
  stepUp: { burnFrom: points(1), couponFrom: money(1), redemptionOfDay: 1, approvalMs: 1 },
  anomalies: [{ kind: 'member_redemptions', count: 1, withinMs: 1_000, action: 'block' }],
  returnDays: 1,
  undoMinutes: 60,
}

/** One figure or two of each act under a programme. */
function figuresOf(rules: Programme) {
  const holder = standing({ member: { tierId: rules.tiers[0]?.tierId ?? '', growth: 1 } })
  const enrolment = {
    name: '王芳',
    phone: '13812345678',
    birthday: null,
    consents: [{ purpose: 'service', given: true }],
    referrerId: null,
    memberId: id(100),
    code: 'M0000000000017',
    phoneHash: '00',
    sealed: null,
    salt: '00'.repeat(16),
    coupons: [
      { couponId: id(31), code: 'C0000000000314' },
      { couponId: id(32), code: 'C0000000000321' },
    ],
    programme: rules,
    store,
    now: noon,
  } as const
  const enrolled = granted(settleEnrolment(enrolment))
  const project = rules.donation?.projects[0]?.projectId ?? ''
  const wish = { wish: points(1_000), projectId: project, standing: holder, programme: rules, now: noon }
  const gift = settleGift({
    gift: granted(giftOf(rules, 'bowl')),
    standing: holder,
    stock: { storeId: id(1), giftId: 'bowl', left: 1 },
    programme: rules,
    now: noon,
    exchangeId: id(801),
    slipNumber: 'S',
    store,
    coupon: { couponId: id(31), code: 'C0000000000314' },
  })
  const old = { growth: 100, spent: 0, purchases: 0, interactions: 0 }
  const history = { months: {}, tierSince: 0, reviewedAt: noon - 40 * dayMs, spentTotal: 0, referrals: 0 }
  const months = { '2026-10': { growth: 0, spent: 900_000, purchases: 1, interactions: 1 } }
  const bought = { months, purchases: 1, lastPurchaseAt: noon - 2 * dayMs }
  const top = rules.tiers[1]?.tierId ?? ''
  const transfer = judgeTransfer({
    from: member(),
    fromLots: [lot(50, 1_000)],
    to: member({ memberId: id(101) }),
    wish: points(200),
    sentThisMonth: points(0),
    promised: points(0),
    rules: rules.transfer as TransferRules,
    now: noon,
  })
  const burned = {
    points: points(100),
    amount: money(100),
    valueBps: bps(10_000),
    campaignId: null,
    inflated: points(0),
    ofFamily: points(0),
    lots: [{ lotId: id(51), memberId: id(100), points: points(100) }],
  }
  const back = settleReturn({
    sale: sale({ lines: [saleLine({ net: money(100), pointsShare: money(100) })], tenders: [], burned }),
    saleTime: noon,
    earlier: [],
    wanted: [{ place: 0, amount: 1 }],
    standing: standing({ lots: [lot(51, 0, { expiresAt: noon })] }),
    programme: rules,
    store,
    now: noon,
    returnId: id(700),
    receiptNumber: 'R',
    reason: 'other',
  })
  return {
    tierAtStart: enrolled.personal.member.tierId,
    welcome: enrolled.issued.map(({ templateId }) => templateId),
    consents: granted(settleConsents(enrolment.consents, rules, noon)).length,
    gift: [granted(gift).burned.points, granted(gift).stocked],
    draws: codeOf(judgeDraw({ pool: null, ownDrawn: [], standing: holder, programme: rules, now: noon })),
    donated: judgeDonation(wish).ok
      ? granted(settleDonation({ ...wish, donationId: id(820), slipNumber: 'S', store })).amount
      : null,
    transferred: granted(transfer).received,
    topUp: topUpGift(money(20_000), rules.storedValue),
    stepUp: stepUpFor(
      { burned: points(100), coupons: [], redemptionsToday: 0, anomaly: false },
      rules.stepUp,
    ),
    anomalies: judgeAnomalies(
      {
        act: 'redeem',
        now: noon,
        terminalId: id(2),
        actorId: id(7),
        member: member(),
        ofMember: [],
        ofMemberByStaff: [],
        failedCodes: [],
        returnsWithoutSale: [],
      },
      rules.anomalies,
    ).map(({ action }) => action),
    undoLater: judgeUndo(noon, noon + 6 * minuteMs, rules.undoMinutes, false).ok,
    returnDays: (returnUntil(noon, rules.returnDays, timeZone) - returnUntil(noon, 0, timeZone)) / dayMs,
    renewedDays: Math.ceil(((granted(back).givenBack?.lots[0]?.expiresAt ?? 0) - noon) / dayMs) - 1,
    sprint: wayAhead(holder.member, rules)?.sprint,
    decayed: Object.values(
      decayGrowth(
        { months: { '2024-01': old, '2025-06': old }, decayedMonth: '2026-09' },
        { ...(rules.tiers[0] ?? tier('x')), windowMonths: rules.growth.windowMonths },
        noon,
        timeZone,
      ).months,
    ).map(({ growth }) => growth),
    review: reviewMember(
      { tierId: top, graceUntil: null, protectionCards: 0, challenge: null },
      history,
      rules,
      noon,
      timeZone,
    ).changes.map(({ kind }) => kind),
    growth: growthOf([{ product: product(), paid: money(10_000) }], rules).total,
    badgeDays: reviewBadges(
      [],
      { months: {}, interactions: [{ kind: 'check_in', at: noon }] },
      rules.growth.badges,
      noon,
      timeZone,
    ).badges.map(({ until }) => (until - noon) / dayMs),
    lifecycle: lifecycleOf(bought, noon - 20 * dayMs, rules.lifecycle, noon),
    valueClass: valueClassOf(bought, rules.valueClass, noon, timeZone),
    endingSoon: endingSoon({ lots: [lot(50, 70, { expiresAt: noon + 20 * dayMs })] }, rules, noon),
  }
}

test('[PG1] every number of an act is the programme’s', () => {
  expect(figuresOf(programme)).toEqual({
    tierAtStart: 'bronze',
    welcome: [id(2_001), id(2_002)],
    consents: 2,
    gift: [600, true],
    draws: 'pool_empty',
    donated: 100,
    transferred: 180,
    topUp: 1_000,
    stepUp: [],
    anomalies: [],
    undoLater: false,
    returnDays: 30,
    renewedDays: 30,
    sprint: false,
    decayed: [85, 85],
    review: [],
    growth: 100,
    badgeDays: [],
    lifecycle: 'new',
    valueClass: 'promising',
    endingSoon: { expiringSoon: 70, expiringSoonDays: 30 },
  })
})

test('[PG1] the same acts under another document go by its numbers', () => {
  expect(figuresOf(other)).toEqual({
    tierAtStart: 'two',
    welcome: [id(2_003)],
    consents: 1,
    gift: [7, false],
    draws: 'lottery_closed',
    donated: 10_000,
    transferred: 200,
    topUp: 3,
    stepUp: ['many_points', 'many_redemptions'],
    anomalies: ['block'],
    undoLater: true,
    returnDays: 1,
    renewedDays: 2,
    sprint: true,
    decayed: [50, 100],
    review: ['grace_began'],
    growth: 300,
    badgeDays: [4],
    lifecycle: 'churn_risk',
    valueClass: 'top',
    endingSoon: { expiringSoon: 0, expiringSoonDays: 2 },
  })
})
