import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Store } from '../../domain/store.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import type { Random } from '../sim/random.ts'
import { makeProducts, makeProgramme, maybe, memberTags, newId, some, tierIds } from './generate-programme.ts'

/* A store with its programme, goods, members, coupons and accounts, and the instants at which it sells. */

const dayMs = 86_400_000

/** Where clocks are moved, days are left out, or offsets are odd. */
const zones = [
  'Asia/Shanghai',
  'Asia/Shanghai',
  'America/New_York',
  'Pacific/Apia',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'Africa/Cairo',
  'Pacific/Kiritimati',
]

/** Instants (UTC) at which calendars are most easily got wrong; each zone meets most of them near its midnight. */
const turns = [
  Date.UTC(2024, 1, 28, 12),
  Date.UTC(2024, 1, 29, 12),
  Date.UTC(2023, 1, 28, 12),
  Date.UTC(2026, 1, 28, 20),
  Date.UTC(2025, 1, 27, 12),
  Date.UTC(2027, 2, 1, 12),
  Date.UTC(2026, 11, 31, 16),
  Date.UTC(2027, 0, 1, 4),
  Date.UTC(2026, 2, 8, 7),
  Date.UTC(2026, 10, 1, 6),
  Date.UTC(2026, 2, 29, 1),
  Date.UTC(2026, 9, 25, 1),
  Date.UTC(2026, 3, 4, 15),
  Date.UTC(2026, 3, 23, 22),
  Date.UTC(2026, 9, 29, 21),
  Date.UTC(2026, 0, 31, 16),
  Date.UTC(2026, 7, 8, 3),
  Date.UTC(2028, 1, 29, 15),
  // Samoa had no 30 December 2011.
  Date.UTC(2011, 11, 29, 12),
]

export interface Shop {
  readonly store: Store
  readonly products: readonly Product[]
  readonly plans: readonly Product[]
  readonly programme: Programme
  readonly members: readonly Member[]
  readonly lots: readonly Lot[]
  readonly coupons: readonly { readonly coupon: Coupon; readonly template: CouponTemplate }[]
  readonly accounts: readonly ValueAccount[]
  readonly start: number
}

export function makeShop(random: Random, version: number): Shop {
  const start = random.pick(turns) + random.between(-40, 40) * 1_800_000
  const store: Store = {
    storeId: newId(random),
    number: 'S01',
    name: { zh: '店', en: 'Store' },
    address: { zh: '', en: '' },
    timeZone: random.pick(zones),
  }
  const products = makeProducts(random)
  const plans = [0, 1].map((place) => ({
    ...(products[0] as Product),
    sku: `plan-${place}`,
    unit: 'piece' as const,
    unitPrice: money(random.pick([9_900, 19_900, 1])),
  }))
  const skus = [...products, ...plans].map(({ sku }) => sku)
  const programme = makeProgramme(random, version, start, { storeId: store.storeId, skus })
  const ownerId = newId(random)
  const members = [
    makeMember(random, { memberId: ownerId, ownerId: null, start }),
    makeMember(random, { memberId: newId(random), ownerId, start }),
    makeMember(random, { memberId: newId(random), ownerId: null, start }),
  ]
  return {
    store,
    products,
    plans,
    programme,
    members,
    lots: members.flatMap(({ memberId }) => makeLots(random, memberId, start)),
    coupons: Array.from({ length: 45 }, () => makeCoupon(random, programme, members, start)),
    accounts: makeAccounts(random, members),
    start,
  }
}

function makeMember(
  random: Random,
  {
    memberId,
    ownerId,
    start,
  }: { memberId: Member['memberId']; ownerId: Member['memberId'] | null; start: number },
): Member {
  const status = random.chance(0.85)
    ? ('active' as const)
    : random.pick(['frozen', 'blacklisted', 'merged', 'erased'] as const)
  const nearLeapDay = /-(02-2|03-0)/.test(new Date(start).toISOString())
  const near = new Date(start + random.between(-5, 5) * dayMs).toISOString().slice(5, 10)
  return {
    memberId,
    code: 'M0000000000000',
    maskedName: '王*',
    maskedPhone: null,
    initials: '',
    sealed: null,
    tierId: random.pick(tierIds),
    growth: 0,
    status,
    statusReason: null,
    mergedInto: null,
    birthday: maybe(random, 0.8, () => (random.chance(nearLeapDay ? 0.6 : 0.1) ? '02-29' : near)),
    joinedAt: 0,
    debt: points(random.chance(0.25) ? random.between(1, 400) : 0),
    subscription: maybe(random, 0.3, () => ({
      planId: random.pick(['year', 'month', 'gone']),
      until: start + random.between(-3, 30) * dayMs,
    })),
    family: ownerId && {
      ownerId,
      monthCap: points(random.between(0, 3_000)),
      month: '2026-01',
      spent: points(0),
    },
    tags: some(random, memberTags, 2),
    lifecycle: 'active',
    valueClass: null,
    visits: [],
    graceUntil: null,
    protectionCards: 0,
    badges: [],
    challenge: null,
    repeatCategoryIds: some(random, ['baby', 'tea', 'rice'], 2),
    staffId: null,
    lastRedemption: null,
    referrerId: null,
    hasBought: random.chance(0.5),
    consents: [],
  }
}

function makeLots(random: Random, memberId: Member['memberId'], start: number): Lot[] {
  // Few instants for many lots: equal ends and equal earn times are the rule here.
  const instant = (from: number, to: number) => start + random.between(from, to) * 5 * dayMs
  return Array.from({ length: random.below(6) }, () => {
    const earnedAt = instant(-8, -1)
    return {
      lotId: newId(random),
      memberId,
      earnedAt,
      spendableFrom: random.chance(0.8) ? earnedAt : instant(0, 2),
      expiresAt: instant(-1, 6),
      points: points(random.chance(0.97) ? random.between(0, 2_500) : 400_000_000),
    }
  })
}

function makeCoupon(random: Random, programme: Programme, members: readonly Member[], start: number) {
  const template = random.pick(programme.templates)
  return {
    template,
    coupon: {
      couponId: newId(random),
      code: 'C0000000000000',
      templateId: template.templateId,
      memberId: random.chance(0.5) ? null : random.pick(members).memberId,
      status: random.chance(0.94)
        ? ('issued' as const)
        : random.pick(['reserved', 'disputed', 'revoked'] as const),
      validFrom: start + (random.chance(0.95) ? -100 : 1) * dayMs,
      validTo: start + (random.chance(0.97) ? random.pick([5, 20, 60, 60, 120]) : -1) * dayMs,
      usesMax: random.between(1, 4),
      usesDone: 0,
      usesRestored: 0,
      issuedAt: start - 100 * dayMs,
    },
  }
}

function makeAccounts(random: Random, members: readonly Member[]): ValueAccount[] {
  const account = (
    accountId: ValueAccount['accountId'],
    memberId: ValueAccount['memberId'],
  ): ValueAccount => ({
    accountId,
    code: memberId ? null : 'G0000000000000',
    memberId,
    status: random.chance(0.95) ? 'active' : 'frozen',
    principal: money(random.between(0, 60_000)),
    gift: money(random.between(0, 20_000)),
  })
  return [
    ...members.map(({ memberId }) => account(memberId, memberId)),
    account(newId(random), null),
    account(newId(random), null),
  ]
}
