import type { HeldLease } from '../../contract/lease-commands.ts'
import {
  addLeaseReturn,
  isLeaseReturned,
  leaseReturns,
  markLeaseReturned,
  removeLeaseReturn,
} from '../../db/journal/lease-return-table.ts'
import { type HeldHere, leasesAtHand, leasesHeldHere } from '../../db/overlay/leases.ts'
import type { Uuid } from '../../domain/ids.ts'
import { leaseArrivesMs, leaseReturnsAtOnce } from '../../domain/limits.ts'
import type { LeaseAtHand } from '../../domain/risk-decision.ts'
import { accountOfId, accountView } from './accounts.ts'
import type { Books } from './books.ts'
import type { Chain } from './chain.ts'
import type { Clock } from './clock.ts'
import type { Counter } from './counter.ts'
import type { Rules } from './kept-rules.ts'
import type { SyncLink } from './sync-link.ts'

/** Leases of this till between the central's answer and the chain's rows (sync.md 7). */
export interface Leases {
  /** Whether a lease that was granted is in the chain's rows here, waited for at most `leaseArrivesMs`. */
  readonly arrived: (leaseId: Uuid) => Promise<boolean>
  /** Keeps that it is handed back: from here on nothing is spent of it, whatever becomes of the question. */
  readonly keepReturn: (leaseId: Uuid) => void
  /** The central took the rest back. */
  readonly returned: (leaseId: Uuid) => void
  /** The chain's rows changed. */
  readonly refresh: () => void
  /** There is contact: tells the central what was handed back and not answered. */
  readonly giveBack: () => void
}

export function createLeases(options: {
  readonly books: Books
  readonly chain: Pick<Chain, 'ask'>
  readonly clock: Clock
  readonly sync: Pick<SyncLink, 'authority'>
  readonly onThrown: (thrown: unknown) => void
}): Leases {
  const { books, chain, clock, sync } = options
  const waiting = new Map<Uuid, (isHere: boolean) => void>()
  let givingBack = false

  const heldIds = () => heldHere(chain).map(({ lease }) => lease.leaseId)

  function returned(leaseId: Uuid): void {
    books.write(
      (tx) => markLeaseReturned(tx, leaseId),
      (db) => !leaseReturns(db, 'unanswered', leaseReturnsAtOnce).includes(leaseId),
    )
  }

  /** What the chain's rows say themselves need not be kept. */
  function forgetGone(held: readonly Uuid[]): void {
    const gone = leaseReturns(books.read(), 'answered', leaseReturnsAtOnce).filter((id) => !held.includes(id))
    if (gone.length === 0) return
    books.write(
      (tx) => {
        for (const leaseId of gone) removeLeaseReturn(tx, leaseId)
      },
      (db) => gone.every((leaseId) => !isLeaseReturned(db, leaseId)),
    )
  }

  return {
    arrived: (leaseId) =>
      new Promise((resolve) => {
        const settle = (isHere: boolean) => {
          callOff()
          waiting.delete(leaseId)
          resolve(isHere)
        }
        const callOff = clock.after(leaseArrivesMs, () => settle(false))
        waiting.set(leaseId, settle)
        if (heldIds().includes(leaseId)) settle(true)
      }),
    keepReturn: (leaseId) =>
      books.write(
        (tx) => addLeaseReturn(tx, leaseId, clock.now()),
        (db) => isLeaseReturned(db, leaseId),
      ),
    returned,
    refresh: () => {
      if (!books.isOpen()) return
      const held = heldIds()
      for (const [leaseId, settle] of waiting) if (held.includes(leaseId)) settle(true)
      forgetGone(held)
    },
    giveBack: () => {
      const authority = sync.authority()
      if (givingBack || !authority || !books.isOpen()) return
      const unanswered = leaseReturns(books.read(), 'unanswered', leaseReturnsAtOnce)
      if (unanswered.length === 0) return
      givingBack = true
      const all = async () => {
        for (const leaseId of unanswered) {
          const isReturned = await authority.returnLease(leaseId)
          if (!isReturned || !books.isOpen()) return
          returned(leaseId)
        }
      }
      all()
        .catch(options.onThrown)
        .finally(() => {
          givingBack = false
        })
    },
  }
}

/** The leases this till holds; none without the chain's rows. */
export function heldHere(chain: Pick<Chain, 'ask'>): readonly HeldHere[] {
  return chain.ask<readonly HeldHere[]>([], leasesHeldHere)
}

/** Leases of these subjects that have not ended, this till's and others'. */
export function runningLeases(
  { chain, clock }: Pick<Counter, 'chain' | 'clock'>,
  subjectIds: readonly Uuid[],
): readonly LeaseAtHand[] {
  const now = clock.now()
  return chain
    .ask<readonly LeaseAtHand[]>([], (overlay) => leasesAtHand(overlay, subjectIds))
    .filter(({ expiresAt }) => now < expiresAt)
}

/** The leases this till holds, as the screen shows them. */
export function heldLeases(counter: Counter, rules: Rules): HeldLease[] {
  const now = counter.clock.now()
  return heldHere(counter.chain).map(({ lease, left, isReturned }) => {
    const { expiresAt, granted, kind, leaseId } = lease
    const state = isReturned ? 'returning' : now < expiresAt ? 'held' : 'expired'
    return { leaseId, kind, granted, left, expiresAt, state, ...subjectOf(counter, rules, lease) }
  })
}

/** What a lease is of, for people: masked. */
function subjectOf(
  counter: Counter,
  rules: Rules,
  { kind, subjectId }: HeldHere['lease'],
): Pick<HeldLease, 'card' | 'memberName' | 'name'> {
  const { chain, clock } = counter
  const now = clock.now()
  const nameOf = (memberId: Uuid | null) =>
    memberId === null ? null : (chain.standing(memberId, now)?.member.maskedName ?? null)
  if (kind === 'points') return { name: null, card: null, memberName: nameOf(subjectId) }
  if (kind === 'coupon') {
    const at = chain.coupon(subjectId, now, null)
    return { name: at?.template.name ?? null, card: null, memberName: nameOf(at?.coupon.memberId ?? null) }
  }
  const found = accountOfId(counter, subjectId, now)
  const view = found && accountView(counter, found, rules)
  return { name: null, card: view?.card ?? null, memberName: view?.maskedName ?? null }
}
