import { assert } from '../../../domain/assert.ts'

/*
 * The two-byte characters of GB18030, which every Chinese receipt printer holds (GBK and the few signs added to
 * it). The runtime decodes GB18030 and encodes none, so the way back is turned round from its decoder.
 */

const leadFirst = 0x81
const leadLast = 0xfe
const trailFirst = 0x40
const trailLast = 0xfe
/** 0x7f is no second byte in GB18030. */
const trailHole = 0x7f

const privateFirst = 0xe000
const privateLast = 0xf8ff
const notDecodable = 0xfffd

/** Code unit → two bytes as one number, 0 where there is none. */
type GbkTable = Uint16Array

function readTable(): GbkTable {
  const pairs = new Uint8Array((leadLast - leadFirst + 1) * (trailLast - trailFirst) * 2)
  let filled = 0
  for (let lead = leadFirst; lead <= leadLast; lead += 1) {
    for (let trail = trailFirst; trail <= trailLast; trail += 1) {
      if (trail === trailHole) continue
      pairs[filled] = lead
      pairs[filled + 1] = trail
      filled += 2
    }
  }
  const characters = new TextDecoder('gb18030').decode(pairs.subarray(0, filled))
  assert(characters.length * 2 === filled, 'every pair decodes to one character of the basic plane')
  const table = new Uint16Array(0x1_0000)
  for (let index = 0; index < characters.length; index += 1) {
    const unit = characters.charCodeAt(index)
    const isText = unit !== notDecodable && (unit < privateFirst || unit > privateLast)
    if (isText && table[unit] === 0)
      table[unit] = ((pairs[index * 2] ?? 0) << 8) | (pairs[index * 2 + 1] ?? 0)
  }
  return table
}

const table = readTable()

/** The two bytes of a character as one number, or null where GB18030 has no two-byte code for it. */
export function gbkCode(character: string): number | null {
  if (character.length !== 1) return null
  return table[character.charCodeAt(0)] || null
}
