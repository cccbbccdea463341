import { canonicalJson } from './canonical-json.ts'

/*
 * Digests of the chain's rows, computed alike by till and central (sync.md 4): of a range of rows the count and the sum
 * of their hashes, which does not depend on any order and from which a row can be taken out again.
 */

/** SHA-256 of a text in UTF-8, 64 hex digits. */
export type Sha256 = (text: string) => string

/** A row as it travels. */
export interface DigestRow {
  readonly key: string
  readonly row: Readonly<Record<string, unknown>>
}

/**
 * The hash of a row: the first eight bytes of the SHA-256 of its canonical JSON (RFC 8785), its key and the fields
 * asked for. Fields let two versions of the contract compare what both know; what a till keeps sealed is never one.
 */
export function rowHash({ key, row }: DigestRow, fields: readonly string[], sha256: Sha256): bigint {
  const said: Record<string, unknown> = {}
  for (const field of fields) if (row[field] !== undefined) said[field] = row[field]
  return BigInt(`0x${sha256(canonicalJson([key, said])).slice(0, 16)}`)
}

/** The sum of hashes as it travels, 16 hex digits: modulo 2^64. */
export function sumText(sum: bigint): string {
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0')
}

/** The place of the range a key lies in, of ranges by their last keys in order; the last one has no end (null). */
export function rangeOf(ends: readonly (string | null)[], key: string): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const end = ends[middle]
    if (end === null || end === undefined || key <= end) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * How far a copy was right, in millionths (100.0000 % is 1 000 000): rounded down, so that a single wrong row of many
 * millions does not read as none.
 */
export function accuracyPpm(rows: number, wrong: number): number {
  if (rows <= 0) return wrong > 0 ? 0 : 1_000_000
  return Math.max(0, Math.floor(((rows - wrong) * 1_000_000) / rows))
}
