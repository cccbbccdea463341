import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printerReading, replyReader } from '../../electron/devices/codec/printer-status.ts'

const calm = {
  offline: false,
  coverOpen: false,
  paperOut: false,
  paperNearEnd: false,
  faulted: false,
  drawerPinHigh: false,
}

test.each([
  ['all well', [0x12, 0x12, 0x12, 0x12], {}],
  ['drawer pin high', [0x16, 0x12, 0x12, 0x12], { drawerPinHigh: true }],
  ['offline', [0x1a, 0x12, 0x12, 0x12], { offline: true }],
  ['cover open', [0x1a, 0x16, 0x12, 0x12], { offline: true, coverOpen: true }],
  ['stopped for paper', [0x1a, 0x32, 0x12, 0x12], { offline: true, paperOut: true }],
  ['cutter error', [0x1a, 0x52, 0x1a, 0x12], { offline: true, faulted: true }],
  ['unrecoverable error', [0x1a, 0x52, 0x32, 0x12], { offline: true, faulted: true }],
  ['paper near its end', [0x12, 0x12, 0x12, 0x1e], { paperNearEnd: true }],
  ['paper end', [0x12, 0x12, 0x12, 0x7e], { paperNearEnd: true, paperOut: true }],
] as const)('[PN18] status bytes say %s', (_name, answers, expected) => {
  expect(printerReading(answers)).toEqual({ ...calm, ...expected })
})

test('[PN17] a four-byte automatic status is skipped whole, however it is cut', () => {
  const stream = Uint8Array.of(0x00, 0x10, 0x00, 0x03, 0x0f, 0x12, 0x1c, 0x08, 0x0f, 0x0f, 0x03, 0x11, 0x13)
  const expected = [
    { kind: 'confirmation', paperNearEnd: false },
    { kind: 'status', byte: 0x12 },
    { kind: 'confirmation', paperNearEnd: true },
  ]
  for (let place = 0; place <= stream.length; place += 1) {
    const read = replyReader()
    expect([...read(stream.subarray(0, place)), ...read(stream.subarray(place))]).toEqual(expected)
  }
})

test('[PN17] any bytes at all are sorted without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(replyReader()(bytes).length).toBeLessThanOrEqual(bytes.length)
    }),
  )
})
