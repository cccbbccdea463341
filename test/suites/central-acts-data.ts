import { createHash } from 'node:crypto'
import { demoProgramme } from '../../central/seed/programme.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { EnrolledPerson } from '../../domain/enrolment.ts'
import type { EventData } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'
import { farAway, idOf, longAgo } from './central-chain.ts'

/* The data of every act beside a sale, as a till would tell them. */

const text = (word: string) => ({ zh: `${word}（中）`, en: word })

/** Rules of the suite: the demo's, under a version its plain sales do not name. */
export const suiteProgramme: Programme = { ...demoProgramme(longAgo), version: 5 }

export function burnOf(
  member: number,
  burns: readonly { readonly lot: number; readonly points: number }[],
): EventData['gift.exchanged']['burned'] {
  return {
    points: points(burns.reduce((sum, burn) => sum + burn.points, 0)),
    lots: burns.map((burn) => ({
      lotId: idOf('l', burn.lot),
      memberId: idOf('m', member),
      points: points(burn.points),
    })),
  }
}

export function couponOf(n: number, memberId: Uuid | null, more: Partial<Coupon> = {}): Coupon {
  return {
    couponId: idOf('c', n),
    code: `C${String(n).padStart(13, '0')}`,
    templateId: idOf('t', 1),
    memberId,
    status: 'issued',
    validFrom: longAgo,
    validTo: farAway,
    usesMax: 1,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: longAgo,
    ...more,
  }
}

export function giftOf(
  exchangeId: Uuid,
  storeId: Uuid,
  more: Partial<EventData['gift.exchanged']>,
): EventData['gift.exchanged'] {
  return {
    exchangeId,
    slipNumber: 'S01-T1-1-000001',
    storeId,
    memberId: idOf('m', 1),
    giftId: 'rice_bowl',
    name: text('bowl'),
    burned: { points: points(0), lots: [] },
    stocked: true,
    issued: null,
    ...more,
  }
}

export function topUpOf(
  topUpId: Uuid,
  storeId: Uuid,
  accountId: Uuid,
  more: Partial<EventData['value.topped_up']>,
): EventData['value.topped_up'] {
  return {
    topUpId,
    receiptNumber: 'S01-T1-1-000001',
    storeId,
    accountId,
    memberId: null,
    principal: noMoney,
    gift: noMoney,
    tenders: [],
    change: noMoney,
    principalAfter: noMoney,
    giftAfter: noMoney,
    ...more,
  }
}

export function redemptionOf(
  redemptionId: Uuid,
  storeId: Uuid,
  coupon: number,
  more: Partial<EventData['coupon.redeemed']>,
): EventData['coupon.redeemed'] {
  return {
    redemptionId,
    slipNumber: 'S01-T1-1-000001',
    storeId,
    couponId: idOf('c', coupon),
    templateId: idOf('t', 1),
    name: text('coupon'),
    memberId: idOf('m', 1),
    useNumbers: [1],
    faceValue: money(500),
    signed: null,
    ...more,
  }
}

export function restoringOf(
  redemptionId: Uuid,
  coupon: number,
  useNumbers: readonly number[],
): EventData['coupon.restored'] {
  const [couponId, templateId, memberId] = [idOf('c', coupon), idOf('t', 1), idOf('m', 1)]
  return { redemptionId, couponId, templateId, memberId, useNumbers, reason: 'undo' }
}

export function returnOf(
  returnId: Uuid,
  storeId: Uuid,
  saleId: Uuid | null,
  more: Partial<EventData['sale.returned']>,
): EventData['sale.returned'] {
  return {
    returnId,
    receiptNumber: 'S01-T1-1-000002',
    storeId,
    saleId,
    saleReceiptNumber: null,
    lines: [returnedLine(0, 1)],
    refund: money(1_000),
    refunds: [{ kind: 'cash', amount: money(1_000) }],
    memberId: null,
    takenBack: null,
    givenBack: null,
    growth: 0,
    couponsRestored: [],
    reason: 'unwanted',
    ...more,
  }
}

export function returnedLine(place: number, amount: number): EventData['sale.returned']['lines'][number] {
  const none = { pointsShare: noMoney, takenBack: points(0), givenBack: points(0), growth: 0 }
  return { place, sku: 'P1', amount, net: money(1_000 * amount), ...none }
}

export function donationOf(
  donationId: Uuid,
  storeId: Uuid,
  burned: EventData['points.donated']['burned'],
): EventData['points.donated'] {
  return {
    donationId,
    storeId,
    memberId: idOf('m', 1),
    projectId: 'school_meals',
    name: text('meals'),
    burned,
    amount: money(100),
    certificateNumber: 'D-1',
  }
}

/** A member as a till enrols one; `phone` decides the hash. */
export function enrolmentOf(
  n: number,
  storeId: Uuid,
  phone: string,
  more: { readonly member?: Partial<Member>; readonly issued?: readonly Coupon[] } = {},
): Omit<EventData['member.enrolled'], 'personal'> & { readonly personal: EnrolledPerson } {
  const memberId = idOf('m', n)
  const code = `M${String(n).padStart(13, '0')}`
  const value = createHash('sha256').update(phone).digest('hex')
  return {
    storeId,
    memberId,
    issued: more.issued ?? [],
    personal: {
      salt: 'ab'.repeat(16),
      member: {
        ...newMemberDefaults,
        memberId,
        code,
        maskedName: '孙*',
        maskedPhone: '138****0001',
        initials: 's',
        sealed: null,
        tierId: 'bronze',
        birthday: '03-08',
        joinedAt: longAgo,
        referrerId: null,
        consents: [{ purpose: 'service', given: true, version: '1', at: longAgo }],
        ...more.member,
      },
      identifiers: [
        { kind: 'member_code', value: code, memberId },
        { kind: 'phone_hash', value, memberId },
      ],
    },
  }
}
