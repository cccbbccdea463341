import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { isUuid, uuid, uuidFromBytes, uuidToBytes, uuidV7 } from '../../domain/ids.ts'

const randoms = fc.uint8Array({ minLength: 10, maxLength: 10 })
const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('[ID1] uuidV7 of the example in RFC 9562 (appendix A.6)', () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('[ID1] uuidV7 sorts by its instant and always has version 7 and the RFC variant', () => {
  fc.assert(
    fc.property(instants, instants, randoms, randoms, (a, b, first, second) => {
      const [one, other] = [uuidV7(a, first), uuidV7(b, second)]
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      if (a < b) expect(one < other).toBe(true)
    }),
  )
  expect(() => uuidV7(-1, new Uint8Array(10))).toThrow(Bug)
  expect(() => uuidV7(1, new Uint8Array(9))).toThrow(Bug)
})

test('[ID2] an id survives its sixteen bytes', () => {
  fc.assert(
    fc.property(instants, randoms, (instant, random) => {
      const made = uuidV7(instant, random)
      expect(uuidFromBytes(uuidToBytes(made))).toBe(made)
    }),
  )
  expect(() => uuidFromBytes(new Uint8Array(15))).toThrow(Bug)
})

test.each([
  '',
  '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
  '017f22e279b07cc398c4dc0c0c07398f',
  ' 017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
])('[ID3] %j is not a canonical id', (text) => {
  expect(isUuid(text)).toBe(false)
  expect(() => uuid(text)).toThrow(Bug)
})
