import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base45Of, bytesOfBase45 } from '../../codes/base45.ts'
import { euWrongAlphabet, rfc9285, rfc9285Overflow } from './published.ts'

test.each(rfc9285)('[CD1] base45 of %s is %s, and back', (plain, text) => {
  const bytes = new TextEncoder().encode(plain)
  expect(base45Of(bytes)).toBe(text)
  expect(bytesOfBase45(text)).toEqual(bytes)
})

test('[CD1] base45 of the most that two bytes hold is FGW', () => {
  expect(base45Of(Uint8Array.of(255, 255))).toBe('FGW')
  expect(bytesOfBase45('FGW')).toEqual(Uint8Array.of(255, 255))
})

test('[CD1] base45 of any bytes goes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(bytesOfBase45(base45Of(bytes))).toEqual(bytes)
    }),
  )
})

test.each([
  ...rfc9285Overflow,
  ':::0',
  '::',
  'V5',
  'A',
  'BB8A',
  'bb8',
  'BB8\n',
  'BB_',
  'ÀB8',
  'BB８',
  '\u{1F600}',
  euWrongAlphabet,
])('[CD2] base45 refuses %j', (text) => {
  expect(bytesOfBase45(text)).toBeNull()
})

test('[CD2] base45 takes exactly one text for each pair of bytes and each single byte', () => {
  const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:']
  const pairs = alphabet.flatMap((one) => alphabet.map((two) => one + two))
  const taken = (texts: readonly string[]) => texts.filter((text) => bytesOfBase45(text) !== null).length
  expect(taken(pairs)).toBe(256)
  expect(taken(pairs.flatMap((pair) => alphabet.map((last) => pair + last)))).toBe(65_536)
})

test('[CD2] base45 takes a text only when its bytes give that text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const bytes = bytesOfBase45(text)
      if (bytes !== null) expect(base45Of(bytes)).toBe(text)
    }),
  )
})
