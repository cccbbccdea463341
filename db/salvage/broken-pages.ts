import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { type KeyedFile, saltOf } from '../open.ts'
import { createPageOpener, pageBytes } from './cipher-page.ts'

/*
 * All pages of a broken file and its WAL that still prove to be whole, by their numbers and in every version there is.
 * Nothing of SQLite's own order is trusted: not the header, not the tree, not the WAL's checksums.
 */

const walHeaderBytes = 32
const frameHeaderBytes = 24

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

/**
 * Where in a WAL the pages of committed transactions are, the newest of each first. A transaction ends with a frame
 * that says so: what comes behind the last such frame was never committed. Frames with another salt than most are
 * left over from before the WAL was started anew, or damaged.
 */
function committedFrames(wal: number): Map<number, number[]> {
  const header = Buffer.alloc(frameHeaderBytes)
  const { size } = fstatSync(wal)
  const found = new Map<number, number[]>()
  let open: { readonly pageNumber: number; readonly offset: number }[] = []
  let salt: string | null = null
  for (
    let at = walHeaderBytes;
    at + frameHeaderBytes + pageBytes <= size;
    at += frameHeaderBytes + pageBytes
  ) {
    readSync(wal, header, 0, frameHeaderBytes, at)
    const ofFrame = header.toString('hex', 8, 16)
    salt ??= ofFrame
    if (ofFrame !== salt) continue
    open.push({ pageNumber: header.readUInt32BE(0), offset: at + frameHeaderBytes })
    if (header.readUInt32BE(4) === 0) continue
    for (const { pageNumber, offset } of open)
      found.set(pageNumber, [offset, ...(found.get(pageNumber) ?? [])])
    open = []
  }
  return found
}
