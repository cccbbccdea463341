import { rmSync } from 'node:fs'
import { assert } from '../domain/assert.ts'
import { removeWithBeside, renameDurably } from './file-moves.ts'
import { inside } from './handle.ts'
import { connectJournal, type KeyedFile } from './open.ts'

/**
 * Copies the open journal into `target`, as of one moment, encrypted with the same key, while the till sells on.
 * The copy is opened and checked before it gets its name. Blocks its thread: run it on one of its own.
 */
export function backUpJournal(at: KeyedFile & { readonly target: string }): void {
  const unfinished = `${at.target}.part`
  removeWithBeside(unfinished)
  try {
    copyInto(at, unfinished)
    renameDurably(unfinished, at.target)
  } catch (error) {
    // Most often there was no room: what is left of the copy would take the rest of it.
    removeWithBeside(unfinished)
    throw error
  }
}

/** Leaves a whole, checked copy with nothing beside it. */
function copyInto(at: KeyedFile, unfinished: string): void {
  const journal = connectJournal(at)
  try {
    journal[inside].exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`)
  } finally {
    journal.close()
  }
  const copy = connectJournal({ file: unfinished, key: at.key })
  try {
    const checked = copy.prepare('PRAGMA quick_check').get<{ quick_check: string }>()
    assert(checked?.quick_check === 'ok', 'the backup is whole')
  } finally {
    copy.close()
  }
  for (const suffix of ['-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
}
