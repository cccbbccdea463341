import { unreachable } from './assert.ts'
import type { Uuid } from './ids.ts'
import { anomalyInstantsMax } from './limits.ts'
import type { Member } from './member.ts'
import type { AnomalyKind, AnomalyRule } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** The data of `anomaly.flagged`: a rule of the programme saw something (loyalty.md 4). Always recorded. */
export interface AnomalyFlagged {
  readonly kind: AnomalyKind
  readonly action: 'warn' | 'supervisor' | 'block'
  /** How often within the rule's time, this one included. */
  readonly count: number
  readonly memberId: Uuid | null
  /** The act at hand, or null. */
  readonly actId: Uuid | null
}

/** What the till knows when an act is about to happen; instants are of acts before it, epoch ms, any order. */
export interface AnomalyFacts {
  /** What is about to happen. A code that was not taken has happened already and counts as this one. */
  readonly act: 'redeem' | 'failed_code' | 'return_without_sale'
  readonly now: number
  readonly terminalId: Uuid
  /** The staff member at the till. */
  readonly actorId: Uuid
  /** Whose points or coupons are redeemed; null = a bearer's. */
  readonly member: Pick<Member, 'memberId' | 'staffId' | 'lastRedemption'> | null
  /** Redemptions of this member at this till. */
  readonly ofMember: readonly number[]
  /** Redemptions of this member by this staff member at this till. */
  readonly ofMemberByStaff: readonly number[]
  /** Codes this till did not take. */
  readonly failedCodes: readonly number[]
  /** Returns without their sale by this staff member. */
  readonly returnsWithoutSale: readonly number[]
}

export interface AnomalyVerdict {
  readonly kind: AnomalyKind
  readonly action: AnomalyRule['action']
  /** How often within the rule's time, this one included. */
  readonly count: number
}

/**
 * What the programme's rules say to an act, the strictest action first and at most one verdict a kind (loyalty.md 4).
 * Every verdict is recorded, whatever comes of the act.
 */
export function judgeAnomalies(facts: AnomalyFacts, rules: readonly AnomalyRule[]): AnomalyVerdict[] {
  const verdicts = new Map<AnomalyKind, AnomalyVerdict>()
  for (const { kind, count: from, withinMs, action } of rules) {
    const count = countOf(kind, facts, withinMs)
    if (count < Math.max(1, from)) continue
    const known = verdicts.get(kind)
    if (!known || strictness[action] > strictness[known.action]) verdicts.set(kind, { kind, action, count })
  }
  return [...verdicts.values()].sort(
    (a, b) => strictness[b.action] - strictness[a.action] || (a.kind < b.kind ? -1 : 1),
  )
}

/** Refuses `anomaly_blocked` {kind} when a rule blocks the act. */
export function judgeBlocked(verdicts: readonly AnomalyVerdict[]): Result<true> {
  const blocking = verdicts.find(({ action }) => action === 'block')
  return blocking ? refuse('anomaly_blocked', { kind: blocking.kind }) : ok(true)
}

/** Whether a rule asks for a supervisor. */
export function needsSupervisor(verdicts: readonly AnomalyVerdict[]): boolean {
  return verdicts.some(({ action }) => action === 'supervisor')
}

const strictness = { warn: 0, supervisor: 1, block: 2 } as const

/** How often within the time, this act included; 0 = the rule says nothing to this act. */
function countOf(kind: AnomalyKind, facts: AnomalyFacts, withinMs: number): number {
  const { act, member, now } = facts
  const redeems = act === 'redeem'
  switch (kind) {
    case 'member_redemptions':
      return redeems && member ? recent(facts.ofMember, now, withinMs) + 1 : 0
    case 'two_tills': {
      const last = member?.lastRedemption
      const elsewhere = last && last.terminalId !== facts.terminalId && isRecent(last.at, now, withinMs)
      // Two tills: that one and this one.
      return redeems && elsewhere ? 2 : 0
    }
    case 'failed_codes': {
      const failed = recent(facts.failedCodes, now, withinMs)
      if (act === 'failed_code') return failed + 1
      return redeems ? failed : 0
    }
    case 'staff_self':
      return redeems && member?.staffId === facts.actorId
        ? recent(facts.ofMemberByStaff, now, withinMs) + 1
        : 0
    case 'staff_one_member':
      return redeems && member ? recent(facts.ofMemberByStaff, now, withinMs) + 1 : 0
    case 'returns_without_sale':
      return act === 'return_without_sale' ? recent(facts.returnsWithoutSale, now, withinMs) + 1 : 0
    default:
      return unreachable(kind)
  }
}

function recent(instants: readonly number[], now: number, withinMs: number): number {
  return instants.slice(-anomalyInstantsMax).filter((at) => isRecent(at, now, withinMs)).length
}

/** Within the time on either side: a clock that was set back must not hide what just happened. */
function isRecent(at: number, now: number, withinMs: number): boolean {
  return Math.abs(now - at) <= withinMs
}
