import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { besideFile, removeWithBeside, syncFile, syncFolder } from './file-moves.ts'

/**
 * Moves a broken file out of the way, with its WAL: `<name>.aside-<instant>-<n>`, never over another one, never
 * deleted. Killed half-way, the rest is moved by the next call: `openJournal` refuses a WAL without its file.
 * Answers the new name; null when nothing was there. Every connection to the file must be closed.
 */
export function setAside(file: string, now: number): string | null {
  const parts = ['', ...besideFile].filter((suffix) => existsSync(file + suffix))
  if (parts.length === 0) return null
  const aside = freeName(file, now)
  // The file goes first: left behind without its WAL it would open as an older, seemingly whole state.
  for (const suffix of parts) renameSync(file + suffix, aside + suffix)
  syncFolder(dirname(file))
  return aside
}

/**
 * Copies a file and its WAL aside as they lie, durably, before SQLite makes something else of them. Answers the new
 * name. Every connection to the file must be closed. Throws the file system's error and leaves nothing behind.
 */
export function copyAside(file: string, now: number): string {
  const aside = freeName(file, now)
  try {
    for (const suffix of ['', '-wal'].filter((one) => existsSync(file + one))) {
      copyFileSync(file + suffix, aside + suffix)
      syncFile(aside + suffix)
    }
    syncFolder(dirname(file))
    return aside
  } catch (error) {
    removeWithBeside(aside)
    throw error
  }
}

/** The names a file was set or copied aside by, in its folder, the latest last. */
export function namesAside(file: string): readonly string[] {
  const names = readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.aside-`))
  // A WAL may have been left without its file.
  return [...new Set(names.map((name) => name.replace(/-(wal|shm|journal)$/, '')))].toSorted()
}

/** Deletes all but the latest `count` of what was set aside: for a file that can be had again. */
export function keepLatestAside(file: string, count: number): void {
  const older = namesAside(file).slice(0, -count)
  for (const name of older) removeWithBeside(join(dirname(file), name))
  if (older.length > 0) syncFolder(dirname(file))
}

function freeName(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]/g, '').replace('.', '')
  let count = 1
  const name = () => `${file}.aside-${stamp}-${count}`
  while (['', ...besideFile].some((suffix) => existsSync(name() + suffix))) count++
  return name()
}
