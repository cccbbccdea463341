import type { CommandOutput } from '../../contract/command.ts'
import type { MemberCandidate, MemberProfile } from '../../contract/member-commands.ts'
import type { ValueAccountView } from '../../contract/points-commands.ts'
import { bps, money } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import type { StepUpAsk } from '../store/proving.ts'
import { couponOf, idOf, saturday, silverMember } from './fixtures.ts'
import { products } from './goods.ts'

/* Members, accounts and explanations as a core would answer with them. */

const day = 86_400_000

const tiers = {
  bronze: {
    tierId: 'bronze',
    name: { zh: '铜卡', en: 'Bronze' },
    honorific: { zh: '铜卡会员', en: 'Bronze guest' },
  },
  gold: { tierId: 'gold', name: { zh: '金卡', en: 'Gold' }, honorific: { zh: '金卡贵宾', en: 'Gold guest' } },
  platinum: {
    tierId: 'platinum',
    name: { zh: '铂金', en: 'Platinum' },
    honorific: { zh: '铂金贵宾', en: 'Platinum guest' },
  },
} as const

const { payBps: _payBps, ...silver } = silverMember.tier

export const candidates: readonly MemberCandidate[] = [
  ['王*', '138****5678', silver, 'active', false],
  ['欧阳**', '139****5678', { ...tiers.platinum, tone: 'platinum' }, 'active', false],
  ['李**', '136****5678', { ...tiers.bronze, tone: 'bronze' }, 'active', true],
  ['张*', '150****5678', { ...tiers.gold, tone: 'gold' }, 'frozen', false],
  ['M***', null, { ...tiers.bronze, tone: 'bronze' }, 'blacklisted', false],
].map(([maskedName, maskedPhone, tier, status, provisional], index) => ({
  memberId: idOf(900 + index),
  maskedName: maskedName as string,
  maskedPhone: maskedPhone as string | null,
  tier: tier as MemberCandidate['tier'],
  status: status as MemberCandidate['status'],
  provisional: provisional as boolean,
}))

export const profile: MemberProfile = {
  memberId: silverMember.memberId,
  code: 'M2023051700017',
  maskedName: silverMember.maskedName,
  maskedPhone: silverMember.maskedPhone,
  canReveal: true,
  canCorrect: true,
  provisional: false,
  status: 'active',
  statusReason: null,
  tier: silver,
  payBps: bps(9_000),
  earnBps: bps(12_000),
  plan: { name: { zh: '恒采年卡', en: 'Hengcai Plus' }, until: Date.UTC(2027, 4, 17) },
  returnDays: 60,
  presaleHours: 48,
  points: {
    spendable: points(12_480),
    pending: points(320),
    expiringSoon: points(600),
    expiringSoonDays: 30,
    ends: [
      { at: Date.UTC(2026, 10, 30, 16), points: points(600) },
      { at: Date.UTC(2026, 11, 31, 16), points: points(2_150) },
      { at: Date.UTC(2027, 0, 31, 16), points: points(1_890) },
    ],
    debt: points(40),
    family: points(3_000),
  },
  value: { principal: money(20_000), gift: money(3_650) },
  growth: 7_680,
  nextTier: silverMember.nextTier,
  graceUntil: Date.UTC(2027, 1, 28),
  protectionCards: 1,
  lifetime: false,
  badges: [{ name: { zh: '秋收达人', en: 'Harvest star' }, until: Date.UTC(2026, 11, 1) }],
  challenge: {
    name: { zh: '30 天金卡挑战', en: '30-day gold challenge' },
    spend: money(200_000),
    spent: money(124_000),
    until: Date.UTC(2026, 11, 10),
  },
  birthday: 'today',
  lifecycle: 'active',
  valueClass: 'loyal',
  tags: ['粮油', '宝妈'],
  visits: [1, 4, 9, 13].map((ago) => ({ at: saturday - ago * day, storeNumber: ago === 9 ? 'S02' : 'S01' })),
  memberSince: silverMember.memberSince,
  consents: [
    { purpose: 'service', given: true, version: '2026-01', at: Date.UTC(2023, 4, 17) },
    { purpose: 'marketing', given: false, version: '2026-01', at: Date.UTC(2025, 2, 3) },
    { purpose: 'profiling', given: true, version: '2026-01', at: Date.UTC(2025, 2, 3) },
  ],
  coupons: [
    profileCoupon(0, '全场满 200 元可用，每单一张', 'Whole basket from ¥200, one a sale', true, 5_000, 1),
    profileCoupon(2, '乳品任意金额可用', 'Any dairy goods', true, 1_000, 3),
    profileCoupon(
      3,
      '粮油满 300 元可用，不与其他满减同享',
      'Grain and oil from ¥300, not with other amounts off',
      false,
      0,
      1,
    ),
    profileCoupon(1, '生日前后 3 天，一单有效', 'Three days around the birthday, one sale', false, 0, 1),
  ],
}

function profileCoupon(
  index: number,
  zh: string,
  en: string,
  fits: boolean,
  amount: number,
  usesLeft: number,
): MemberProfile['coupons'][number] {
  const { couponId, name, expiresAt } = couponOf(index, 'usable')
  return { couponId, name, terms: { zh, en }, fits, amount: money(amount), expiresAt, usesLeft }
}

/** Someone who joined a minute ago: nothing to show yet. */
export const freshProfile: MemberProfile = {
  ...profile,
  canReveal: false,
  canCorrect: false,
  provisional: true,
  plan: null,
  returnDays: null,
  presaleHours: null,
  points: {
    spendable: noPoints,
    pending: noPoints,
    expiringSoon: noPoints,
    expiringSoonDays: 30,
    ends: [],
    debt: noPoints,
    family: null,
  },
  value: null,
  growth: 0,
  nextTier: { name: { zh: '银卡', en: 'Silver' }, missing: 2_000, doneBps: 0, sprint: false },
  graceUntil: null,
  protectionCards: 0,
  badges: [],
  challenge: null,
  birthday: 'no',
  lifecycle: 'new',
  valueClass: null,
  tags: [],
  visits: [],
  coupons: [],
}

export const joined: CommandOutput<'enrolMember'> = {
  memberId: silverMember.memberId,
  code: 'M2026112100023',
  maskedName: '陈**',
  welcome: [
    { zh: '新人满 50 减 10 元券', en: 'Welcome: ¥10 off ¥50' },
    { zh: '新人乳品 8 折券', en: 'Welcome: 20% off dairy' },
  ],
}

export const account: ValueAccountView = {
  accountId: silverMember.memberId,
  card: null,
  maskedName: '王*',
  status: 'active',
  principal: money(20_000),
  gift: money(3_650),
  spendable: money(20_000),
}

export const giftCard: ValueAccountView = {
  ...account,
  accountId: idOf(950),
  card: 'G****0423',
  maskedName: null,
  principal: money(5_000),
  gift: money(0),
  spendable: money(5_000),
}

/** A second proof asked for; nothing goes on in a picture. */
export const stepUpAsk: StepUpAsk = {
  actId: idOf(1),
  memberId: silverMember.memberId,
  amount: money(10_100),
  reasons: ['many_points', 'many_redemptions'],
  back: { kind: 'pay' },
  onDone: () => undefined,
}

type Step = CommandOutput<'explainPrice'>['lines'][number]['steps'][number]

function step(
  kind: Step['kind'],
  amount: number,
  name: Step['name'] = null,
  rateBps: number | null = null,
): Step {
  return { kind, name, rateBps, amount: money(amount) }
}

const cut = { zh: '满200减50', en: '¥50 off ¥200' }
const tierName = { zh: '银卡', en: 'Silver' }
const dairy = { zh: '乳品周', en: 'Dairy week' }

export const explanation: CommandOutput<'explainPrice'> = {
  lines: [
    [
      0,
      [
        step('list', 17_970),
        step('tier', 1_797, tierName, 9_000),
        step('coupon', 3_060, cut),
        step('net', 13_113),
      ],
    ],
    [3, [step('list', 1_490), step('tier', 149, tierName, 9_000), step('net', 1_341)]],
    [
      8,
      [
        step('list', 5_600),
        step('campaign', 560, dairy, 9_000),
        step('coupon', 1_056, cut),
        step('net', 3_984),
      ],
    ],
    [
      10,
      [step('list', 2_300), step('tier', 230, tierName, 9_000), step('coupon', 396, cut), step('net', 1_674)],
    ],
    [
      13,
      [step('list', 3_300), step('tier', 330, tierName, 9_000), step('coupon', 488, cut), step('net', 2_482)],
    ],
  ].map(([index, steps]) => ({
    lineId: (index as number) + 1,
    name: products[index as number]?.name ?? { zh: '', en: '' },
    steps: steps as Step[],
  })),
  leftOut: [
    { name: { zh: '乳品立减 10 元', en: '¥10 off dairy' }, reason: 'less' },
    { name: { zh: '满300减80', en: '¥80 off ¥300' }, reason: 'refused' },
  ],
}
