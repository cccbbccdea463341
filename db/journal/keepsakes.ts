import { dirname } from 'node:path'
import type { Journal } from '../handle.ts'
import { type IdentitySettings, identityOf, readIdentityCopy, writeIdentityCopy } from '../identity-copy.ts'
import type { KeyedFile } from '../open.ts'
import { readTogether } from '../transact.ts'
import { readWitness, type Witness, writeWitness } from '../witness-file.ts'
import { lastCheckpoint } from './checkpoint-table.ts'
import { lastPlaceAndHead } from './event-table.ts'
import { isAfter } from './place.ts'

/** What stands beside the journal and outlives it: the witness of how far it got, and the sealed copy of who this till is. */
export interface Keepsakes {
  /** Writes what is news since the last time, from what is committed. */
  readonly keep: () => void
}

/** Reads through a connection of its own, on whatever thread that lives. */
export function createKeepsakes(journal: Journal, { file, key }: KeyedFile): Keepsakes {
  const at = { folder: dirname(file), key }
  const copy = readIdentityCopy(at)
  let copied = textOf(copy === 'garbled' ? null : copy)
  const before = readWitness(at)
  let kept: Witness | null = before === 'garbled' ? null : before
  let witnessed = ''
  return {
    keep() {
      const { identity, last, acknowledged } = readTogether(journal, () => ({
        identity: identityOf(journal),
        last: lastPlaceAndHead(journal),
        acknowledged: lastCheckpoint(journal),
      }))
      const { terminal } = identity
      if (!terminal) return
      const text = textOf(identity)
      if (text !== copied) {
        writeIdentityCopy(at, identity)
        copied = text
      }
      const seen = JSON.stringify([last, acknowledged])
      if (!last || seen === witnessed) return
      const { terminalId } = terminal
      // A journal that was put back does not silence its witness: first the till begins a new epoch.
      if (kept?.terminalId === terminalId && isAfter(kept, last)) return
      kept = { terminalId, ...last, acknowledged }
      writeWitness(at, kept)
      witnessed = seen
    },
  }
}

function textOf(identity: IdentitySettings | null): string {
  return JSON.stringify(identity)
}
