/*
 * Whether this till may be trusted to spend. A till whose journal went back, was lost or has a twin does not know
 * what it did: it goes on in a new epoch, sells and earns (class F, sync.md 7), and neither burns, redeems nor takes
 * stored value until head office has re-admitted that very epoch.
 */

/** Why a till began a new epoch. */
export const epochCauses = [
  /** A witness is ahead of the journal: an older copy of it was put back. */
  'rolled_back',
  /** The journal's file is gone. */
  'journal_lost',
  /** The journal's file cannot be read and was set aside. */
  'journal_broken',
  /** The central has another event at one of our places: two tills go by this name. */
  'forked',
] as const
export type EpochCause = (typeof epochCauses)[number]

/** The data of `terminal.epoch_started`, the first event of every epoch but the first. */
export interface EpochStarted {
  readonly cause: EpochCause
  /** The last place of an earlier epoch this till knows of by anything that is left; null when nothing says so. */
  readonly last: { readonly epoch: number; readonly seq: number; readonly head: string } | null
}

/** Why this till is restricted; `revoked`: head office does not let it in any more; `not_admitted`: its epoch is another than head office goes by, and the till did not begin it for a cause it remembers. */
export type Restriction = EpochCause | 'not_admitted' | 'revoked'

/** A till is restricted unless head office trusts it and admitted the epoch it writes. */
export function restrictionOf(till: {
  readonly epoch: number
  readonly admittedEpoch: number
  /** Why the epoch began; null for one that began at enrolment. */
  readonly cause: EpochCause | null
  readonly isRevoked: boolean
}): Restriction | null {
  if (till.isRevoked) return 'revoked'
  if (till.epoch === till.admittedEpoch) return null
  return till.cause ?? 'not_admitted'
}

/** A place of this till's chain as somebody else kept it. */
export interface Witnessed {
  readonly epoch: number
  readonly seq: number
  /** Hash of the event there, 64 hex digits; null when only the place is known. */
  readonly head: string | null
}

/** What a journal says of a witnessed place. */
export interface JournalView {
  /** From this epoch on the journal has every event it ever had; what was lost or salvaged lies before it. */
  readonly wholeFrom: number
  /** The hash at the witnessed place; null when there is no event. */
  readonly hashThere: string | null
}

/**
 * Whether a journal still has what a witness saw: `whole`; `behind`, when the witness is ahead of it (a backup put
 * back, a disk cloned); `other_branch`, when another event stands there.
 */
export function judgeWitness(
  witnessed: Witnessed,
  journal: JournalView,
): 'whole' | 'behind' | 'other_branch' {
  if (journal.hashThere !== null) {
    return witnessed.head === null || witnessed.head === journal.hashThere ? 'whole' : 'other_branch'
  }
  if (witnessed.seq === 0 || witnessed.epoch < journal.wholeFrom) return 'whole'
  return 'behind'
}

/** How far a new epoch may lie beyond all that is known, so that two tills that do not hear of each other rarely meet in one. */
const epochLeapMax = 1_000

/**
 * The epoch a till goes on in: beyond every epoch anybody named. Two clones that begin one at the same time differ by
 * chance (`fraction` in [0, 1)); where they do not, the central tells the second one to begin another.
 */
export function nextEpoch(known: readonly number[], fraction: number): number {
  return Math.max(1, ...known) + 1 + Math.floor(fraction * epochLeapMax)
}
