import type { Journal } from '../../db/handle.ts'
import { type IdentitySettings, type KeyedFolder, readIdentityCopy } from '../../db/identity-copy.ts'
import { journalFile } from '../../db/journal/file.ts'
import { eventHashAt } from '../../db/journal/outbox.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { namesAside } from '../../db/set-aside.ts'
import { readWitness, type Witness } from '../../db/witness-file.ts'
import type { Uuid } from '../../domain/ids.ts'
import { judgeWitness, type Witnessed } from '../../domain/trust.ts'
import { beginEpoch, beginEpochDue, type EpochDeps } from './epoch.ts'

/*
 * At every start: whether the journal is the one this till last wrote. Whoever keeps a place of the chain is a witness:
 * the file beside the journal, the copy of who this till is, and later the other tills of the store.
 */

/** Somebody who kept how far this till's chain got. Null = nothing is kept there, or nothing that can be trusted. */
export interface WitnessKeeper {
  readonly last: () => Witnessed | null
}

/** What a start knows besides the journal. */
export interface StartedFrom {
  /** The name of a copy of the journal as it was found, if that holds more than the journal reads. */
  readonly copied: string | null
  readonly others?: readonly WitnessKeeper[]
}

/** A till that is not sure of its past begins a new epoch here, before anything is sold. */
export function settleTrust(deps: EpochDeps, { copied, others = [] }: StartedFrom): void {
  const { folder, journalKey: key, log } = deps
  const journal = deps.books.read()
  const copy = heard(deps, 'identity_copy_garbled', readIdentityCopy({ folder, key }))
  const terminal = readSetting(journal, 'terminal')
  if (!terminal) {
    if (copy) beginAnew(deps, copy)
    return
  }
  if (beginEpochDue(deps)) return
  const ours = copyOf(terminal.terminalId, copy)
  const witness = witnessOf({ folder, key }, terminal.terminalId)
  const keepers = [fileKeeper(witness), copyKeeper(ours), ...others]
  const found = keepers.map((keeper) => keeper.last()).filter((last) => last !== null)
  const ahead = found.filter((last) => isAhead(last, journal))
  if (ahead.length === 0) return
  log.write('error', 'journal_rolled_back', { count: ahead[0]?.seq ?? 0 })
  beginEpoch(deps, {
    cause: 'rolled_back',
    // What was renewed since that backup stands in the copy.
    identity: ours,
    last: witness && { epoch: witness.epoch, seq: witness.seq, head: witness.head },
    beyond: Math.max(...found.map(({ epoch }) => epoch)) + 1,
    acknowledged: null,
    isHoley: copied !== null,
    salvage: copied,
  })
}

/** Whether what lies beside a journal kept more of its chain than it has, for whoever looks before anything is written. */
export function isBehindItsKeepers(journal: Journal, at: KeyedFolder): boolean {
  const kept = readIdentityCopy(at)
  const copy = kept === 'garbled' ? null : kept
  const terminalId = readSetting(journal, 'terminal')?.terminalId
  // Where not even the enrolment is in it, the copy says that there was one.
  if (!terminalId) return copy !== null
  const keepers = [fileKeeper(witnessOf(at, terminalId)), copyKeeper(copyOf(terminalId, copy))]
  return keepers.some((keeper) => {
    const last = keeper.last()
    return last !== null && isAhead(last, journal)
  })
}

/** The copy of who this till is, if it is of this terminal. */
function copyOf(terminalId: Uuid, copy: IdentitySettings | null): IdentitySettings | null {
  return copy?.terminal?.terminalId === terminalId ? copy : null
}

function isAhead(last: Witnessed, journal: Journal): boolean {
  return judgeWitness(last, viewOf(journal, last)) !== 'whole'
}

/** An empty journal of a till that was somebody: its file was broken and set aside, or is gone. */
function beginAnew(deps: EpochDeps, copy: IdentitySettings): void {
  const { terminal, privateKey } = copy
  if (!terminal || !privateKey) return
  const witness = witnessOf({ folder: deps.folder, key: deps.journalKey }, terminal.terminalId)
  const aside = namesAside(journalFile(deps.folder)).at(-1) ?? null
  beginEpoch(deps, {
    cause: aside === null ? 'journal_lost' : 'journal_broken',
    identity: copy,
    last: witness && { epoch: witness.epoch, seq: witness.seq, head: witness.head },
    beyond: (witness?.epoch ?? 0) + 1,
    acknowledged: witness?.acknowledged ?? null,
    isHoley: true,
    salvage: aside,
  })
}

function fileKeeper(witness: Witness | null): WitnessKeeper {
  return { last: () => witness }
}

/** It is written before the epoch begins: a copy that names a later one than the journal was there. */
function copyKeeper(copy: IdentitySettings | null): WitnessKeeper {
  return { last: () => (copy?.epoch === undefined ? null : { epoch: copy.epoch, seq: 1, head: null }) }
}

function viewOf(journal: Journal, { epoch, seq }: Witnessed): Parameters<typeof judgeWitness>[1] {
  return {
    wholeFrom: readSetting(journal, 'wholeFrom') ?? 0,
    hashThere: eventHashAt(journal, { epoch, seq }),
  }
}

/** What the file says, if it is of this terminal. */
function witnessOf(at: KeyedFolder, terminalId: string): Witness | null {
  const witness = readWitness(at)
  return witness !== null && witness !== 'garbled' && witness.terminalId === terminalId ? witness : null
}

function heard<T>(deps: EpochDeps, word: string, kept: T | 'garbled'): T | null {
  if (kept !== 'garbled') return kept
  deps.log.write('error', word)
  return null
}
