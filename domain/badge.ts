import { unreachable } from './assert.ts'
import type { Uuid } from './ids.ts'
import { badgesMax } from './limits.ts'
import type { MemberBadge } from './member.ts'
import { monthsBefore } from './member-months.ts'
import type { BadgeRule } from './programme.ts'
import type { LocalText } from './text.ts'
import type { MemberHistory } from './tier-review.ts'
import { dayMs, monthKey } from './time.ts'

/** One thing a member did elsewhere, as head office told it. */
export interface Interaction {
  readonly kind: string
  /** Epoch ms. */
  readonly at: number
}

/** What badges are earned by. */
export interface Deeds extends Pick<MemberHistory, 'months'> {
  /** At least those `deedsAsked` asks for, in any order. */
  readonly interactions: readonly Interaction[]
}

export type BadgeChange =
  | { readonly kind: 'badge_ended'; readonly name: LocalText }
  | {
      readonly kind: 'badge_awarded'
      readonly badgeId: string
      readonly name: LocalText
      readonly until: number
      /** Of the coupon that comes with it. */
      readonly templateId: Uuid | null
    }

export interface BadgesReviewed {
  readonly badges: readonly MemberBadge[]
  /** In the order they happened; empty = nothing changed. */
  readonly changes: readonly BadgeChange[]
}

/**
 * A night's review of a member's badges (loyalty.md 2): those whose time is over end, then every badge of the programme
 * that is earned and not worn is given, for its days from now. One that is worn is not made longer. At most `badgesMax`
 * at a time, in the programme's order. Asked twice at one instant it changes nothing the second time.
 */
export function reviewBadges(
  worn: readonly MemberBadge[],
  deeds: Deeds,
  rules: readonly BadgeRule[],
  now: number,
  timeZone: string,
): BadgesReviewed {
  const changes: BadgeChange[] = []
  const badges = worn.filter(({ name, until }) => {
    if (now < until) return true
    changes.push({ kind: 'badge_ended', name })
    return false
  })
  for (const rule of rules) {
    const { badgeId, name, templateId } = rule
    if (badges.length >= badgesMax) break
    if (badges.some((badge) => badge.badgeId === badgeId)) continue
    if (!isEarned(rule.earnedBy, deeds, now, timeZone)) continue
    const until = now + rule.days * dayMs
    badges.push({ badgeId, name, until })
    changes.push({ kind: 'badge_awarded', badgeId, name, until, templateId })
  }
  return { badges, changes }
}

/** From when on interactions may earn a badge, and of which kinds; null = none does. */
export function deedsAsked(
  rules: readonly BadgeRule[],
  now: number,
): { readonly kinds: readonly string[]; readonly since: number } | null {
  const counted = rules.flatMap(({ earnedBy }) => (earnedBy.kind === 'interactions' ? [earnedBy] : []))
  if (counted.length === 0) return null
  const days = Math.max(...counted.map((one) => one.days))
  return { kinds: [...new Set(counted.map(({ interaction }) => interaction))], since: now - days * dayMs }
}

function isEarned(
  earnedBy: BadgeRule['earnedBy'],
  { months, interactions }: Deeds,
  now: number,
  timeZone: string,
): boolean {
  switch (earnedBy.kind) {
    case 'interactions': {
      const since = now - earnedBy.days * dayMs
      const counted = interactions.filter(
        ({ kind, at }) => kind === earnedBy.interaction && at > since && at <= now,
      )
      return counted.length >= earnedBy.count
    }
    case 'spend': {
      const keys = [monthKey(now, timeZone), ...monthsBefore(now, earnedBy.months - 1, timeZone)]
      return keys.reduce((sum, key) => sum + (months[key]?.spent ?? 0), 0) >= earnedBy.amount
    }
    default:
      return unreachable(earnedBy)
  }
}
