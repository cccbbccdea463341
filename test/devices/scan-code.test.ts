import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanBytesMax } from '../../domain/device-limits.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import { type ScanFrame, scanFramer, scanText } from '../../electron/devices/codec/scan-code.ts'

const delimiters = [0x02, 0x03, 0x09, 0x0a, 0x0d]

/** All frames of a stream that arrives in the given pieces and then falls silent. */
function framesOf(pieces: readonly Uint8Array[]): ScanFrame[] {
  const framer = scanFramer()
  const frames = pieces.flatMap((piece) => framer.push(piece))
  const last = framer.end()
  return last ? [...frames, last] : frames
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

function text(bytes: readonly number[] | Uint8Array): string {
  return scanText({ bytes: Uint8Array.from(bytes), dropped: 0 })
}

const noisyBytes = fc
  .array(fc.oneof(fc.constantFrom(...delimiters), fc.integer({ min: 0, max: 255 })), { maxLength: 300 })
  .map((bytes) => Uint8Array.from(bytes))

test('[SN1] scanFramer gives the same frames however the bytes are cut into chunks', () => {
  fc.assert(
    fc.property(noisyBytes, fc.array(fc.nat(), { maxLength: 20 }), (bytes, places) => {
      expect(framesOf(cut(bytes, places))).toEqual(framesOf([bytes]))
    }),
  )
})

test('[SN1] scanFramer loses no byte but the delimiters and makes no empty frame', () => {
  fc.assert(
    fc.property(noisyBytes, (bytes) => {
      const frames = framesOf([bytes])
      expect(frames.flatMap((frame) => [...frame.bytes])).toEqual(
        [...bytes].filter((byte) => !delimiters.includes(byte)),
      )
      expect(frames.every((frame) => frame.bytes.length > 0)).toBe(true)
    }),
  )
})

test.each([
  ['CR', 'A1\rB2\r'],
  ['LF', 'A1\nB2\n'],
  ['CRLF', 'A1\r\nB2\r\n'],
  ['TAB', 'A1\tB2\t'],
  ['STX and ETX', '\x02A1\x03\x02B2\x03'],
  ['STX, ETX, CR, LF', '\x02A1\x03\r\n\x02B2\x03\r\n'],
  ['STX alone', '\x02A1\x02B2'],
  ['no terminator after the last', 'A1\rB2'],
])('[SN2] %s ends a scan', (_name, stream) => {
  const frames = framesOf([Buffer.from(stream, 'latin1')])
  expect(frames.map(scanText)).toEqual(['A1', 'B2'])
})

test('[SN2] GS, RS and EOT of a GS1 or ISO 15434 code stay in it', () => {
  const code = '[)>\x1e0601\x1d123\x1e\x04'
  expect(framesOf([Buffer.from(`${code}\r`, 'latin1')]).map(scanText)).toEqual([code])
})

test.each([
  ['ASCII', Buffer.from('6901234567892'), '6901234567892'],
  ['UTF-8', Buffer.from('会员 M123 😀'), '会员 M123 😀'],
  ['GB18030, two bytes', Uint8Array.of(0xbb, 0xe1, 0xd4, 0xb1, 0x31), '会员1'],
  ['GB18030, four bytes', Uint8Array.of(0x95, 0x32, 0x82, 0x36), '𠀀'],
  ['GB18030 torn at its end', Uint8Array.of(0xbb, 0xe1, 0xd4), '\ufffd\ufffd\ufffd'],
  ['UTF-8 torn at its end', Uint8Array.of(0x41, 0xe4), 'A\ufffd'],
  ['a byte of no encoding', Uint8Array.of(0x41, 0xff, 0x42), 'A\ufffdB'],
])('[SN4] scanText reads %s', (_name, bytes, expected) => {
  expect(text(bytes)).toBe(expected)
})

test('[SN4] a UTF-8 character cut over two chunks is read whole', () => {
  const bytes = Buffer.from('优惠券\r')
  for (let place = 0; place <= bytes.length; place += 1) {
    expect(framesOf(cut(bytes, [place])).map(scanText)).toEqual(['优惠券'])
  }
})

test('[SN4] scanText throws on no bytes at all and keeps every length within the limit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(text(bytes).length).toBeLessThanOrEqual(bytes.length)
    }),
  )
})

test('[SN5] a frame keeps scanBytesMax bytes and counts the rest', () => {
  const [frame] = framesOf([new Uint8Array(100_000).fill(0x41), new Uint8Array(900_000).fill(0x42)])
  expect(frame?.bytes.length).toBe(scanBytesMax)
  expect(frame?.dropped).toBe(1_000_000 - scanBytesMax)
})

test.each([
  ['ASCII', 'A'],
  ['three-byte UTF-8', '券'],
])('[SN5] an overlong frame of %s becomes text just over scanLengthMax', (_name, character) => {
  const [frame] = framesOf([Buffer.from(character.repeat(scanBytesMax))])
  expect(frame && scanText({ ...frame, dropped: 1 }).length).toBe(scanLengthMax + 1)
})

test('[SN5] text of scanLengthMax characters passes whole, one more is cut just above it', () => {
  expect(text(Buffer.from('A'.repeat(scanLengthMax))).length).toBe(scanLengthMax)
  expect(text(Buffer.from('A'.repeat(scanLengthMax + 500))).length).toBe(scanLengthMax + 1)
})
