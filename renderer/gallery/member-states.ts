import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type Entry, noTenders } from '../store/entry.ts'
import { notJoining } from '../store/joining.ts'
import type { Mirror } from '../store/mirror.ts'
import { noProof } from '../store/proving.ts'
import {
  burningBasket,
  guestBasket,
  idOf,
  memberBasket,
  noBasket,
  offline,
  saturday,
  selling,
  silverMember,
} from './fixtures.ts'
import {
  account,
  candidates,
  explanation,
  freshProfile,
  giftCard,
  joined,
  profile,
  stepUpAsk,
} from './member-fixtures.ts'
import type { GalleryState } from './states.ts'

/* Every state of searching, joining, the profile, the best price and second proofs. */

const member: Mirror = { ...selling, basket: memberBasket }
const guest: Mirror = { ...selling, basket: guestBasket }

const search: readonly GalleryState[] = [
  { name: 'find-empty', mirror: guest, entry: { panel: { kind: 'find' } } },
  {
    name: 'find-found',
    mirror: guest,
    entry: { panel: { kind: 'find' }, memberQuery: '5678', row: 1 },
    finder: { members: { found: candidates, more: false } },
  },
  {
    name: 'find-more-letters',
    mirror: { ...guest, sync: offline },
    entry: { panel: { kind: 'find' }, memberQuery: 'W', memberPad: 'letters' },
    finder: {
      members: {
        found: Array.from({ length: 20 }, (_, index) => ({
          ...(candidates[index % candidates.length] ?? (candidates[0] as never)),
          memberId: idOf(400 + index),
        })),
        more: true,
      },
    },
  },
  {
    name: 'find-nobody',
    mirror: guest,
    entry: { panel: { kind: 'find' }, memberQuery: '0000' },
    finder: { members: { found: [], more: false } },
  },
  {
    name: 'find-refused',
    mirror: guest,
    entry: { panel: { kind: 'find' }, memberQuery: '5678' },
    finder: { members: { found: candidates, more: false } },
    progress: {
      message: {
        place: 'member',
        refusal: {
          code: 'member_blacklisted',
          figures: { reasonZh: '多次恶意退货', reasonEn: 'Repeated abusive returns' },
        },
      },
    },
  },
]

const join = { kind: 'join' } as const

const joins: readonly GalleryState[] = [
  { name: 'join-phone', mirror: guest, entry: { panel: join, joining: { ...notJoining, phone: '1381234' } } },
  {
    name: 'join-exists',
    mirror: guest,
    entry: { panel: join, joining: { ...notJoining, phone: '13812345678' } },
    progress: {
      message: {
        place: 'join',
        refusal: { code: 'member_exists', figures: { maskedName: '王*', memberId: idOf(900) } },
      },
    },
  },
  {
    name: 'correct-profile',
    mirror: member,
    entry: {
      panel: join,
      joining: { ...notJoining, step: 'correct', field: 'phone', name: '陈晓梅', phone: '1381234' },
    },
  },
  {
    name: 'correct-profile-refused',
    mirror: { ...member, sync: offline },
    entry: {
      panel: join,
      joining: { ...notJoining, step: 'correct', field: 'birthday', name: '陈晓梅', birthday: '0231' },
    },
    progress: { message: { place: 'join', refusal: { code: 'name_invalid' } } },
  },
  {
    name: 'join-name',
    mirror: guest,
    entry: {
      panel: join,
      joining: {
        ...notJoining,
        step: 'name',
        field: 'birthday',
        phone: '13812345678',
        name: '陈晓梅',
        birthday: '05',
      },
    },
  },
  {
    name: 'join-consent',
    mirror: { ...guest, sync: offline },
    entry: { panel: join, joining: { ...notJoining, step: 'consent', phone: '13812345678' } },
  },
  {
    name: 'join-done-offline',
    mirror: { ...guest, sync: offline },
    entry: { panel: join, joining: { ...notJoining, step: 'done' } },
    finder: { joined },
  },
]

const card: Partial<Entry> = { panel: { kind: 'member' } }

function memberIs(over: Partial<typeof silverMember>): Mirror {
  return { ...member, basket: { ...memberBasket, member: { ...silverMember, ...over } } }
}

const fresh = memberIs({
  provisional: true,
  points: points(0),
  nextTier: freshProfile.nextTier,
  birthdayToday: false,
  value: null,
  lifecycle: 'new',
})
const frozenReason = { zh: '积分异常，待会员服务核实', en: 'Unusual points, being checked by member service' }
const frozen = memberIs({ status: 'frozen', statusReason: frozenReason })

const profiles: readonly GalleryState[] = [
  { name: 'member-card', mirror: member, entry: card, finder: { profile } },
  { name: 'member-card-loading', mirror: member, entry: card },
  {
    name: 'member-card-revealed',
    mirror: { ...member, staff: { staffId: idOf(701), name: '周建国', role: 'supervisor' } },
    entry: card,
    finder: { profile, revealed: { memberId: silverMember.memberId, name: '王晓明', phone: '13812345678' } },
  },
  {
    name: 'member-card-points',
    mirror: member,
    entry: { ...card, profileTab: 'points' },
    finder: { profile },
  },
  {
    name: 'member-card-coupons',
    mirror: member,
    entry: { ...card, profileTab: 'coupons' },
    finder: { profile },
  },
  {
    name: 'member-card-history',
    mirror: member,
    entry: { ...card, profileTab: 'history' },
    finder: { profile },
  },
  { name: 'member-card-new', mirror: fresh, entry: card, finder: { profile: freshProfile } },
  {
    name: 'member-card-new-coupons',
    mirror: fresh,
    entry: { ...card, profileTab: 'coupons' },
    finder: { profile: freshProfile },
  },
  {
    name: 'member-card-frozen',
    mirror: frozen,
    entry: card,
    finder: {
      profile: {
        ...profile,
        status: 'frozen',
        statusReason: frozenReason,
        lifecycle: 'churn_risk',
        valueClass: 'at_risk',
      },
    },
  },
  {
    name: 'member-card-black',
    mirror: memberIs({
      tier: {
        ...silverMember.tier,
        tone: 'black',
        name: { zh: '黑钻', en: 'Black diamond' },
        honorific: { zh: '黑钻挚友', en: 'Black diamond friend' },
      },
      nextTier: null,
    }),
    entry: card,
    finder: { profile: { ...profile, nextTier: null, lifetime: true, graceUntil: null, challenge: null } },
  },
]

const strips: readonly GalleryState[] = [
  { name: 'sale-member-frozen', mirror: frozen },
  {
    name: 'sale-member-blacklisted',
    mirror: memberIs({
      status: 'blacklisted',
      statusReason: { zh: '多次恶意退货', en: 'Repeated abusive returns' },
    }),
  },
  {
    name: 'sale-member-crowded',
    mirror: memberIs({
      provisional: true,
      debt: points(1_240),
      proof: 'dynamic_code',
      plan: { name: { zh: '恒采年卡', en: 'Hengcai Plus' }, until: null },
    }),
  },
  {
    name: 'sale-best-price',
    mirror: { ...member, basket: { ...memberBasket, couponChoice: 'best', bestSavesMore: money(0) } },
  },
  { name: 'explain', mirror: member, entry: { panel: { kind: 'explain' }, row: 2 }, finder: { explanation } },
  { name: 'explain-loading', mirror: member, entry: { panel: { kind: 'explain' } } },
]

const paying = { panel: { kind: 'pay' } } as const
const worthMore = { ...burningBasket.burn, valueBps: 20_000 as typeof burningBasket.burn.valueBps }
const needsProof: Mirror = {
  ...selling,
  basket: { ...burningBasket, stepUp: ['many_points'], burn: worthMore },
}

const pays: readonly GalleryState[] = [
  {
    name: 'pay-value-member',
    mirror: member,
    entry: { ...paying, activeTender: 'stored_value', tenders: { ...noTenders, stored_value: '200' } },
    finder: { account },
  },
  { name: 'pay-value-none', mirror: guest, entry: { ...paying, activeTender: 'stored_value' } },
  {
    name: 'pay-value-card',
    mirror: { ...guest, sync: offline },
    entry: { ...paying, activeTender: 'stored_value', tenders: { ...noTenders, stored_value: '60' } },
    finder: { account: giftCard },
    progress: {
      message: { place: 'pay', refusal: { code: 'value_over_limit', figures: { left: money(5_000) } } },
    },
  },
  {
    name: 'pay-burn-warned',
    mirror: { ...selling, basket: { ...burningBasket, warnings: ['member_redemptions', 'two_tills'] } },
    entry: paying,
  },
  {
    name: 'pay-burn-campaign',
    mirror: needsProof,
    entry: { ...paying, tenders: { ...noTenders, cash: '200' } },
  },
  {
    name: 'pay-proven',
    mirror: { ...needsProof, basket: { ...burningBasket, stepUp: ['many_points'], proven: 'dynamic_code' } },
    entry: paying,
  },
]

const asking = { panel: { kind: 'step_up', ask: stepUpAsk } } as const

const counting = {
  panel: {
    kind: 'step_up',
    ask: {
      ...stepUpAsk,
      memberId: null,
      amount: money(0),
      reasons: [],
      counts: true,
      back: { kind: 'shift' },
    },
  },
} as const
const ofSupervisor = { ...noProof, way: 'supervisor', code: '201', pin: '135790' } as const

const proofs: readonly GalleryState[] = [
  { name: 'step-up-scan', mirror: needsProof, entry: asking },
  {
    name: 'step-up-code',
    mirror: needsProof,
    entry: { ...asking, proof: { ...noProof, way: 'one_time_code' } },
  },
  {
    name: 'step-up-code-offline',
    mirror: { ...needsProof, sync: offline },
    entry: { ...asking, proof: { ...noProof, way: 'one_time_code' } },
    progress: { message: { place: 'step_up', refusal: { code: 'online_only' } } },
  },
  {
    name: 'step-up-code-sent',
    mirror: needsProof,
    entry: { ...asking, proof: { ...noProof, way: 'one_time_code', code: '2468' } },
    finder: { sent: { sentTo: '138****5678', expiresAt: saturday + 180_000 } },
  },
  {
    name: 'step-up-pin',
    mirror: needsProof,
    entry: { ...asking, proof: { ...noProof, way: 'member_pin', pin: '1234' } },
    progress: { message: { place: 'step_up', refusal: { code: 'proof_wrong' } } },
  },
  {
    name: 'step-up-supervisor',
    mirror: needsProof,
    entry: {
      ...asking,
      proof: { way: 'supervisor', code: '201', pin: '135790', reason: '', field: 'reason', count: null },
    },
  },
  { name: 'step-up-count', mirror: selling, entry: { ...counting, proof: ofSupervisor } },
  {
    name: 'step-up-count-seen',
    mirror: selling,
    entry: {
      ...counting,
      proof: {
        ...ofSupervisor,
        field: 'reason',
        count: { expected: money(436_450), counted: money(431_400), difference: money(-5_050) },
      },
    },
  },
  {
    name: 'step-up-only-supervisor',
    mirror: needsProof,
    entry: {
      panel: { kind: 'step_up', ask: { ...stepUpAsk, reasons: ['anomaly'] } },
      proof: { ...noProof, way: 'supervisor', code: '101', pin: '246810' },
    },
    progress: { message: { place: 'step_up', refusal: { code: 'approval_self' } } },
  },
]

function withRules(reason: 'broken' | 'newer'): Mirror {
  const { till } = selling
  if (!till?.programme) return selling
  return { ...selling, till: { ...till, programme: { ...till.programme, refused: { version: 13, reason } } } }
}

const rules: readonly GalleryState[] = (['broken', 'newer'] as const).map((reason) => ({
  name: `sync-programme-${reason}`,
  mirror: { ...withRules(reason), basket: noBasket },
  entry: { panel: { kind: 'sync' } },
}))

export const memberStates: readonly GalleryState[] = [
  ...search,
  ...joins,
  ...profiles,
  ...strips,
  ...pays,
  ...proofs,
  ...rules,
]
