import { createHash } from 'node:crypto'
import type { Coupon } from '../../domain/coupon.ts'
import { uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Identifier, Member } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import { dayMs, endOfMonthAfter, hourMs } from '../../domain/time.ts'
import type { Chance } from './chance.ts'
import { demoId } from './demo-ids.ts'
import { type NotableMember, notableCoupons, notableMembers } from './notable.ts'
import { demoTemplates } from './programme.ts'
import { demoTimeZone } from './stores.ts'

/** A member with all that belongs to one. */
export interface SeededMember {
  readonly member: Member
  readonly identifiers: readonly Identifier[]
  readonly lots: readonly Lot[]
}

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈',
]
const phonePrefixes = ['130', '135', '136', '137', '138', '139', '150', '158', '177', '186', '188', '199']

/** Tiers with their share in a thousand and the growth they come with. */
const tierShares = [
  { tierId: 'bronze', until: 600, growthFrom: 0, growthBelow: 2_000 },
  { tierId: 'silver', until: 850, growthFrom: 2_000, growthBelow: 8_000 },
  { tierId: 'gold', until: 960, growthFrom: 8_000, growthBelow: 20_000 },
  { tierId: 'platinum', until: 995, growthFrom: 20_000, growthBelow: 60_000 },
  { tierId: 'black_diamond', until: 1_000, growthFrom: 100_000, growthBelow: 300_000 },
] as const

/** When lots earned so many months ago began and expire. */
export interface LotMonth {
  readonly earnedAt: number
  readonly expiresAt: number
}

/** The months of which lots still count today; `today` is the start of a day, epoch ms. */
export function lotMonths(today: number): LotMonth[] {
  return Array.from({ length: 12 }, (_, monthsAgo) => {
    const earnedAt = today - monthsAgo * 30 * dayMs - 5 * hourMs
    return { earnedAt, expiresAt: endOfMonthAfter(earnedAt, 12, demoTimeZone) }
  })
}

/** The n-th member, counted from 1. `lotsBefore`: how many lots the members before have. */
export function seededMember(
  n: number,
  lotsBefore: number,
  { chance, today, months }: { chance: Chance; today: number; months: readonly LotMonth[] },
): SeededMember {
  const notable = Object.values(notableMembers)[n - 1]
  const member = notable ? notableRow(notable, today) : randomRow(n, chance, today)
  const { memberId, code } = member
  const identifiers: Identifier[] = [{ kind: 'member_code', value: code, memberId }]
  if (member.maskedPhone !== null) {
    const value = createHash('sha256').update(`demo phone ${n}`).digest('hex')
    identifiers.push({ kind: 'phone_hash', value, memberId })
  }
  if (n % 10 === 1)
    identifiers.push({ kind: 'card_number', value: `80${String(n).padStart(10, '0')}`, memberId })
  const amounts = notable?.lots ?? Array.from({ length: chance.whole(4) }, () => 20 + chance.whole(2_400))
  const lots = amounts.map((amount, index) => {
    const month = notable ? months[index === 0 ? 11 : 2] : months[chance.whole(12)]
    const { earnedAt, expiresAt } = month ?? { earnedAt: today, expiresAt: today }
    const lotId = demoId('lot', lotsBefore + index + 1)
    return { lotId, memberId, earnedAt: earnedAt + index, expiresAt, points: points(amount) }
  })
  return { member, identifiers, lots }
}

function notableRow({ lots: _, ...notable }: NotableMember, today: number): Member {
  return { ...notable, mergedInto: null, birthday: '05-20', joinedAt: today - 900 * dayMs }
}

function randomRow(n: number, chance: Chance, today: number): Member {
  const share = chance.whole(1_000)
  const tier = tierShares.find(({ until }) => share < until) ?? tierShares[0]
  const last = String(chance.whole(10_000)).padStart(4, '0')
  const month = 1 + chance.whole(12)
  const day = String(1 + chance.whole(28)).padStart(2, '0')
  return {
    memberId: demoId('member', n),
    code: memberCode(n),
    maskedName: `${chance.pick(surnames)}${chance.whole(3) === 0 ? '*' : '**'}`,
    maskedPhone: chance.whole(10) === 0 ? null : `${chance.pick(phonePrefixes)}****${last}`,
    tierId: tier.tierId,
    growth: tier.growthFrom + chance.whole(tier.growthBelow - tier.growthFrom),
    status: statusOf(chance.whole(1_000)),
    mergedInto: null,
    birthday: chance.whole(5) === 0 ? null : `${String(month).padStart(2, '0')}-${day}`,
    joinedAt: today - (1 + chance.whole(1_800)) * dayMs,
  }
}

function statusOf(share: number): Member['status'] {
  if (share < 980) return 'active'
  return share < 995 ? 'frozen' : 'blacklisted'
}

const templateIds = Object.values(demoTemplates).map(({ templateId }) => templateId)
const breakfast = demoTemplates.breakfastFive.templateId

/** The n-th coupon, counted from 1, of a chain with so many members. */
export function seededCoupon(n: number, members: number, chance: Chance, today: number): Coupon {
  const notable = Object.values(notableCoupons)[n - 1]
  if (notable) {
    const { validDays, ...coupon } = notable
    return { ...coupon, validFrom: today + validDays[0] * dayMs, validTo: today + validDays[1] * dayMs }
  }
  const templateId = chance.pick(templateIds)
  const usesMax = templateId === breakfast ? 5 : 1
  const fate = chance.whole(100)
  const [from, to] =
    fate < 8 ? [-90, -1] : fate < 12 ? [3, 60] : [-1 - chance.whole(20), 5 + chance.whole(80)]
  // Every twentieth is a bearer coupon; the others go round the members after the notable ones.
  const owner = 4 + (n % Math.max(1, members - 3))
  return {
    couponId: demoId('coupon', n),
    code: couponCode(n),
    templateId: uuid(templateId),
    memberId: n % 20 === 0 || owner > members ? null : demoId('member', owner),
    status: fate >= 97 ? 'revoked' : 'issued',
    validFrom: today + from * dayMs,
    validTo: today + to * dayMs,
    usesMax,
    usesDone: fate >= 85 && fate < 97 ? usesMax : 0,
  }
}
