import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openPersonal, phoneHash, sealPersonal } from '../../codes/personal.ts'
import { byteFlips } from './code-rig.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const otherKey = Buffer.alloc(32, 8).toString('base64')
const iv = new Uint8Array(12).fill(1)
const personal = { name: '王小明', phone: '8613800138000' }

test('[CD28] a phone’s look-up key is HMAC-SHA-256 of its digits', () => {
  // Computed by another implementation.
  expect(phoneHash('8613800138000', key)).toBe(
    '056cf0bd6cfefc70be7f609c0d8645f1b382788098e7c4d872f3964351d7896d',
  )
  expect(phoneHash('8613800138000', otherKey)).not.toBe(phoneHash('8613800138000', key))
  expect(() => phoneHash('+86 138', key)).toThrow()
})

test('[CD29] sealed personal data opens with its key alone', () => {
  const phone = fc.option(fc.stringMatching(/^\d{8,15}$/))
  const ivs = fc.uint8Array({ minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), phone, ivs, (name, digits, chance) => {
      const sealed = sealPersonal({ name, phone: digits }, key, chance)
      expect(openPersonal(sealed, key)).toEqual({ name, phone: digits })
      expect(openPersonal(sealed, otherKey)).toBeNull()
    }),
  )
})

test('[CD29] the same data sealed with other chance looks different, and says nothing of itself', () => {
  const one = sealPersonal(personal, key, iv)
  const other = sealPersonal(personal, key, new Uint8Array(12).fill(2))
  expect(one.slice(16)).not.toBe(other.slice(16))
  for (const sealed of [one, other]) {
    expect(Buffer.from(sealed, 'base64').toString('utf8')).not.toMatch(/王|138/)
  }
})

test('[CD29] a short key and a short iv seal nothing', () => {
  expect(() => sealPersonal(personal, 'AAAA', iv)).toThrow()
  expect(() => sealPersonal(personal, key, iv.subarray(1))).toThrow()
  expect(openPersonal(sealPersonal(personal, key, iv), 'AAAA')).toBeNull()
})

test('[CD30] no sealed data opens with one bit changed, or cut', () => {
  const bytes = Buffer.from(sealPersonal(personal, key, iv), 'base64')
  const opened = (changed: Uint8Array) => openPersonal(Buffer.from(changed).toString('base64'), key)
  expect(opened(bytes)).toEqual(personal)
  expect([...byteFlips(bytes)].filter((flipped) => opened(flipped) !== null)).toEqual([])
  for (let end = 0; end < bytes.length; end++) expect(opened(bytes.subarray(0, end))).toBeNull()
})

test('[CD30] any text opens as nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      expect(openPersonal(text, key)).toBeNull()
    }),
  )
})
