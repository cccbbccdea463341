import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { type KeyedFile, saltOf } from '../open.ts'
import { createPageOpener, pageBytes } from './cipher-page.ts'
import { committedFrames } from './wal-frames.ts'

/*
 * All pages of a broken file and its WAL that still prove to be whole, by their numbers and in every version there is.
 * Nothing of SQLite's own order is trusted: not the header, not the tree, not the WAL's checksums.
 */

/** What a broken file still has. */
export interface BrokenPages {
  /** Highest page number to ask for. */
  readonly count: number
  /** Every whole version of a page, the newest first. */
  readonly versionsOf: (pageNumber: number) => readonly Buffer[]
  readonly close: () => void
}

/** The file is only read; nobody may have it open in SQLite. */
export function openBrokenPages({ file, key }: KeyedFile): BrokenPages {
  const opener = createPageOpener(key, saltOf(key))
  const main = openIfThere(file)
  const wal = openIfThere(`${file}-wal`)
  const frames = wal === null ? new Map<number, number[]>() : committedFrames(wal)
  const filePages = main === null ? 0 : Math.floor(fstatSync(main).size / pageBytes)
  const page = Buffer.alloc(pageBytes)
  const read = (descriptor: number, offset: number, pageNumber: number): Buffer | null =>
    readSync(descriptor, page, 0, pageBytes, offset) === pageBytes ? opener.open(page, pageNumber) : null
  return {
    count: Math.max(filePages, ...frames.keys()),
    versionsOf(pageNumber) {
      const inWal =
        wal === null ? [] : (frames.get(pageNumber) ?? []).map((offset) => read(wal, offset, pageNumber))
      const inFile =
        main !== null && pageNumber <= filePages ? read(main, (pageNumber - 1) * pageBytes, pageNumber) : null
      return [...inWal, inFile].filter((content) => content !== null)
    },
    close() {
      if (main !== null) closeSync(main)
      if (wal !== null) closeSync(wal)
    },
  }
}

function openIfThere(file: string): number | null {
  return existsSync(file) ? openSync(file, 'r') : null
}
