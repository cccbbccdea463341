import { scanBytesMax } from '../../../domain/device-limits.ts'
import { scanLengthMax } from '../../../domain/limits.ts'

/*
 * Bytes of a serial scanner become scans. Scanners end a scan with CR, LF, CRLF, TAB or ETX, or with nothing at
 * all; some begin it with STX. None of these bytes is ever part of a UTF-8 or GB18030 character, so frames are cut
 * on bytes and decoded whole, never chunk by chunk.
 */

const startOfText = 0x02
const endOfText = 0x03
const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d

const delimiters: ReadonlySet<number> = new Set([startOfText, endOfText, tab, lineFeed, carriageReturn])

/** One scan as it came; `dropped` counts the bytes beyond `scanBytesMax`, which are not kept. */
export interface ScanFrame {
  readonly bytes: Uint8Array
  readonly dropped: number
}

export interface ScanFramer {
  /** Takes what came and returns the frames it completed. How the bytes are cut into chunks changes nothing. */
  push(chunk: Uint8Array): ScanFrame[]
  /** Ends the frame that has begun, if one has: the line was silent for `scanIdleMs`. */
  end(): ScanFrame | null
  /** Forgets the frame that has begun: its device is gone, and half a code must not pass for a whole one. */
  discard(): void
  /** Whether a frame has begun and waits for its end, and whether it is longer than any code. */
  readonly open: boolean
  readonly overlong: boolean
}

/** Gathers the bytes of one scan after the other. */
export interface ScanBuffer {
  readonly take: (piece: Uint8Array) => void
  /** The scan that has begun, if one has; the next one begins empty. */
  readonly end: () => ScanFrame | null
  readonly open: boolean
  /** More has come than is kept: noise, or something that is no code. */
  readonly overlong: boolean
}

/** Keeps at most `scanBytesMax` bytes of a scan, whatever comes, and counts the rest. */
export function scanBuffer(): ScanBuffer {
  const kept = new Uint8Array(scanBytesMax)
  let length = 0
  let dropped = 0

  return {
    take(piece) {
      const fitting = piece.subarray(0, scanBytesMax - length)
      kept.set(fitting, length)
      length += fitting.length
      dropped += piece.length - fitting.length
    },
    end() {
      if (length === 0) return null
      const frame = { bytes: kept.slice(0, length), dropped }
      length = 0
      dropped = 0
      return frame
    },
    get open() {
      return length > 0
    },
    get overlong() {
      return dropped > 0
    },
  }
}

/** Cuts a scanner's byte stream into frames. */
export function scanFramer(): ScanFramer {
  const buffer = scanBuffer()

  return {
    push(chunk) {
      const frames: ScanFrame[] = []
      let from = 0
      for (let at = 0; at < chunk.length; at += 1) {
        if (!delimiters.has(chunk[at] ?? 0)) continue
        buffer.take(chunk.subarray(from, at))
        from = at + 1
        const frame = buffer.end()
        if (frame) frames.push(frame)
      }
      buffer.take(chunk.subarray(from))
      return frames
    },
    end: buffer.end,
    discard() {
      buffer.end()
    },
    get open() {
      return buffer.open
    },
    get overlong() {
      return buffer.overlong
    },
  }
}

/**
 * The text of one scan: UTF-8, else GB18030 (Chinese scanners re-encode QR codes to it), else UTF-8 with U+FFFD at
 * the damage, which the rule refuses as damaged. An overlong frame becomes its bytes as characters, cut just above
 * `scanLengthMax`, so that the rule refuses it as too long whatever it holds. Never throws.
 */
export function scanText({ bytes, dropped }: ScanFrame): string {
  if (dropped > 0) return String.fromCharCode(...bytes.subarray(0, scanLengthMax + 1))
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030') ?? new TextDecoder('utf-8').decode(bytes)
  return text.length > scanLengthMax ? text.slice(0, scanLengthMax + 1) : text
}

const strict = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | null {
  try {
    return strict[encoding].decode(bytes)
  } catch (fault) {
    // A fatal decoder says "not this encoding" with a TypeError; anything else is not ours to swallow.
    if (fault instanceof TypeError) return null
    throw fault
  }
}
