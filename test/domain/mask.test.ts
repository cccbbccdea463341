import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialsOf } from '../../domain/initials.ts'
import { maskName, maskPhone } from '../../domain/mask.ts'

test.each([
  ['王芳', '王*'],
  ['王小明', '王**'],
  ['王小小明', '王**'],
  ['王', '*'],
  ['欧阳锋', '欧阳*'],
  ['欧阳', '欧*'],
  ['司马相如', '司马**'],
  ['歐陽鋒', '歐陽*'],
  ['𠮷田', '𠮷*'],
  ['买买提·吐尔逊', '买*** 吐***'],
  ['Anna Smith', 'A*** S***'],
  ['anna', 'a***'],
  ['José', 'J***'],
  ['Jose\u0301', 'J***'],
  ['O’Brien', 'O***'],
  ['A B', '* *'],
  ['Ana Maria de la Cruz Lopez', 'A*** M*** d*** l***'],
  ['', ''],
  ['  ', ''],
])('[MK1] the name %j is shown as %j', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test.each([
  ['13812345678', '138****5678'],
  ['0085291234567', '+852****4567'],
  ['0013105551234', '+131****1234'],
  ['+8613812345678', '+861******5678'],
  ['1234567', '*******'],
  ['', ''],
])('[MK2] the phone %j is shown as %j', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

test('[MK3] a mask hides something of every name and phone, and stays short', () => {
  const characters = fc.constantFrom(...'王小明欧阳芳ABCxyz é·')
  // A name has a letter (parseName): points and spaces alone are nobody's.
  const names = fc
    .array(characters, { minLength: 1, maxLength: 40 })
    .map((parts) => parts.join(''))
    .filter((name) => /\p{L}/u.test(name))
  fc.assert(
    fc.property(names, (name) => {
      const masked = maskName(name)
      expect(masked.length).toBeLessThanOrEqual(40)
      if (name.trim().replaceAll('·', '') !== '') expect(masked).toContain('*')
      expect(masked).not.toBe(name)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), (digits) => {
      expect(maskPhone(String(digits))).toMatch(/^1\d\d\*{4}\d{4}$/)
    }),
  )
})

test.each([
  ['王小明', 'wxm'],
  ['林小雨', 'lxy'],
  ['周建国', 'zjg'],
  ['欧阳锋', 'oyf'],
  ['陈安', 'ca'],
  ['赵丽颖', 'zly'],
  ['高圆圆', 'gyy'],
  ['何炅', 'hj'],
  ['孙俪', 'sl'],
  ['田雨', 'ty'],
  ['徐静', 'xj'],
  ['杨幂', 'ym'],
  ['单田芳', 'stf'],
  ['曾国藩', 'zgf'],
  ['Anna Smith', 'as'],
  ['José Álvarez', 'ja'],
  ['O’Brien', 'o'],
  ['王 Anna', 'wa'],
  ['', ''],
  ['123', ''],
])('[MK4] the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('[MK4] initials are at most twelve Latin letters, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      expect(initialsOf(name)).toMatch(/^[a-z]{0,12}$/)
    }),
  )
})
