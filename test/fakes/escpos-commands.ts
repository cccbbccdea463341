/*
 * How long each ESC/POS command is, from Epson's command reference. Written for the fakes alone: it shares nothing
 * with the encoder it is used to judge.
 */

const dle = 0x10
const esc = 0x1b
const fs = 0x1c
const gs = 0x1d

/** Commands of two bytes and of four; the others in their family take one parameter (three bytes). */
const escTwo = '@2LS<mi'
const escFour = '$\\D'
const fsTwo = '&.'
const gsFour = 'LWP\\$'

/**
 * Length of the command or single byte at `at`; null while bytes are missing. A byte of text counts as a command of
 * one byte: joining text is the decoder's business.
 */
export function commandLength(bytes: Uint8Array, at: number): number | null {
  const have = bytes.length - at
  const whole = (length: number) => (have >= length ? length : null)
  switch (bytes[at]) {
    case dle:
      return have < 2 ? null : whole(bytes[at + 1] === 0x14 ? 5 : 3)
    case esc:
      return have < 2 ? null : whole(escLength(bytes, at, have))
    case fs:
      return have < 2 ? null : whole(fsLength(bytes, at, have))
    case gs:
      return have < 2 ? null : whole(gsLength(bytes, at, have))
    default:
      return whole(1)
  }
}

function letter(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at + 1] ?? 0)
}

/** Little-endian number of `size` bytes. */
export function numberAt(bytes: Uint8Array, at: number, size: 2 | 4): number {
  let value = 0
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

function escLength(bytes: Uint8Array, at: number, have: number): number {
  const name = letter(bytes, at)
  if (escTwo.includes(name)) return 2
  if (escFour.includes(name)) return 4
  if (name === 'p') return 5
  if (name === '*') {
    if (have < 5) return 5
    return 5 + numberAt(bytes, at + 3, 2) * ((bytes[at + 2] ?? 0) >= 32 ? 3 : 1)
  }
  return 3
}

function fsLength(bytes: Uint8Array, at: number, have: number): number {
  const name = letter(bytes, at)
  if (fsTwo.includes(name)) return 2
  if (name === 'S') return 4
  if (name === '(') return have < 5 ? 5 : 5 + numberAt(bytes, at + 3, 2)
  return 3
}

function gsLength(bytes: Uint8Array, at: number, have: number): number {
  const name = letter(bytes, at)
  if (name === '(') return have < 5 ? 5 : 5 + numberAt(bytes, at + 3, 2)
  if (name === '8') return have < 7 ? 7 : 7 + numberAt(bytes, at + 3, 4)
  if (name === 'v') {
    return have < 8 ? 8 : 8 + numberAt(bytes, at + 4, 2) * numberAt(bytes, at + 6, 2)
  }
  if (name === 'k') {
    if (have < 4) return 4
    if ((bytes[at + 2] ?? 0) > 6) return 4 + (bytes[at + 3] ?? 0)
    const end = bytes.indexOf(0, at + 3)
    return end < 0 ? have + 1 : end - at + 1
  }
  if (name === 'V') return have < 3 || [0, 1, 48, 49].includes(bytes[at + 2] ?? 0) ? 3 : 4
  return gsFour.includes(name) ? 4 : 3
}
