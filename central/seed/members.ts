import { phoneHash, sealPersonal } from '../../codes/personal.ts'
import type { Coupon } from '../../domain/coupon.ts'
import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import { initialsOf } from '../../domain/initials.ts'
import type { Lot } from '../../domain/lot.ts'
import { maskName, maskPhone } from '../../domain/mask.ts'
import { type Identifier, type Member, newMemberDefaults } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import { dayMs, endOfMonthAfter, hourMs } from '../../domain/time.ts'
import type { ChainKeys } from '../chain-keys.ts'
import type { Chance } from './chance.ts'
import { demoId } from './demo-ids.ts'
import type { NotableMember } from './draft-member.ts'
import { notableCoupons, notableMembers } from './notable.ts'
import { demoTimeZone } from './stores.ts'
import { demoTemplates } from './templates.ts'

/** A member with all that belongs to one. */
export interface SeededMember {
  readonly member: Member
  readonly identifiers: readonly Identifier[]
  readonly lots: readonly Lot[]
}

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈',
]
const givenNames = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华玉萍红鹏飞慧莉辉斌宇欣怡诺晨悦琳佳雪梅',
]
/** Letters are looked up once for each character, not for each of a million names. */
const letters = new Map([...surnames, ...givenNames].map((character) => [character, initialsOf(character)]))
const phonePrefixes = ['130', '135', '136', '137', '138', '139', '150', '158', '177', '186', '188', '199']

/** Tiers with their share in a thousand and the growth they come with. */
const tierShares = [
  { tierId: 'bronze', until: 600, growthFrom: 0, growthBelow: 2_000 },
  { tierId: 'silver', until: 850, growthFrom: 2_000, growthBelow: 8_000 },
  { tierId: 'gold', until: 960, growthFrom: 8_000, growthBelow: 20_000 },
  { tierId: 'platinum', until: 995, growthFrom: 20_000, growthBelow: 60_000 },
  { tierId: 'black_diamond', until: 1_000, growthFrom: 20_000, growthBelow: 80_000 },
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

const notables: readonly NotableMember[] = Object.values(notableMembers)

/** How many members every demo chain has at least. */
export const notableCount = notables.length

/** The n-th member, counted from 1. `lotsBefore`: how many lots the members before have. */
export function seededMember(
  n: number,
  lotsBefore: number,
  {
    chance,
    today,
    months,
    keys,
  }: { chance: Chance; today: number; months: readonly LotMonth[]; keys: ChainKeys },
): SeededMember {
  const notable = notables[n - 1]
  const { member, phone } = notable ? notableRow(notable, today, keys) : randomRow(n, chance, today, keys)
  const { memberId, code } = member
  // Codes of a merged member lead to the one it was merged into.
  const owner = member.mergedInto ?? memberId
  const identifiers: Identifier[] = [{ kind: 'member_code', value: code, memberId: owner }]
  if (phone !== null) {
    identifiers.push({ kind: 'phone_hash', value: phoneHash(phone, keys.phone), memberId: owner })
  }
  if (n % 10 === 1) {
    identifiers.push({ kind: 'card_number', value: `80${String(n).padStart(10, '0')}`, memberId: owner })
  }
  const amounts = notable?.lots ?? Array.from({ length: chance.whole(4) }, () => 20 + chance.whole(2_400))
  const lots = amounts.map((amount, index) => {
    const month = notable ? months[index === 0 ? 11 : 2] : months[chance.whole(12)]
    const { earnedAt, expiresAt } = month ?? { earnedAt: today, expiresAt: today }
    const lotId = demoId('lot', lotsBefore + index + 1)
    const from = earnedAt + index
    return { lotId, memberId, earnedAt: from, spendableFrom: from, expiresAt, points: points(amount) }
  })
  return { member, identifiers, lots }
}

interface Drawn {
  readonly member: Member
  readonly phone: string | null
}

/** What every seeded member has, before what is theirs alone. */
function plainRow(n: number, today: number): Omit<Member, 'maskedName' | 'tierId'> {
  return {
    ...newMemberDefaults,
    memberId: demoId('member', n),
    code: memberCode(n),
    maskedPhone: null,
    initials: '',
    sealed: null,
    birthday: null,
    joinedAt: today - 900 * dayMs,
    lifecycle: 'active',
    referrerId: null,
    hasBought: true,
    consents: [{ purpose: 'service', given: true, version: '2026-01', at: today - 900 * dayMs }],
  }
}

function notableRow(notable: NotableMember, today: number, keys: ChainKeys): Drawn {
  const { name, phone, maskedName, maskedPhone, tierId, growth, status, memberId, code } = notable
  const more = notable.more?.(today) ?? {}
  const daysAgo = more.lifecycle === 'churn_risk' ? [200, 220] : [3, 11, 20]
  const visits = daysAgo.map((days) => ({ at: today - days * dayMs, storeNumber: 'S01' }))
  return {
    phone,
    member: {
      ...plainRow(1, today),
      memberId,
      code,
      maskedName,
      maskedPhone,
      tierId,
      growth,
      status,
      initials: initialsOf(name),
      sealed: sealPersonal({ name, phone }, keys.personal, ivOf(memberId)),
      birthday: '05-20',
      visits: more.hasBought === true ? visits : [],
      ...more,
    },
  }
}

function randomRow(n: number, chance: Chance, today: number, keys: ChainKeys): Drawn {
  const share = chance.whole(1_000)
  const tier = tierShares.find(({ until }) => share < until) ?? tierShares[0]
  // The middle four digits, the prefix and the last digit together count the members: no two share a number.
  const round = Math.floor(n / (10_000 * phonePrefixes.length)) % 10
  const last = `${String(chance.whole(1_000)).padStart(3, '0')}${round}`
  const month = 1 + chance.whole(12)
  const day = String(1 + chance.whole(28)).padStart(2, '0')
  const characters = [chance.pick(surnames), chance.pick(givenNames)]
  if (chance.whole(3) > 0) characters.push(chance.pick(givenNames))
  const name = characters.join('')
  const middle = String(n % 10_000).padStart(4, '0')
  const prefix = phonePrefixes[(Math.floor(n / 10_000) + 3) % phonePrefixes.length] ?? '138'
  const phone = chance.whole(10) === 0 ? null : `${prefix}${middle}${last}`
  const plain = plainRow(n, today)
  const joinedAt = today - (1 + chance.whole(1_800)) * dayMs
  return {
    phone,
    member: {
      ...plain,
      maskedName: maskName(name),
      maskedPhone: phone === null ? null : maskPhone(phone),
      initials: characters.map((character) => letters.get(character) ?? '').join(''),
      sealed: sealPersonal({ name, phone }, keys.personal, ivOf(plain.memberId)),
      tierId: tier.tierId,
      growth: tier.growthFrom + chance.whole(tier.growthBelow - tier.growthFrom),
      status: statusOf(chance.whole(1_000)),
      birthday: chance.whole(5) === 0 ? null : `${String(month).padStart(2, '0')}-${day}`,
      joinedAt,
    },
  }
}

/** One member, one name, sealed once: an iv of the demo comes from the id instead of chance. */
function ivOf(memberId: Uuid): Uint8Array {
  return uuidToBytes(memberId).slice(4)
}

function statusOf(share: number): Member['status'] {
  if (share < 980) return 'active'
  return share < 995 ? 'frozen' : 'blacklisted'
}

const templates = Object.values(demoTemplates)

/** The n-th coupon, counted from 1, of a chain with so many members. */
export function seededCoupon(n: number, members: number, chance: Chance, today: number): Coupon {
  const notable = Object.values(notableCoupons)[n - 1]
  if (notable) {
    const { validDays, ...coupon } = notable
    const validFrom = today + validDays[0] * dayMs
    return {
      ...coupon,
      usesRestored: 0,
      validFrom,
      validTo: today + validDays[1] * dayMs,
      issuedAt: Math.min(validFrom, today),
    }
  }
  const { templateId, usesMax } = chance.pick(templates)
  const fate = chance.whole(100)
  const [from, to] =
    fate < 8 ? [-90, -1] : fate < 12 ? [3, 60] : [-1 - chance.whole(20), 5 + chance.whole(80)]
  // Every twentieth is a bearer coupon; the others go round the members after the notable ones.
  const owner = notableCount + 1 + (n % Math.max(1, members - notableCount))
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
    usesRestored: 0,
    issuedAt: today + Math.min(from, 0) * dayMs,
  }
}
