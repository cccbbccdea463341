import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digitalLinkElements } from '../../domain/digital-link.ts'
import { elementsOf, printedElements } from '../../domain/gs1.ts'
import { checkDigit, gtinOf, gtinOfUpcE } from '../../domain/gtin.ts'
import { scanLengthMax } from '../../domain/limits.ts'
import { classifyScan } from '../../domain/scan.ts'
import { programme } from './shop.ts'

const gs = '\u001d'
const water = '06901234567892'
const classify = (text: string) => classifyScan(text, programme.labelPrefixes)
const product = (gtin: string, more: object = {}) => ({ ok: true, value: { kind: 'product', gtin, ...more } })
const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) as unknown })

test.each([
  [']E0', '6901234567892', water],
  [']E0', '0012345678905', '00012345678905'],
  [']E4', '96385074', '00000096385074'],
  [']E3', '690123456789212', water],
  [']E3', '690123456789212345', water],
  [']I1', '10614141000415', '10614141000415'],
  [']C0', '6901234567892', water],
])('[SC12] after the mark %s the digits %s are that product', (mark, digits, gtin) => {
  expect(classify(mark + digits)).toEqual(product(gtin))
})

test('[SC12] a mark leaves codes of ours, labels and signed codes what they are', () => {
  expect(classify(']C0M0000000000017')).toEqual({
    ok: true,
    value: { kind: 'member', code: 'M0000000000017' },
  })
  const label = '211234501250'
  expect(classify(`]E0${label}${checkDigit(label)}`)).toEqual(classify(label + checkDigit(label)))
  expect(classify(']Q1EC1:AB C')).toEqual({ ok: true, value: { kind: 'signed_coupon', text: 'EC1:AB C' } })
  expect(classify(']Q')).toEqual(refused('code_unknown'))
  // Found by fuzzing: a mark promises digits, and what comes may be anything.
  expect(classify(']E38会员码')).toEqual(refused('code_unknown'))
  expect(classify(']E36901234567892')).toEqual(product(water))
  expect(classify(']E369012345678921')).toEqual(refused('code_damaged'))
  expect(classify(']C1')).toEqual(refused('code_damaged'))
})

// Zeros are left out of 04210000526 4, 02330000065 x and so on; the first is the specification's own example.
test.each([
  ['04252614', '00042100005264'],
  ['01234565', '00012345000065'],
])('[SC13] the UPC-E %s is known by the UPC-A behind it', (digits, gtin) => {
  expect(gtinOfUpcE(digits)).toBe(gtin)
  expect(classify(`]E0${digits}`)).toEqual(product(gtin))
})

test('[SC13] eight digits that check both ways are an EAN-8 without a mark and by its own mark', () => {
  expect(gtinOf('01234565')).not.toBeNull()
  expect(classify('01234565')).toEqual(product('00000001234565'))
  expect(classify(']E401234565')).toEqual(product('00000001234565'))
  expect(classify('04252614')).toEqual(product('00042100005264'))
  expect(classify('21234567')).toEqual(refused('code_damaged'))
})

test('[SC13] a UPC-E put back together gives the zeros where they were left out', () => {
  const withZeros = fc.constantFrom(
    /^[01][0-9]{2}[0-2]0000[0-9]{3}$/,
    /^[01][0-9]{3}00000[0-9]{2}$/,
    /^[01][0-9]{4}00000[0-9]$/,
    /^[01][0-9]{5}0000[5-9]$/,
  )
  fc.assert(
    fc.property(
      withZeros.chain((form) => fc.stringMatching(form)),
      (digits) => {
        const check = checkDigit(digits)
        const [s, d] = [digits.slice(0, 1), digits.slice(1)]
        // The shortest way the specification allows for these zeros.
        const short = /^..[0-2]0000...$/.test(d)
          ? `${d.slice(0, 2)}${d.slice(7)}${d[2]}`
          : /^...00000..$/.test(d)
            ? `${d.slice(0, 3)}${d.slice(8)}3`
            : /^....00000.$/.test(d)
              ? `${d.slice(0, 4)}${d.slice(9)}4`
              : `${d.slice(0, 5)}${d.slice(9)}`
        expect(gtinOfUpcE(s + short + check)).toBe(`00${digits}${check}`)
      },
    ),
  )
})

test.each([
  ['GS1-128', `]C101${water}3103000345`, { quantity: { unit: 'gram', amount: 345 } }],
  ['DataBar', `]e001${water}392${2}01250`, { labelPrice: 1_250 }],
  ['DataMatrix', `]d201${water}10AB/12${gs}17271231`, {}],
  ['GS1 QR', `]Q310AB-1${gs}01${water}`, {}],
  ['a separator first and last', `]C1${gs}01${water}21X${gs}`, {}],
  ['no mark, a separator', `01${water}30012${gs}10A`, { quantity: { unit: 'piece', amount: 12 } }],
  ['no mark, no separator', `01${water}17271231`, {}],
  ['printed brackets', `(01)${water}(3102)001250(10)LOT(1)`, { quantity: { unit: 'gram', amount: 12_500 } }],
  ['a price in yuan by its number', `]C101${water}39321561250`, { labelPrice: 1_250 }],
  ['weight and price: the price stands', `]C101${water}31030003453922${'1250'}`, { labelPrice: 1_250 }],
  ['whole kilograms', `]C101${water}3100000002`, { quantity: { unit: 'gram', amount: 2_000 } }],
  ['a price without decimals', `]C101${water}392012`, { labelPrice: 1_200 }],
  ['a weight with five decimals', `]C101${water}3105034500`, { quantity: { unit: 'gram', amount: 345 } }],
])('[SC14] %s', (_, text, more) => {
  expect(classify(text)).toEqual(product(water, more))
})

test.each([
  ['a wrong check digit', `]C10106901234567893`, 'code_damaged'],
  ['too short a product', `]C1010690123456789`, 'code_damaged'],
  ['an identifier nobody knows', `]C101${water}05123`, 'code_damaged'],
  ['a weight of nothing', `]C101${water}3103000000`, 'code_damaged'],
  ['less than a gram', `]C101${water}3105000001`, 'code_damaged'],
  ['a price of nothing', `]C101${water}39220`, 'code_damaged'],
  ['a price above every limit', `]C101${water}3922999999999999999`, 'code_damaged'],
  ['a count above every limit', `]C101${water}3099999`, 'code_damaged'],
  ['a product said twice, each time another', `]C101${water}0106901234567908`, 'code_damaged'],
  ['a price in dollars', `]C101${water}3932840100`, 'code_unknown'],
  ['a pallet', `]C100106141412345678908`, 'code_unknown'],
  ['a control character in a value', `]C101${water}10A\u0007B`, 'code_damaged'],
])('[SC14] %s is refused', (_, text, code) => {
  expect(classify(text)).toEqual(refused(code))
})

test.each([
  [`https://id.gs1.org/01/${water}`, {}],
  [`https://id.gs1.org/01/6901234567892`, {}],
  [`HTTPS://EXAMPLE.CN/a/b/01/${water}/10/AB%2F12/21/7?17=271231&linkType=gs1:pip#top`, {}],
  [`http://shop.example/01/${water}?3103=000345`, { quantity: { unit: 'gram', amount: 345 } }],
  [`https://shop.example/01/${water}/?392${2}=1250;x=1`, { labelPrice: 1_250 }],
  [`]Q1https://shop.example/01/${water}`, {}],
])('[SC15] the address %s names a product', (text, more) => {
  expect(classify(text)).toEqual(product(water, more))
})

test.each([
  ['https://id.gs1.org/01/06901234567893', 'code_damaged'],
  ['https://id.gs1.org/01/abc', 'code_unknown'],
  [`https://id.gs1.org/01/${water}/10`, 'code_unknown'],
  [`https://id.gs1.org/01/${water}/10/%ZZ`, 'code_unknown'],
  [`https://id.gs1.org/00/106141412345678908`, 'code_unknown'],
  [`ftp://id.gs1.org/01/${water}`, 'code_unknown'],
  [`javascript:alert(1)//01/${water}`, 'code_unknown'],
  ['https://example.com/p/6901234567892', 'code_unknown'],
])('[SC15] the address %s is refused', (text, code) => {
  expect(classify(text)).toEqual(refused(code))
})

const values = {
  '10': fc.stringMatching(/^[A-Za-z0-9/._-]{1,20}$/),
  '17': fc.stringMatching(/^[0-9]{6}$/),
  '21': fc.stringMatching(/^[A-Za-z0-9/._-]{1,20}$/),
  '37': fc.stringMatching(/^[0-9]{1,8}$/),
  '3103': fc.stringMatching(/^[0-9]{6}$/),
}

test('[SC16] elements read the same sent, printed or linked, in every order', () => {
  const some = fc
    .record(values, { requiredKeys: [] })
    .chain((made) => fc.shuffledSubarray(Object.entries(made)))
  fc.assert(
    fc.property(some, (made) => {
      const pairs = [['01', water] as const, ...made.map(([id, value]) => [id, value ?? ''] as const)]
      const expected = new Map(pairs)
      expect(elementsOf(pairs.map(([id, value]) => id + value).join(gs))).toEqual(expected)
      expect(printedElements(pairs.map(([id, value]) => `(${id})${value}`).join(''))).toEqual(expected)
      const query = pairs.slice(1).map(([id, value]) => `${id}=${encodeURIComponent(value)}`)
      expect(digitalLinkElements(`https://x.example/01/${water}?${query.join('&')}`)).toEqual(expected)
    }),
  )
})

test('[SC16] any text has an answer at once', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(gs, ']C1', '01', water, '(01)', '310', '392', '(', ')', '/', '%', '?', '0', '9'),
        {
          maxLength: 300,
        },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(noise, (text) => {
      expect(typeof classify(text).ok).toBe('boolean')
    }),
  )
  for (const one of ['(01)', `(10)${'('.repeat(50)}`, gs, '00', 'https://a/', '01/'])
    expect(classify(one.repeat(Math.floor(scanLengthMax / one.length))).ok).toBe(false)
})
