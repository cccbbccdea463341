import { type ChangeRow, type ChangesEnd, changesEndSchema } from '../contract/wire.ts'
import { ndjsonLineMax, pullRowsMax } from '../domain/limits.ts'
import { CentralFault } from './central-fault.ts'

/** One line of the feed. */
export type ChangeLine =
  | { readonly kind: 'row'; readonly row: ChangeRow }
  /** A row with a change number whose rest is not as agreed: passed over, so that it blocks nothing. */
  | { readonly kind: 'unreadable'; readonly v: number }
  | { readonly kind: 'end'; readonly end: ChangesEnd }

/**
 * The lines of an NDJSON stream (one JSON value a line, UTF-8, LF), a portion for each block that arrives.
 * Faults: `malformed` for what is no such line or goes back in its change numbers, `too_large` for a line or an
 * answer beyond the limits, `unreachable` when the stream ends without its last line.
 */
export async function* readChangeLines(
  blocks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly ChangeLine[], void> {
  const decode = utf8Reader()
  const reader = lineReader()
  let rest = ''
  for await (const block of blocks) {
    const texts = (rest + decode(block)).split('\n')
    rest = texts.pop() ?? ''
    if (rest.length > ndjsonLineMax) throw new CentralFault('too_large', 'a line of the feed has no end')
    const lines = texts.map(reader.read)
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0 || !reader.ended()) throw new CentralFault('unreachable', 'the feed broke off')
}

/** Reads line by line and remembers what the order of lines promises. */
function lineReader(): { read(text: string): ChangeLine; ended(): boolean } {
  let rows = 0
  let last = 0
  let ended = false
  return {
    read(text) {
      if (ended) throw new CentralFault('malformed', 'the feed goes on after its last line')
      const line = parseLine(text)
      if (line.kind === 'end') {
        if (line.end.cursor < last) throw new CentralFault('malformed', 'the new cursor lies before a row')
        ended = true
        return line
      }
      const v = line.kind === 'row' ? line.row.v : line.v
      if (v < last) throw new CentralFault('malformed', 'a change number goes back')
      // The rows of one change number are never split over two answers, so the last one may run over.
      if (++rows > pullRowsMax && v !== last)
        throw new CentralFault('too_large', 'too many rows in an answer')
      last = v
      return line
    },
    ended: () => ended,
  }
}

/**
 * One line. The row's envelope is checked by hand: `changeRowSchema` would copy every row's `d`, which costs as
 * much as all the rest of a pull, and `d` is parsed by its own collection's schema right after.
 */
function parseLine(text: string): ChangeLine {
  if (text.length > ndjsonLineMax) throw new CentralFault('too_large', 'a line of the feed is too long')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CentralFault('malformed', 'a line of the feed is not JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CentralFault('malformed', 'a line of the feed is no row')
  }
  const row = value as { c?: unknown; v?: unknown; k?: unknown; d?: unknown; cursor?: unknown }
  if (row.cursor !== undefined && row.c === undefined) {
    const end = changesEndSchema.safeParse(value)
    if (!end.success) throw new CentralFault('malformed', 'the last line of the feed does not fit')
    return { kind: 'end', end: end.data }
  }
  if (!Number.isSafeInteger(row.v) || (row.v as number) < 0) {
    throw new CentralFault('malformed', 'a row of the feed has no change number')
  }
  return isRow(row) ? { kind: 'row', row } : { kind: 'unreadable', v: row.v as number }
}

function isRow(row: { c?: unknown; v?: unknown; k?: unknown; d?: unknown }): row is ChangeRow {
  return (
    typeof row.c === 'string' &&
    row.c.length <= 40 &&
    typeof row.k === 'string' &&
    row.k.length <= 200 &&
    typeof row.d === 'object' &&
    !Array.isArray(row.d)
  )
}

/** Text of blocks that may end inside a character. Fault `malformed`. */
export function utf8Reader(): (block: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (block) => {
    try {
      return decoder.decode(block, { stream: true })
    } catch (cause) {
      throw new CentralFault('malformed', 'the stream is not UTF-8', { cause })
    }
  }
}
