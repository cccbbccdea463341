import { assert, unreachable } from './assert.ts'
import { birthdayWeekDays, isLeapYear } from './calendar.ts'
import type { Coupon } from './coupon.ts'
import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Member } from './member.ts'
import { dayOf, dayStartAfter, localDate } from './time.ts'

/** From the first instant of a day to the first instant after another, epoch ms. */
export interface DaySpan {
  readonly from: number
  /** Exclusive. */
  readonly until: number
}

/** How a coupon of its own comes to be: who makes ids and codes says them. */
export interface CouponIdentity {
  readonly couponId: Uuid
  /** `C` + 12 digits + check digit. */
  readonly code: string
}

export interface IssueInput extends CouponIdentity {
  /** Whose it becomes; null = bearer. */
  readonly member: Pick<Member, 'memberId' | 'birthday'> | null
  /** Epoch ms. */
  readonly now: number
  readonly timeZone: string
}

/** A coupon of a template, its validity fixed as of now (loyalty.md 5). */
export function issueCoupon(template: CouponTemplate, input: IssueInput): Coupon {
  const { couponId, code, member, now, timeZone } = input
  const span = validityOf(template, member?.birthday ?? null, now, timeZone)
  return {
    couponId,
    code,
    templateId: template.templateId,
    memberId: member?.memberId ?? null,
    status: 'issued',
    validFrom: span.from,
    validTo: span.until,
    usesMax: template.usesMax,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: now,
  }
}

/**
 * Three days before a birthday (`MM-DD`) to three days after, the one under way or the next to come. 29 February is kept
 * on the 28th in other years.
 */
export function birthdayWeek(birthday: string, now: number, timeZone: string): DaySpan {
  const { year } = localDate(now, timeZone)
  for (const ofYear of [year - 1, year, year + 1]) {
    const day = birthdayIn(birthday, ofYear, timeZone)
    const until = dayStartAfter(day, birthdayWeekDays + 1, timeZone)
    if (now < until) return { from: dayStartAfter(day, -birthdayWeekDays, timeZone), until }
  }
  // The birthday of the year to come always lies ahead.
  assert(false, 'a birthday to come')
}

/** Whether the birthday week of a member is under way: birthday coupons are due. */
export function isBirthdayWeek(birthday: string | null, now: number, timeZone: string): boolean {
  return birthday !== null && birthdayWeek(birthday, now, timeZone).from <= now
}

function validityOf(
  { validity }: CouponTemplate,
  birthday: string | null,
  now: number,
  timeZone: string,
): DaySpan {
  switch (validity.kind) {
    case 'between':
      return { from: validity.from, until: validity.until }
    case 'days':
      return { from: now, until: dayStartAfter(now, validity.days + 1, timeZone) }
    case 'birthday_week':
      // Who never told a birthday has their week from today on.
      return birthday === null
        ? { from: now, until: dayStartAfter(now, birthdayWeekDays + 1 + birthdayWeekDays, timeZone) }
        : birthdayWeek(birthday, now, timeZone)
    default:
      return unreachable(validity)
  }
}

/** First instant of a birthday in a year. */
function birthdayIn(birthday: string, year: number, timeZone: string): number {
  const month = Number(birthday.slice(0, 2))
  const day = Number(birthday.slice(3, 5))
  return dayOf({ year, month, day: month === 2 && day === 29 && !isLeapYear(year) ? 28 : day }, timeZone)
}
