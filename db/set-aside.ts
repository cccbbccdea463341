import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { besideFile, syncFolder } from './file-moves.ts'

/**
 * Moves a broken file out of the way, with its WAL: `<name>.aside-<instant>-<n>`, never over another one, never
 * deleted. Killed half-way, the rest is moved by the next call: `openJournal` refuses a WAL without its file.
 * Answers the new name; null when nothing was there. Every connection to the file must be closed.
 */
export function setAside(file: string, now: number): string | null {
  const parts = ['', ...besideFile].filter((suffix) => existsSync(file + suffix))
  if (parts.length === 0) return null
  const stamp = new Date(now).toISOString().replaceAll(/[-:]/g, '').replace('.', '')
  let count = 1
  const nameOf = () => `${file}.aside-${stamp}-${count}`
  while (['', ...besideFile].some((suffix) => existsSync(nameOf() + suffix))) count++
  // The file goes first: left behind without its WAL it would open as an older, seemingly whole state.
  for (const suffix of parts) renameSync(file + suffix, nameOf() + suffix)
  syncFolder(dirname(file))
  return nameOf()
}
