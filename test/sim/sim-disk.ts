import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Random } from './random.ts'

/*
 * The disk of the simulation. Files lie in memory and SQLite's own syncs cost and prove nothing there: what a power cut
 * leaves is made here instead, by what was synced. The journal syncs its WAL at every commit (FULL), so that only the
 * commit under way may be lost; the replica's WAL is synced by a checkpoint alone (NORMAL), so that all it wrote
 * since the last one may be.
 */

/** The unit a disk writes whole. */
const sectorBytes = 512

/** Bytes of each file that are sure to have reached the disk; a file that is not named is synced whole. */
export type SyncedBytes = ReadonlyMap<string, number>

/** The till's files as a process that was killed leaves them: the page cache survives. */
export function copyOfFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyOfFiles(source, target)
    // The index of a WAL is made anew when the next process opens it.
    else if (!entry.name.endsWith('-shm')) copyFileSync(source, target)
  }
}

/** Leaves of every unsynced tail what a power cut may: nothing, a part torn at a sector, sectors out of order, garbage, all. */
export function cutPower(folder: string, synced: SyncedBytes, random: Random): void {
  for (const [name, bytes] of synced) {
    const file = join(folder, name)
    if (existsSync(file) && statSync(file).size > bytes) tear(file, bytes, random)
  }
}

function tear(file: string, synced: number, random: Random): void {
  const whole = readFileSync(file)
  const tail = whole.length - synced
  const how = random.pick(['lost', 'torn', 'torn', 'patchy', 'garbage', 'kept'] as const)
  const sectors = Math.ceil(tail / sectorBytes)
  if (how === 'lost') truncateSync(file, synced)
  if (how === 'torn') truncateSync(file, synced + sectorBytes * random.below(sectors))
  if (how !== 'patchy' && how !== 'garbage') return
  for (let sector = 0; sector < sectors; sector++) {
    if (random.chance(how === 'patchy' ? 0.5 : 0.8)) continue
    const from = synced + sector * sectorBytes
    const to = Math.min(from + sectorBytes, whole.length)
    whole.fill(how === 'patchy' ? 0 : random.below(256), from, to)
  }
  writeFileSync(file, whole)
}

/** Bytes of a file; 0 when there is none. */
export function bytesOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

/** A WAL at some moment: which one it is, and how much of it surely is on the disk. */
export interface SyncedWal {
  /** Salts of its header, anew in each WAL; empty where there is none. */
  readonly salts: string
  readonly bytes: number
}

/** A database's WAL as a start finds it: a power cut before has left what it left. */
export function walAtStart(file: string): SyncedWal {
  return { salts: headOf(file).salts, bytes: bytesOf(`${file}-wal`) }
}

/** How much of a database's WAL surely is on the disk: SQLite syncs it before it moves the first frame into the file. */
export function syncedWalBytes(file: string, start: SyncedWal): number {
  const { salts, frameBytes } = headOf(file)
  const index = existsSync(`${file}-shm`) ? readFileSync(`${file}-shm`) : null
  // `nBackfillAttempted` of the WAL's index (sqlite.org/walformat.html 2.2).
  const moved = index && index.length >= 132 ? index.readUInt32LE(128) : 0
  return Math.max(salts === start.salts ? start.bytes : 0, moved > 0 ? 32 + moved * frameBytes : 0)
}

function headOf(file: string): { readonly salts: string; readonly frameBytes: number } {
  if (bytesOf(`${file}-wal`) < 32) return { salts: '', frameBytes: 0 }
  const head = readFileSync(`${file}-wal`).subarray(0, 32)
  return { salts: head.toString('hex', 16, 24), frameBytes: 24 + head.readUInt32BE(8) }
}

const journalParts = ['journal.db', 'journal.db-wal']

/** Keeps a copy of a till's journal in `to`, over the one before. */
export function keepJournal(from: string, to: string): void {
  for (const name of journalParts) {
    rmSync(join(to, `kept-${name}`), { force: true })
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, `kept-${name}`))
  }
}

export function hasKeptJournal(folder: string): boolean {
  return existsSync(join(folder, 'kept-journal.db'))
}

/** Puts the kept copy in the place of the journal there is; what lies beside it stays. */
export function replaceJournal(kept: string, folder: string): void {
  for (const name of journalParts) {
    rmSync(join(folder, name), { force: true })
    if (existsSync(join(kept, `kept-${name}`))) copyFileSync(join(kept, `kept-${name}`), join(folder, name))
  }
}
