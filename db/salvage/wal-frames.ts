import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { type KeyedFile, saltOf } from '../open.ts'
import { createPageOpener, pageBytes } from './cipher-page.ts'

/* A WAL without SQLite (https://www.sqlite.org/fileformat2.html#walformat): what can be read of it, and what SQLite would take of it. */

const walHeaderBytes = 32
const frameHeaderBytes = 24
const frameBytes = frameHeaderBytes + pageBytes

/**
 * Where in a WAL the pages of committed transactions are, the newest of each first. A transaction ends with a frame
 * that says so: what comes behind the last such frame was never committed. Frames with another salt than most are
 * left over from before the WAL was started anew, or damaged.
 */
export function committedFrames(wal: number): Map<number, number[]> {
  const header = Buffer.alloc(frameHeaderBytes)
  const { size } = fstatSync(wal)
  const found = new Map<number, number[]>()
  let open: { readonly pageNumber: number; readonly offset: number }[] = []
  let salt: string | null = null
  for (let at = walHeaderBytes; at + frameBytes <= size; at += frameBytes) {
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

/** Which pages committed transactions of a WAL have. */
export function pagesInWal(file: string): ReadonlySet<number> {
  if (!existsSync(file)) return new Set()
  const wal = openSync(file, 'r')
  try {
    return new Set(committedFrames(wal).keys())
  } finally {
    closeSync(wal)
  }
}

/**
 * Whether SQLite would take a page from the WAL that is not of this file: the WAL's sums hold, the page's proof does
 * not. Once taken, the page stands in the place of a sound one, and a checkpoint makes that good for ever. Nobody may
 * write to it meanwhile.
 */
export function walIsOfAnother({ file, key }: KeyedFile): boolean {
  if (!existsSync(`${file}-wal`)) return false
  const opener = createPageOpener(key, saltOf(key))
  const wal = openSync(`${file}-wal`, 'r')
  try {
    for (const { pageNumber, page } of framesTaken(wal)) if (!opener.open(page, pageNumber)) return true
    return false
  } finally {
    closeSync(wal)
  }
}

/** The frames SQLite reads: from the first on, as long as salts and running sums hold. A page is good until the next. */
function* framesTaken(wal: number): Generator<{ readonly pageNumber: number; readonly page: Buffer }> {
  const header = Buffer.alloc(walHeaderBytes)
  const frame = Buffer.alloc(frameBytes)
  if (readSync(wal, header, 0, walHeaderBytes, 0) < walHeaderBytes) return
  const { size } = fstatSync(wal)
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1
  const salts = header.subarray(16, 24)
  let sums = summed([0, 0], header.subarray(0, 24), isBigEndian)
  if (!sumsStandAt(header, 24, sums)) return
  for (let at = walHeaderBytes; at + frameBytes <= size; at += frameBytes) {
    readSync(wal, frame, 0, frameBytes, at)
    if (!frame.subarray(8, 16).equals(salts)) return
    sums = summed(sums, frame.subarray(0, 8), isBigEndian)
    sums = summed(sums, frame.subarray(frameHeaderBytes), isBigEndian)
    if (!sumsStandAt(frame, 16, sums)) return
    yield { pageNumber: frame.readUInt32BE(0), page: frame.subarray(frameHeaderBytes) }
  }
}

type Sums = readonly [number, number]

function summed([first, second]: Sums, bytes: Buffer, isBigEndian: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let one = first
  let two = second
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + view.getUint32(at, !isBigEndian) + two) >>> 0
    two = (two + view.getUint32(at + 4, !isBigEndian) + one) >>> 0
  }
  return [one, two]
}

function sumsStandAt(bytes: Buffer, at: number, [one, two]: Sums): boolean {
  return bytes.readUInt32BE(at) === one && bytes.readUInt32BE(at + 4) === two
}
