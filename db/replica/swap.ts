import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { besideFile, removeWithBeside, renameDurably, syncFolder } from '../file-moves.ts'
import type { KeyedFile } from '../open.ts'

/** Names of the replica's files in the till's folder. */
export function replicaFiles(folder: string): {
  readonly current: string
  /** A whole, checked replica that waits to become the current one. */
  readonly next: string
  /** An import under way, worthless until finished. */
  readonly loading: string
} {
  const current = join(folder, 'replica.db')
  return { current, next: join(folder, 'replica.next.db'), loading: join(folder, 'replica.loading.db') }
}

export interface ImageImport extends Pick<KeyedFile, 'key'> {
  readonly folder: string
  /** The plain SQLite file of a snapshot, in memory. It may be changed or emptied by the import. */
  readonly image: Buffer
  /** Turns the hash of a PIN into what this till keeps of it. */
  readonly sealPin: (pinHash: Uint8Array) => Uint8Array
}

/**
 * Turns a snapshot into an encrypted replica beside the running one, with its indexes, checked row for row.
 * Blocks its thread. Nothing plain touches the disk. Killed anywhere it leaves the running replica as it was.
 * Throws ReplicaBroken on a damaged image, NewerSchema on one of another version, DiskFull, DiskFault.
 */
export function importImage(asked: ImageImport): void {
  throw new Error('pending')
}

/**
 * Makes `replica.next.db`, if there is one, the replica. Every connection to both must be closed, on every thread.
 * Called before the replica is opened at each start too: it finishes a swap that was cut short. Answers whether
 * there was one.
 */
export function swapReplica(folder: string): boolean {
  const { current, next, loading } = replicaFiles(folder)
  removeWithBeside(loading)
  if (!existsSync(next)) return false
  // First what belongs to the old file: its WAL beside the new file would be replayed into it.
  for (const suffix of besideFile) rmSync(current + suffix, { force: true })
  syncFolder(folder)
  renameDurably(next, current)
  return true
}
