import { type FamilySpending, familyLeft } from '../../domain/family.ts'
import type { Uuid } from '../../domain/ids.ts'
import { ownEnrolledSearched } from '../../domain/limits.ts'
import type { Consent, IdentifierKind, Member } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import type { Standing } from '../../domain/price.ts'
import { withProfileChange } from '../../domain/profile-change.ts'
import {
  type EffectRow,
  enrolledAfter,
  ownByCode,
  profilesChangedAfter,
  wholeEffect,
} from '../journal/effect-table.ts'
import { type OwnRedemption, redemptionsOf } from '../journal/event-list.ts'
import { memberDay } from '../journal/member-day.ts'
import { memberIdOf } from '../replica/identifier-table.ts'
import { findMember, searchMemberRows } from '../replica/member-table.ts'
import { accountNow } from './accounts.ts'
import { type Joined, joined, type Moment, type Overlay } from './files.ts'
import { lotsNow, unheardOf } from './lots.ts'
import { enrolledHere, idsOf, survivor } from './merges.ts'

/** The member an identifier names, following merges, with this till's own doings. Null when nobody is known by it. */
export function findMemberByIdentifier(overlay: Overlay, kind: IdentifierKind, value: string): Member | null {
  return joined(overlay, (files) => {
    const memberId =
      memberIdOf(files.replica, kind, value) ?? ownByCode(files.journal, kind, value, files.heard)
    const member = memberId && survivor(files, memberId)
    if (!member) return null
    const unheard = unheardOf(files, idsOf(files, member.memberId))
    return isLeftBehind(unheard, kind, value) ? null : withDoings(member, unheard)
  })
}

/** Whether a phone was put right here: the member is found by the new one alone. */
function isLeftBehind(unheard: readonly EffectRow[], kind: IdentifierKind, value: string): boolean {
  if (kind !== 'phone_hash') return false
  const phones = unheard.flatMap((row) =>
    row.kind === 'profile_changed' ? (wholeEffect(row, row.kind).change.phone ?? []) : [],
  )
  const last = phones.at(-1)
  return last !== undefined && last.hash !== value
}

/**
 * A member (following merges) with all that is theirs now: what this till did, also by ids merged into theirs, is in it
 * whether the chain has heard of it or not.
 */
export function standingOf(overlay: Overlay, memberId: Uuid, moment: Moment): Standing | null {
  return joined(overlay, (files) => {
    const member = survivor(files, memberId)
    if (!member) return null
    const memberIds = idsOf(files, member.memberId)
    const unheard = unheardOf(files, memberIds)
    return {
      member: withDoings(member, unheard),
      lots: lotsNow(files, memberIds, { unheard, now: moment.now }),
      day: memberDay(files.journal, memberIds, { from: moment.dayFrom, until: moment.dayUntil }),
      account: accountNow(files, memberIds),
      family: familyOf(files, member, { unheard, moment }),
    }
  })
}

/** A member's redemptions at this till from `since` on, oldest first, also those under ids merged into theirs. */
export function redemptionsOfMember(overlay: Overlay, memberId: Uuid, since: number): OwnRedemption[] | null {
  return joined(overlay, (files) => {
    const member = survivor(files, memberId)
    return redemptionsOf(files.journal, idsOf(files, member?.memberId ?? memberId), since)
  })
}

/** A member found by a search, and whether only this till knows them yet. */
export interface FoundMember {
  readonly member: Member
  readonly provisional: boolean
}

/**
 * Members by the last four digits of their phone, by the beginning of their initials (Latin letters), or by both, such
 * as `wxm5678`; at most `limit` and whether there are more. Those enrolled here come first. Null for a query that is
 * neither.
 */
export function searchMembers(
  overlay: Overlay,
  query: string,
  limit: number,
): { readonly members: readonly FoundMember[]; readonly more: boolean } | null {
  const asked = /^([a-z]{0,12})(\d{4})?$/.exec(query.toLowerCase().replaceAll(/\s/g, ''))
  const [initials, lastFour] = [asked?.[1] ?? '', asked?.[2] ?? '']
  if (!asked || (initials === '' && lastFour === '')) return null
  const found = joined(overlay, (files) => {
    const fits = ({ maskedPhone, initials: own }: Member) =>
      own.startsWith(initials) && (lastFour === '' || (maskedPhone?.endsWith(lastFour) ?? false))
    const own = files.anyUnheard
      ? enrolledAfter(files.journal, files.heard, ownEnrolledSearched).map(({ member }) => member)
      : []
    const changed = changedHere(files)
    const provisional = own.map((member) => changed.get(member.memberId) ?? member).filter(fits)
    const isOwn = ({ memberId }: Member) => own.some((one) => one.memberId === memberId)
    const putRight = [...changed.values()].filter((member) => fits(member) && !isOwn(member))
    const rows = searchMemberRows(files.replica, { lastFour, initials, limit: limit + 1 + changed.size })
    return [
      ...provisional.slice(0, limit + 1).map((member) => ({ member, provisional: true })),
      ...[...putRight, ...rows.filter(({ memberId }) => !changed.has(memberId))].map((member) => ({
        member,
        provisional: false,
      })),
    ]
  })
  return { members: (found ?? []).slice(0, limit), more: (found?.length ?? 0) > limit }
}

/** Members whose profile was put right here and whose rows do not say so yet, as they are now. */
function changedHere(files: Joined): Map<Uuid, Member> {
  const changed = new Map<Uuid, Member>()
  if (!files.anyUnheard) return changed
  for (const memberId of profilesChangedAfter(files.journal, files.heard, ownEnrolledSearched)) {
    const member = survivor(files, memberId)
    if (member && member.status !== 'erased')
      changed.set(member.memberId, withDoings(member, unheardOf(files, idsOf(files, member.memberId))))
  }
  return changed
}

/** Whether only this till knows a member: enrolled here, and the chain has not answered yet. */
export function isProvisional(overlay: Overlay, memberId: Uuid): boolean {
  return (
    joined(
      overlay,
      (files) => findMember(files.replica, memberId) === null && enrolledHere(files, memberId) !== null,
    ) ?? false
  )
}

/** The member with growth, debt, membership, consents and purchases of their own that the rows do not contain. */
function withDoings(member: Member, unheard: readonly EffectRow[]): Member {
  if (unheard.length === 0) return member
  let known = member
  let { growth, debt, subscription, consents, hasBought } = member
  for (const row of unheard) {
    if (row.kind === 'growth_added') growth = Math.max(0, growth + row.amount)
    if (row.kind === 'debt_changed') debt = points(Math.max(0, debt + row.amount))
    if (row.kind === 'member_bought') hasBought = true
    if (row.kind === 'subscription_started') {
      const { planId, until } = wholeEffect(row, 'subscription_started')
      if (!subscription || subscription.until <= until) subscription = { planId, until }
    }
    if (row.kind === 'profile_changed') known = withProfileChange(known, wholeEffect(row, row.kind).change)
    if (row.kind === 'consents_changed') consents = changed(consents, wholeEffect(row, row.kind).consents)
  }
  return { ...known, growth, debt, subscription, consents, hasBought }
}

/** The latest word on each purpose. */
function changed(before: readonly Consent[], news: readonly Consent[]): readonly Consent[] {
  const byPurpose = new Map(before.map((consent) => [consent.purpose, consent]))
  for (const consent of news) {
    if ((byPurpose.get(consent.purpose)?.at ?? 0) <= consent.at) byPurpose.set(consent.purpose, consent)
  }
  return [...byPurpose.values()]
}

/** The owner's lots and what this member may still spend of them this month, this till's own doings included. */
function familyOf(
  files: Joined,
  member: Member,
  at: { readonly unheard: readonly EffectRow[]; readonly moment: Moment },
): Standing['family'] {
  const { family, memberId } = member
  const { now, timeZone } = at.moment
  if (!family || family.ownerId === memberId) return null
  const owner = survivor(files, family.ownerId)
  if (owner?.status !== 'active' || owner.memberId === memberId) return null
  const ownerIds = idsOf(files, owner.memberId)
  const unheard = at.unheard.flatMap((row): FamilySpending[] => {
    if (row.kind !== 'family_spent' && row.kind !== 'family_given_back') return []
    const { ownerId, spentAt, points } = wholeEffect(row, row.kind)
    if (!ownerIds.includes(ownerId)) return []
    return [{ spentAt, change: row.kind === 'family_spent' ? points : -points }]
  })
  return {
    ownerId: owner.memberId,
    lots: lotsNow(files, ownerIds, { unheard: unheardOf(files, ownerIds), now }),
    left: familyLeft({ family, unheard, now, timeZone }),
  }
}
