import type { KeyedFile } from '../open.ts'
import { type BrokenPages, openBrokenPages } from './broken-pages.ts'
import { usableBytes } from './cipher-page.ts'

/*
 * Rows of the `event` table out of the whole pages of a broken journal, whatever else of it is damaged: leaf by leaf,
 * in SQLite's file format (https://www.sqlite.org/fileformat2.html). A row is told by the shape of its record; whether
 * it is an event of this till its hash and signature say, and those are the caller's to check.
 */

export interface CarvedEvent {
  /** The number of its place. */
  readonly place: number
  /** As it was kept: canonical JSON. */
  readonly body: string
}

const leafOfTable = 0x0d
/** `place` as the row's own key, id, type, time, hash, body: the record's serial types. */
const idType = 12 + 2 * 16
const hashType = 12 + 2 * 32

/** Goes through all pages; yields what each holds, most often nothing, so that the caller may do something else between. */
export function* carveEvents(at: KeyedFile): Generator<readonly CarvedEvent[], void> {
  const pages = openBrokenPages(at)
  try {
    for (let pageNumber = 1; pageNumber <= pages.count; pageNumber++) {
      yield pages.versionsOf(pageNumber).flatMap((page) => eventsOn(pages, page, pageNumber === 1 ? 100 : 0))
    }
  } finally {
    pages.close()
  }
}

function eventsOn(pages: BrokenPages, page: Buffer, start: number): CarvedEvent[] {
  if (page[start] !== leafOfTable) return []
  const cells = page.readUInt16BE(start + 3)
  const found: CarvedEvent[] = []
  for (let cell = 0; cell < cells; cell++) {
    const pointer = start + 8 + 2 * cell
    if (pointer + 2 > usableBytes) break
    const event = eventAt(pages, page, page.readUInt16BE(pointer))
    if (event) found.push(event)
  }
  return found
}

function eventAt(pages: BrokenPages, page: Buffer, offset: number): CarvedEvent | null {
  const size = varint(page, offset)
  const rowid = size && varint(page, size.end)
  if (!size || !rowid) return null
  const local = localBytes(size.value)
  if (rowid.end + local > usableBytes) return null
  const start = page.subarray(rowid.end, rowid.end + local)
  const shape = shapeOf(start)
  if (!shape) return null
  const payload =
    local === size.value
      ? start
      : withOverflow(pages, page, { start, size: size.value, at: rowid.end + local })
  if (!payload) return null
  return { place: rowid.value, body: payload.toString('utf8', shape.bodyAt, shape.bodyAt + shape.bodyBytes) }
}

/** Where the body stands in a record of the shape of an event's; null for any other record. */
function shapeOf(record: Buffer): { readonly bodyAt: number; readonly bodyBytes: number } | null {
  const header = varint(record, 0)
  if (!header) return null
  const types: number[] = []
  for (let at = header.end; at < header.value; ) {
    const type = varint(record, at)
    if (!type) return null
    types.push(type.value)
    at = type.end
  }
  const [place, id, type = 0, time = 0, hash, body = 0] = types
  const isEvent =
    types.length === 6 && place === 0 && id === idType && hash === hashType && isText(type) && isText(body)
  if (!isEvent) return null
  const bodyAt = header.value + [idType, type, time, hashType].reduce((sum, one) => sum + bytesOf(one), 0)
  return { bodyAt, bodyBytes: bytesOf(body) }
}

function isText(type: number): boolean {
  return type >= 13 && type % 2 === 1
}

function bytesOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0
}

/** How much of a payload stands on the leaf itself. */
function localBytes(size: number): number {
  const most = usableBytes - 35
  if (size <= most) return size
  const least = Math.floor(((usableBytes - 12) * 32) / 255) - 23
  const wanted = least + ((size - least) % (usableBytes - 4))
  return wanted <= most ? wanted : least
}

/** The whole payload along its overflow pages; null when one of them is damaged. */
function withOverflow(
  pages: BrokenPages,
  leaf: Buffer,
  of: { readonly start: Buffer; readonly size: number; readonly at: number },
): Buffer | null {
  const parts = [of.start]
  let missing = of.size - of.start.length
  if (of.at + 4 > leaf.length) return null
  let next = leaf.readUInt32BE(of.at)
  while (missing > 0) {
    const [page] = next === 0 ? [] : pages.versionsOf(next)
    if (!page) return null
    const part = page.subarray(4, 4 + Math.min(missing, usableBytes - 4))
    parts.push(part)
    missing -= part.length
    next = page.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

/** A number of one to nine bytes, seven bits each; null beyond the bytes or what is exact. */
function varint(bytes: Buffer, offset: number): { readonly value: number; readonly end: number } | null {
  let value = 0
  for (let at = offset; at < offset + 8; at++) {
    const byte = bytes[at]
    if (byte === undefined) return null
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: at + 1 } : null
  }
  return null
}
