import { type BadgeChange, type Interaction, reviewBadges } from '../../domain/badge.ts'
import type { Uuid } from '../../domain/ids.ts'
import { birthdayWeek, isBirthdayWeek } from '../../domain/issue-coupon.ts'
import { lifecycleOf, valueClassOf } from '../../domain/lifecycle.ts'
import type { Member } from '../../domain/member.ts'
import { decayGrowth } from '../../domain/member-months.ts'
import { birthdayTemplateOf, type Programme, type Tier } from '../../domain/programme.ts'
import { reviewMember, type TierChange } from '../../domain/tier-review.ts'
import { dayMs, localDate } from '../../domain/time.ts'
import type { KeptHistory } from '../tables/member-history.ts'

/** What a night makes of one member. */
export interface MemberNight {
  readonly member: Member
  readonly history: KeptHistory
  /** Templates of coupons they get. */
  readonly issues: readonly Uuid[]
  readonly changes: readonly (TierChange | BadgeChange)[]
  /** Their birthday's gifts are among the issues. */
  readonly birthday: boolean
}

/** When and where a night is. */
export interface NightAt {
  readonly now: number
  readonly timeZone: string
}

/**
 * Growth decays, tiers rise and fall, badges are given and end, lifecycle and value class are judged, and who has their birthday week gets what the
 * tier gives for it, once a year. Pure; asked twice at one instant it changes nothing the second time.
 */
export function nightOf(
  member: Member,
  { history, interactions }: { readonly history: KeptHistory; readonly interactions: readonly Interaction[] },
  programme: Programme,
  { now, timeZone }: NightAt,
): MemberNight {
  const { windowMonths, badges: badgeRules } = programme.growth
  const { decayBps } = tierNow(member.tierId, programme)
  const decayed = { ...history, ...decayGrowth(history, { decayBps, windowMonths }, now, timeZone) }
  const worn = reviewBadges(
    member.badges,
    { months: decayed.months, interactions },
    badgeRules,
    now,
    timeZone,
  )
  const reviewed = reviewMember(member, decayed, programme, now, timeZone)
  const { growth, tierId, graceUntil, protectionCards, challenge } = reviewed
  const winBacks = reviewed.changes.flatMap((change) =>
    change.kind === 'demoted' && change.winBackTemplateId !== null ? [change.winBackTemplateId] : [],
  )
  const honours = worn.changes.flatMap((change) =>
    change.kind === 'badge_awarded' && change.templateId !== null ? [change.templateId] : [],
  )
  const year = birthdayYear(member, now, timeZone)
  const hasBirthday = year !== null && year !== history.birthdayYear
  const birthdays = hasBirthday ? birthdayTemplates(tierNow(tierId, programme), programme) : []
  return {
    member: {
      ...member,
      growth,
      tierId,
      graceUntil,
      protectionCards,
      badges: worn.badges,
      challenge,
      lifecycle: lifecycleOf(decayed, member.joinedAt, programme.lifecycle, now),
      valueClass: valueClassOf(decayed, programme.valueClass, now, timeZone),
    },
    history: {
      ...decayed,
      tierSince: reviewed.tierSince,
      reviewedAt: reviewed.reviewedAt,
      birthdayYear: hasBirthday ? year : history.birthdayYear,
    },
    issues: [...winBacks, ...honours, ...birthdays],
    changes: [...reviewed.changes, ...worn.changes],
    birthday: birthdays.length > 0,
  }
}

/** The year whose birthday week is under way, or null. */
function birthdayYear({ birthday }: Member, now: number, timeZone: string): number | null {
  if (birthday === null || !isBirthdayWeek(birthday, now, timeZone)) return null
  const { from } = birthdayWeek(birthday, now, timeZone)
  return localDate(from + 3 * dayMs + dayMs / 2, timeZone).year
}

/** Templates of the tier's birthday coupons, and of those its birthday gifts are handed over against. */
function birthdayTemplates({ benefits }: Tier, { gifts }: Programme): Uuid[] {
  return benefits.flatMap((benefit) => {
    if (benefit.kind === 'birthday_coupon') return [benefit.templateId]
    if (benefit.kind !== 'birthday_gift') return []
    const templateId = birthdayTemplateOf(benefit, gifts)
    return templateId === null ? [] : [templateId]
  })
}

function tierNow(tierId: string, { tiers }: Programme): Tier {
  return tiers.find((tier) => tier.tierId === tierId) ?? (tiers[0] as Tier)
}
