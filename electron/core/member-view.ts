import type { BasketSlice } from '../../contract/notice.ts'
import { expiringSoonMs } from '../../domain/limits.ts'
import { expiringPoints, spendablePoints } from '../../domain/lot.ts'
import { isBirthday, nextTier, tierOf } from '../../domain/member.ts'
import type { Standing } from '../../domain/price.ts'
import type { Rules } from './chain.ts'

type MemberView = NonNullable<BasketSlice['member']>

/** The member as the screen shows one (loyalty.md 1): tier, points, what ends soon, the way to the next tier. */
export function memberViewOf({ member, lots }: Standing, rules: Rules, now: number): MemberView {
  const tier = tierOf(member, rules.programme)
  const ahead = nextTier(member, rules.programme)
  return {
    memberId: member.memberId,
    maskedName: member.maskedName,
    maskedPhone: member.maskedPhone,
    status: member.status,
    tier: { tierId: tier.tierId, name: tier.name, tone: tier.tone, payBps: tier.payBps },
    points: spendablePoints(lots, now),
    expiringSoon: expiringPoints(lots, now, now + expiringSoonMs),
    growth: member.growth,
    nextTier: ahead && { name: ahead.tier.name, missing: ahead.missing, doneBps: ahead.doneBps },
    birthdayToday: isBirthday(member, now, rules.store.timeZone),
    memberSince: member.joinedAt,
  }
}
