import type { RiskSlice } from '../../contract/notice.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { exposureOf, sessionSince, usedUnsecured } from '../../db/journal/unsecured-table.ts'
import { leasesAtHand } from '../../db/overlay/leases.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { findDenial } from '../../db/replica/denial-table.ts'
import { idsMergedInto } from '../../db/replica/member-table.ts'
import { currentPolicy } from '../../db/replica/policy-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { noMoney } from '../../domain/money.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { type DenialKind, type RiskPolicy, standardPolicy } from '../../domain/risk.ts'
import {
  askedOf,
  type CentralWord,
  decideRisk,
  denyListAge,
  type RiskDecision,
  type RiskFacts,
} from '../../domain/risk-decision.ts'
import type { Spend } from '../../domain/spend.ts'
import { signedByCentral } from '../../sync/authorize.ts'
import type { Counter } from './counter.ts'

/* What this till knows when it decides whether something may be spent (sync.md 7). */

type Knows = Pick<Counter, 'books' | 'chain' | 'clock' | 'session'>

/** The chain's limits; the standard ones while there are none, or where they are not signed by this chain's central. */
export function policyInForce({ books, chain }: Pick<Counter, 'books' | 'chain'>): RiskPolicy {
  const known = chain.ask(null, ({ replica }) => replica && currentPolicy(replica))
  if (!known) return standardPolicy
  const centralKey = readSetting(books.read(), 'centralKey')
  if (centralKey === null || !signedByCentral(centralKey)(known)) return standardPolicy
  const { sig: _sig, ...policy } = known
  return policy
}

/** When the list of denials was last whole, by the central's time, epoch ms; null = never. */
export function denialsHeardAt({ chain }: Pick<Counter, 'chain'>): number | null {
  return chain.ask(null, ({ replica }) => (replica && readCursor(replica)?.serverTime) ?? null)
}

/** How old the list of denials is, in ms; null = there is none. A clock that was set back makes nothing younger than new. */
function denyAgeMs(counter: Knows): number | null {
  const heardAt = denialsHeardAt(counter)
  return heardAt === null ? null : Math.max(0, counter.clock.now() - heardAt)
}

/** The first of what an act touches that nobody honours any more; null = nothing. */
function deniedOf({ chain, session }: Knows, spend: Spend): DenialKind | null {
  const subjects: (readonly [DenialKind, Uuid | null | undefined])[] = [
    ['terminal', session.identity()?.terminal.terminalId],
    ['staff', session.staff()?.staffId],
    ['member', spend.memberId],
    ...spend.points.map(({ memberId }) => ['member', memberId] as const),
    ...spend.coupons.map(({ couponId }) => ['coupon', couponId] as const),
    ...spend.value.map(({ accountId }) => ['account', accountId] as const),
  ]
  return chain.ask<DenialKind | null>(null, ({ replica }) => {
    const denied = subjects.find(
      ([kind, subject]) => replica && subject && findDenial(replica, kind, subject) !== null,
    )
    return denied?.[0] ?? null
  })
}

/** All a decision about `spend` depends on, as this till knows it now. */
function riskFactsOf(counter: Knows, spend: Spend, said: Pick<RiskFacts, 'central' | 'approved'>): RiskFacts {
  const { books, chain, clock, session } = counter
  const now = clock.now()
  const { dayFrom, dayUntil } = chain.moment(now)
  const { memberId } = spend
  const memberIds =
    memberId === null
      ? []
      : [
          memberId,
          ...chain.ask<readonly Uuid[]>([], ({ replica }) =>
            replica ? idsMergedInto(replica, memberId) : [],
          ),
        ]
  return {
    ...said,
    spend,
    now,
    policy: policyInForce(counter),
    restricted: session.restriction() !== null,
    denied: deniedOf(counter, spend),
    denyAgeMs: denyAgeMs(counter),
    leases: leasesOf(counter, spend),
    exposure: exposureOf(books.read()),
    // Tills of a store tell each other over its own network, which is another piece.
    exposureOfOthers: noMoney,
    usedToday: usedUnsecured(books.read(), memberIds, { from: dayFrom, until: dayUntil }),
  }
}

function leasesOf({ chain }: Pick<Counter, 'chain'>, spend: Spend): RiskFacts['leases'] {
  const subjects = [
    ...spend.coupons.map(({ couponId }) => couponId),
    ...spend.points.map((part) => part.memberId),
    ...spend.value.map(({ accountId }) => accountId),
  ]
  return chain.ask([], (overlay) => leasesAtHand(overlay, subjects))
}

/** What of an act the central has to be asked about: what no lease held here covers. */
export function spendToAsk(counter: Knows, spend: Spend): Spend {
  return askedOf({ spend, now: counter.clock.now(), leases: leasesOf(counter, spend) })
}

/** Whether an act may happen as this till knows now, and who decided so. Refuses as `decideRisk`. */
export function decideNow(
  counter: Knows,
  spend: Spend,
  said: { readonly central: CentralWord; readonly approved: boolean },
): Result<RiskDecision> {
  return decideRisk(riskFactsOf(counter, spend, said))
}

/**
 * What is said when something is put beside a basket, before anything is asked: whether it is denied, and without contact
 * whether this till could decide it at all. What a member used today is judged once it is paid.
 */
export function judgeAtAdd(counter: Knows & Pick<Counter, 'asking'>, spend: Spend): Result<true> {
  const central: CentralWord = counter.asking.isWorthIt() ? { kind: 'approved' } : { kind: 'none' }
  const decided = decideNow(counter, spend, { central, approved: true })
  return decided.ok ? ok(true) : refuse(decided.refusal.code, decided.refusal.figures)
}

/** What this till may decide by itself now, for the screen. */
export function riskSliceOf(counter: Knows & Pick<Counter, 'asking'>): RiskSlice {
  const { asking, books } = counter
  const policy = policyInForce(counter)
  const isOpen = books.isOpen()
  return {
    asking: asking.current() !== null,
    exposure: isOpen ? exposureOf(books.read()) : noMoney,
    exposureMax: policy.tillExposureMax,
    sessionSince: isOpen ? sessionSince(books.read()) : null,
    denialsHeardAt: denialsHeardAt(counter),
    denials: denyListAge(denyAgeMs(counter), policy),
  }
}
