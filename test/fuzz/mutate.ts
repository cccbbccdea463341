/* Inputs made of good ones: cut, joined, flipped, filled with what codecs stumble over. Everything follows from a seed. */

/** Whole numbers below a bound, the same for the same seed (xorshift32). */
export type Dice = (below: number) => number

export function diceOf(seed: number): Dice {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

/** Bytes that mean something to some codec here. */
const telling = [
  0x00, 0x01, 0x02, 0x03, 0x09, 0x0a, 0x0d, 0x1b, 0x1d, 0x28, 0x29, 0x2f, 0x30, 0x5d, 0x7f, 0x80, 0xc0, 0xd5,
  0xe4, 0xfe, 0xff,
]

/** One to four changes of one of the good inputs, at most `bytesMax` long. */
export function mutated(dice: Dice, good: readonly Uint8Array[], bytesMax: number): Uint8Array {
  let bytes = pick(dice, good)
  for (let changes = 1 + dice(4); changes > 0; changes -= 1) bytes = changed(dice, bytes, good)
  return bytes.subarray(0, bytesMax)
}

function changed(dice: Dice, bytes: Uint8Array, good: readonly Uint8Array[]): Uint8Array {
  const at = dice(bytes.length + 1)
  const end = Math.min(bytes.length, at + 1 + dice(8))
  switch (dice(8)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return joined(bytes.subarray(0, at), bytes.subarray(end))
    case 2:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.of(telling[dice(telling.length)] as number),
        bytes.subarray(at),
      )
    case 3:
      return at < bytes.length ? bytes.with(at, (bytes[at] as number) ^ (1 << dice(8))) : bytes
    case 4:
      return at < bytes.length ? bytes.with(at, telling[dice(telling.length)] as number) : bytes
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(at))
    case 6:
      return joined(bytes.subarray(0, at), pick(dice, good))
    default:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length: 1 + dice(12) }, () => dice(256)),
        bytes.subarray(at),
      )
  }
}

function pick(dice: Dice, good: readonly Uint8Array[]): Uint8Array {
  return good[dice(good.length)] as Uint8Array
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
