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

/** Why this till is restricted; `not_admitted`: its epoch is another than head office goes by, and the till did not begin it for a cause it remembers. */
export type Restriction = EpochCause | 'not_admitted'

/** A till is restricted unless the epoch it writes is the one head office admitted. */
export function restrictionOf(till: {
  readonly epoch: number
  readonly admittedEpoch: number
  /** Why the epoch began; null for one that began at enrolment. */
  readonly cause: EpochCause | null
}): Restriction | null {
  if (till.epoch === till.admittedEpoch) return null
  return till.cause ?? 'not_admitted'
}
