import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { canonicalJson, canonicalJsonOrNull } from '../../domain/canonical-json.ts'
import { jsonDepthMax } from '../../domain/limits.ts'

test('[EV1] the example of RFC 8785, 3.2.2 to 3.2.4', () => {
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('[EV1] names sort by UTF-16 code units (RFC 8785, 3.2.3)', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  expect(Object.values(JSON.parse(canonicalJson(value)) as object)).not.toHaveLength(0)
  expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
})

/** RFC 8785, appendix B: IEEE 754 bits and their text. */
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555555', '333333333.3333333'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('[EV1] the number of the bits %s is %s', (bits, text) => {
  expect(canonicalJson(numberOf(bits))).toBe(text)
})

test.each([
  ['undefined', undefined],
  ['an undefined field', { a: undefined }],
  ['an undefined element', [undefined]],
  ['a hole', new Array(1)],
  ['not a number', numberOf('7fffffffffffffff')],
  ['infinity', [numberOf('7ff0000000000000')]],
  ['a lone high surrogate', '\ud800'],
  ['a lone low surrogate in a name', { '\udead': 1 }],
  ['a function', { a: () => 1 }],
  ['a bigint', 1n],
  ['a symbol', Symbol('a')],
  ['a Date', new Date(0)],
  ['a Map', new Map()],
])('[EV2] %s has no canonical form', (_, value) => {
  expect(canonicalJsonOrNull(value)).toBeNull()
  expect(() => canonicalJson(value)).toThrow(Bug)
})

test('[EV2] depth is bounded, so that a stranger cannot exhaust the stack', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
  expect(canonicalJsonOrNull(nested(jsonDepthMax))).not.toBeNull()
  expect(canonicalJsonOrNull(nested(jsonDepthMax + 1))).toBeNull()
  expect(canonicalJsonOrNull(nested(5_000))).toBeNull()
})

test('[EV1] canonical JSON is JSON of the same value and does not depend on the order of names', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const text = canonicalJsonOrNull(value)
      if (text === null) return
      const again: unknown = JSON.parse(text)
      // Negative zero is written as zero: compare by JSON's own eyes.
      expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text)
    }),
  )
})

function numberOf(bits: string): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${bits}`))
  return view.getFloat64(0)
}

test('[EV1] a value whose names stand in order already has the same form as any other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value)
      // Parsed from its canonical form it is in order; as it was drawn most often it is not.
      expect(canonicalJsonOrNull(JSON.parse(text))).toBe(text)
      expect(canonicalJsonOrNull(value)).toBe(text)
    }),
  )
  expect(canonicalJsonOrNull({ a: 1, b: { c: ['\ud800'] } })).toBeNull()
  expect(canonicalJsonOrNull({ a: 1, b: [Number.NaN] })).toBeNull()
  expect(canonicalJsonOrNull({ a: 1, b: new Date(0) })).toBeNull()
})
