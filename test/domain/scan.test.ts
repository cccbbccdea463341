import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { checkDigit, gtinOf } from '../../domain/gtin.ts'
import { identifierLengthMax, scanLengthMax } from '../../domain/limits.ts'
import { classifyScan, couponCode, giftCardCode, identifierSpellings, memberCode } from '../../domain/scan.ts'
import { programme } from './shop.ts'

const classify = (text: string) => classifyScan(text, programme.labelPrefixes)
const product = (gtin: string) => ({ ok: true, value: { kind: 'product', gtin } })
const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) as unknown })

/** The first is the worked example of the GS1 General Specifications (7.9); the others are published sample codes. */
test.each([
  ['629104150021', '3'],
  ['690123456789', '2'],
  ['9638507', '4'],
  ['01234567890', '5'],
  ['1061414100041', '5'],
  ['0', '0'],
])('[SC1] the check digit of %s is %s', (digits, digit) => {
  expect(checkDigit(digits)).toBe(digit)
})

test('[SC1] a check digit finds every single wrong digit', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9]{12}$/),
      fc.nat(12),
      fc.integer({ min: 1, max: 9 }),
      (digits, at, by) => {
        const code = digits + checkDigit(digits)
        const wrong = code.slice(0, at) + ((Number(code[at]) + by) % 10) + code.slice(at + 1)
        expect(gtinOf(code)).toBe(`0${code}`)
        expect(gtinOf(wrong)).toBeNull()
      },
    ),
  )
  expect(() => checkDigit('')).toThrow(Bug)
  expect(() => checkDigit('12a')).toThrow(Bug)
})

test.each([
  ['EAN-8', '96385074', '00000096385074'],
  ['UPC-A', '012345678905', '00012345678905'],
  ['EAN-13', '6901234567892', '06901234567892'],
  ['GTIN-14', '10614141000415', '10614141000415'],
  ['EAN-13 with a 0 before it', '06901234567892', '06901234567892'],
])('[SC2] %s is known by its GTIN-14', (_, text, gtin) => {
  expect(gtinOf(text)).toBe(gtin)
  expect(classify(text)).toEqual(product(gtin))
})

test.each(['\r\n', '\n', '\r', '\t', ' ', '  \r\n'])('[SC3] the terminator %j is taken off', (end) => {
  expect(classify(`6901234567892${end}`)).toEqual(product('06901234567892'))
  expect(classify(`${end}6901234567892`)).toEqual(product('06901234567892'))
})

test.each([
  ['price', `21${'12345'}${'01250'}`, { kind: 'priced_label', plu: '12345', price: 1_250 }],
  ['weight', `22${'00042'}${'00345'}`, { kind: 'weighed_label', plu: '00042', grams: 345 }],
])('[SC4] an in-store label carries its %s', (_, digits, value) => {
  expect(classify(digits + checkDigit(digits))).toEqual({ ok: true, value })
  expect(classify(`0${digits}${checkDigit(digits)}`)).toEqual({ ok: true, value })
})

test('[SC4] a prefix that the table does not name is an ordinary product; without a table all are', () => {
  const digits = '231234501250'
  expect(classify(digits + checkDigit(digits))).toEqual(product(`0${digits}${checkDigit(digits)}`))
  const label = '211234501250'
  expect(classifyScan(label + checkDigit(label), [])).toEqual(product(`0${label}${checkDigit(label)}`))
})

test.each(['211234500000', '220004200000'])(
  '[SC4] the label %s with a figure of zero is damaged',
  (digits) => {
    expect(classify(digits + checkDigit(digits))).toEqual(refused('code_damaged'))
  },
)

test('[SC5] member and coupon codes carry a check digit and may be typed in small letters', () => {
  expect(memberCode(1)).toBe('M0000000000017')
  expect(couponCode(999_999_999_999)).toBe(`C999999999999${checkDigit('999999999999')}`)
  expect(classify(memberCode(42).toLowerCase())).toEqual({
    ok: true,
    value: { kind: 'member', code: memberCode(42) },
  })
  expect(classify(couponCode(42))).toEqual({ ok: true, value: { kind: 'coupon', code: couponCode(42) } })
  expect(() => memberCode(1e12)).toThrow(Bug)
  expect(() => couponCode(-1)).toThrow(Bug)
})

test.each([
  ['a wrong check digit', '6901234567893'],
  ['a wrong check digit of EAN-8', '96385075'],
  ['a label with a wrong check digit', '2112345012500'],
  ['a member code with a wrong check digit', 'M0000000000018'],
  ['a coupon code with a wrong check digit', 'c0000000000018'],
  ['nothing', ''],
  ['terminators alone', ' \r\n'],
  ['a control character inside', '690123\u0000567892'],
  ['an escape sequence', '\u001b@6901234567892'],
  ['a group separator', '01069012345678\u001d92'],
  ['a C1 control character', 'abc\u0085def'],
  ['a torn character', '大\ufffd'],
  ['a lone surrogate', 'abc\ud800'],
])('[SC6] %s is damaged', (_, text) => {
  expect(classify(text)).toEqual(refused('code_damaged'))
})

test('[SC7] a text over the limit is too long, whatever it is', () => {
  expect(classify('1'.repeat(scanLengthMax + 1))).toEqual(refused('code_too_long'))
  expect(classify('\u0000'.repeat(scanLengthMax + 1))).toEqual(refused('code_too_long'))
  expect(classify('1'.repeat(scanLengthMax))).toEqual(refused('code_unknown'))
})

test.each([
  'https://example.com/p/6901234567892',
  '👍🏽',
  '大米',
  'undefined',
  'null',
  'NaN',
  '-1',
  '1e5',
  '0x10',
  '6901234567892.0',
  '６９０１２３４５６７８９２',
  "'; DROP TABLE members; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%s%s%n',
  'M123',
  'M00000000000170',
  'X0000000000017',
  '1234567',
  '12345678901',
  '123456789012345',
  '\u202eabc',
  '__proto__',
])('[SC8] %j is unknown', (text) => {
  expect(classify(text)).toEqual(refused('code_unknown'))
})

test('[SC9] every text is classified or refused, and what is a product checks', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[MCmc0-9]{8,14}$/)), (text) => {
      const result = classify(text)
      if (result.ok && result.value.kind === 'product') {
        expect(gtinOf(result.value.gtin)).toBe(result.value.gtin)
      }
      expect(classify(text)).toEqual(result)
    }),
    { numRuns: 500 },
  )
})

test('[SC10] a gift card is a code of ours like a member’s, in any case', () => {
  const code = giftCardCode(123_456_789_012)
  expect(code).toBe('G1234567890128')
  expect(classify(` ${code.toLowerCase()}\r`)).toEqual({ ok: true, value: { kind: 'account', code } })
  expect(classify('G1234567890127')).toEqual(refused('code_damaged'))
})

test('[SC10] a signed text is told by its prefix and left whole for whoever verifies it', () => {
  const signed = (text: string) => classify(text)
  expect(signed('EC1:6BF $%*+-./:\r\n')).toEqual({
    ok: true,
    value: { kind: 'signed_coupon', text: 'EC1:6BF $%*+-./:' },
  })
  expect(signed('EM1:6BF')).toEqual({ ok: true, value: { kind: 'dynamic_member', text: 'EM1:6BF' } })
  expect(signed('EC2:6BF')).toEqual(refused('code_unknown'))
  expect(signed('ec1:6bf')).toEqual(refused('code_unknown'))
  expect(signed('EC1:6BF\u0000')).toEqual(refused('code_damaged'))
})

test.each([
  ['801000000001\r', ['801000000001']],
  ['04:a2:24', ['04:a2:24', '04A224', '04a224']],
  ['VIP-0007', ['VIP-0007', 'VIP0007', 'vip0007']],
  ['', []],
  ["' OR 1=1", []],
  ['0'.repeat(identifierLengthMax + 1), []],
])('[SC11] %j may be a card spelled %j', (text, spellings) => {
  expect(identifierSpellings(text)).toEqual(spellings)
})
