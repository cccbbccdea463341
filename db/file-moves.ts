import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** What SQLite keeps beside a database file, in the order that is safe to move or remove them. */
export const besideFile = ['-wal', '-shm', '-journal'] as const

/** Makes renames and removals in a folder outlive a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Makes the contents of a file outlive a power cut. Nobody may have it open in SQLite. */
export function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Renames over whatever is there; after it returned the new name outlives a power cut. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(dirname(to))
}

/** Removes a file that holds nothing of its own (a WAL already in its database, an unfinished import). */
export function removeWithBeside(file: string): void {
  for (const suffix of [...besideFile, '']) rmSync(file + suffix, { force: true })
}

/** Bytes of a file; null when there is none. Does not open it: closing a foreign descriptor would drop SQLite's locks. */
export function fileBytes(file: string): number | null {
  return existsSync(file) ? statSync(file).size : null
}

/** Puts a whole new content under a name: after a power cut it is the old or the new one, never a torn one. */
export function writeDurably(file: string, bytes: Uint8Array): void {
  const unfinished = `${file}.new`
  const descriptor = openSync(unfinished, 'w', 0o600)
  try {
    writeFileSync(descriptor, bytes)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameDurably(unfinished, file)
}
