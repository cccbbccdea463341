import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import type { ChainRow } from './central-under-test.ts'

/* A small chain of two stores for the contract suite, and rows of any kind for it. */

/** Far from both ends of time: lots and coupons are valid whenever the suite runs. */
export const longAgo = 1_600_000_000_000
export const farAway = 4_000_000_000_000

/** The n-th id of a letter, always the same. */
export function idOf(letter: string, n: number): Uuid {
  const bytes = new Uint8Array(10)
  bytes[8] = letter.charCodeAt(0)
  bytes[9] = n
  return uuidV7(longAgo + n, bytes)
}

const text = (word: string) => ({ zh: `${word}（中）`, en: word })

export const storeOne = idOf('s', 1)
export const storeTwo = idOf('s', 2)

export function storeRow(n: number): ChainRow {
  const storeId = idOf('s', n)
  return row('store', storeId, {
    storeId,
    number: `S0${n}`,
    name: text(`store ${n}`),
    address: text(`street ${n}`),
    timeZone: 'Asia/Shanghai',
  })
}

export function staffRow(n: number, storeId: Uuid): ChainRow {
  const staffId = idOf('p', n)
  return row('staff', staffId, {
    staffId,
    code: `10${n}`,
    name: `staff ${n}`,
    role: 'cashier',
    storeId,
    pinSalt: Buffer.alloc(16, n).toString('base64'),
    pinHash: Buffer.alloc(32, n).toString('base64'),
  })
}

export function productRow(n: number, unitPrice: number): ChainRow {
  return row('product', `P${n}`, {
    sku: `P${n}`,
    name: text(`product ${n}`),
    gtin: `0690000000${String(n).padStart(4, '0')}`,
    plu: null,
    categoryId: 'grain',
    brandId: null,
    tags: [],
    unit: 'piece',
    unitPrice,
    favourite: null,
  })
}

export function memberRow(n: number, growth = 0, more: Partial<Member> = {}): ChainRow {
  const memberId = idOf('m', n)
  return row('member', memberId, {
    memberId,
    code: `M00000000000${n}`,
    maskedName: '王*',
    maskedPhone: '138****0000',
    initials: 'w',
    sealed: null,
    tierId: 'gold',
    ...newMemberDefaults,
    growth,
    birthday: '05-20',
    joinedAt: longAgo,
    referrerId: null,
    consents: [],
    ...more,
  })
}

export function identifierRow(n: number): ChainRow {
  const value = `M00000000000${n}`
  return row('identifier', `member_code:${value}`, { kind: 'member_code', value, memberId: idOf('m', n) })
}

export function lotRow(n: number, member: number, points: number): ChainRow {
  const lotId = idOf('l', n)
  return row('lot', lotId, {
    lotId,
    memberId: idOf('m', member),
    earnedAt: longAgo + n,
    spendableFrom: longAgo + n,
    expiresAt: farAway,
    points,
  })
}

export function couponRow(n: number, member: number | null, usesMax = 1): ChainRow {
  const couponId = idOf('c', n)
  return row('coupon', couponId, {
    couponId,
    code: `C00000000000${n}`,
    templateId: idOf('t', 1),
    memberId: member === null ? null : idOf('m', member),
    status: 'issued',
    validFrom: longAgo,
    validTo: farAway,
    usesMax,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: longAgo,
  })
}

function row(c: string, k: string, d: Readonly<Record<string, unknown>>): ChainRow {
  return { c, k, d }
}

/** Two stores with staff, two products, two members with a lot and coupons. */
export const smallChain: readonly ChainRow[] = [
  storeRow(1),
  storeRow(2),
  staffRow(1, storeOne),
  staffRow(2, storeTwo),
  productRow(1, 1_000),
  productRow(2, 2_500),
  memberRow(1),
  memberRow(2),
  identifierRow(1),
  identifierRow(2),
  lotRow(1, 1, 1_000),
  lotRow(2, 2, 300),
  couponRow(1, 1),
  couponRow(2, 1, 5),
  couponRow(3, null),
]
