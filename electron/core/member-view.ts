import type { MemberCandidate, MemberProfile } from '../../contract/member-commands.ts'
import type { BasketSlice } from '../../contract/notice.ts'
import { isProvisional } from '../../db/overlay/members.ts'
import type { Uuid } from '../../domain/ids.ts'
import { pendingPoints, spendablePoints } from '../../domain/lot.ts'
import { isBirthday, type Member, tierOf } from '../../domain/member.ts'
import { addMoney } from '../../domain/money.ts'
import { type Points, points } from '../../domain/points.ts'
import type { Standing } from '../../domain/price.ts'
import { endingSoon, wayAhead } from '../../domain/profile.ts'
import type { MembershipPlan, Programme } from '../../domain/programme.ts'
import type { Proof } from '../../domain/proof.ts'
import type { Chain } from './chain.ts'
import type { Rules } from './kept-rules.ts'

type MemberView = NonNullable<BasketSlice['member']>

/** What of a basket belongs on its member's strip. */
export interface StripContext {
  readonly rules: Rules
  readonly now: number
  /** How the member was recognised. */
  readonly proof: Proof
  /** The paid membership in force: running already, or sold in this basket. */
  readonly plan: MembershipPlan | null
  readonly provisional: boolean
}

/** The member as the screen shows one (loyalty.md 1): tier, points, what ends soon, the way to the next tier. */
export function memberViewOf(standing: Standing, context: StripContext): MemberView {
  const { member, lots, account } = standing
  const { rules, now, plan, proof, provisional } = context
  const { programme, store } = rules
  return {
    memberId: member.memberId,
    maskedName: member.maskedName,
    maskedPhone: member.maskedPhone,
    status: member.status,
    statusReason: member.statusReason,
    provisional,
    proof,
    tier: { ...tierViewOf(member, programme), payBps: tierOf(member, programme).payBps },
    points: spendablePoints(lots, now),
    pending: pendingPoints(lots, now),
    debt: member.debt,
    family: familyPoints(standing, now),
    ...endingSoon(standing, programme, now),
    value: account && addMoney(account.principal, account.gift),
    plan: plan && { name: plan.name, until: planUntil(member, plan, now) },
    growth: member.growth,
    nextTier: wayAhead(member, programme),
    lifecycle: member.lifecycle,
    birthdayToday: isBirthday(member, now, store.timeZone),
    memberSince: member.joinedAt,
  }
}

/** The member's badge. */
export function tierViewOf(member: Member, programme: Programme): MemberProfile['tier'] {
  const { tierId, name, honorific, tone } = tierOf(member, programme)
  return { tierId, name, honorific, tone }
}

/** What may be spent of the family owner's points now; null without a family. */
export function familyPoints({ family }: Standing, now: number): Points | null {
  return family && points(Math.min(family.left, spendablePoints(family.lots, now)))
}

/** A member as a search shows one. */
export function candidateOf(member: Member, programme: Programme, provisional: boolean): MemberCandidate {
  const { memberId, maskedName, maskedPhone, status } = member
  return { memberId, maskedName, maskedPhone, tier: tierViewOf(member, programme), status, provisional }
}

/** Enrolled at this till and not heard of by the chain yet. */
export function isProvisionalMember(chain: Chain, memberId: Uuid): boolean {
  return chain.ask(false, (overlay) => isProvisional(overlay, memberId))
}

/** When a running membership ends; null for one that this basket only sells. */
function planUntil({ subscription }: Member, { planId }: MembershipPlan, now: number): number | null {
  const runs = subscription?.planId === planId && subscription.until > now
  return runs ? subscription.until : null
}
