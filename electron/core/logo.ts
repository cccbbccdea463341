import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Logo } from '../devices/codec/receipt-lines.ts'
import type { Log } from './log.ts'

/** Larger ones are no mark of a chain but a photograph. */
const logoBytesMax = 262_144
/** 5 cm at 203 dpi. */
const logoDotsHighMax = 400
const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex')
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * The chain's mark, `logo.png` in the till's folder: PNG (ISO/IEC 15948), a dot of the image is a dot of the printer.
 * Undefined without one; one that cannot be printed is told to the log and left out, as receipts go on without it.
 */
export function readLogo(folder: string, log: Log): Logo | undefined {
  const no = (code: string): undefined => {
    log.write('error', 'logo_unreadable', { code })
  }
  try {
    const path = join(folder, 'logo.png')
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined
    if (statSync(path).size > logoBytesMax) return no('too_large')
    const bytes = readFileSync(path)
    // The first chunk of every PNG is its header, and the last one is empty: the decoder does not miss what was cut off.
    const isWhole = bytes.subarray(0, 8).equals(pngSignature) && bytes.subarray(-12).equals(pngEnd)
    if (!isWhole || bytes.length < 45) return no('not_png')
    if (bytes.readUInt32BE(20) > logoDotsHighMax) return no('too_high')
    return { png: bytes.toString('base64'), dotsWide: bytes.readUInt32BE(16) }
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown
    return no(String(thrown.code))
  }
}
