import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type EnrolmentInput,
  isBirthdayText,
  parseName,
  parsePhone,
  settleConsentChange,
  settleConsents,
  settleEnrolment,
} from '../../domain/enrolment.ts'
import { codeOf, granted, id, member, noon, programme, store } from './act-shop.ts'

test.each([
  ['13812345678', '13812345678'],
  [' 138 1234 5678 ', '13812345678'],
  ['138-1234-5678', '13812345678'],
  ['１３８１２３４５６７８', '13812345678'],
  ['+8613812345678', '13812345678'],
  ['0086 138 1234 5678', '13812345678'],
  ['8613812345678', '13812345678'],
  ['(+86) 138 1234 5678', '13812345678'],
  ['+852 9123 4567', '0085291234567'],
  ['+49 151 12345678', '004915112345678'],
  ['00 1 (310) 555-1234', '0013105551234'],
])('[EN1] the phone %j is %s', (text, phone) => {
  expect(parsePhone(text)).toEqual({ ok: true, value: phone })
})

test.each([
  '',
  '1381234567',
  '138123456789',
  '12812345678',
  '021-62345678',
  '+86 12812345678',
  '+86 138 1234 567',
  '+0123456789',
  '+1234567',
  '+1234567890123456',
  '13812345678x',
  'M0000000000017',
  "1' OR '1'='1",
  '1'.repeat(1_000),
])('[EN1] %j is no phone', (text) => {
  expect(codeOf(parsePhone(text))).toBe('phone_invalid')
})

test('[EN1] however a phone is written, it is one and the same, and a North American one never a mainland one', () => {
  const mainland = fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String)
  fc.assert(
    fc.property(mainland, (digits) => {
      const spaced = `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`
      for (const text of [digits, spaced, `+86${digits}`, `0086 ${spaced}`]) {
        expect(parsePhone(text)).toEqual({ ok: true, value: digits })
      }
      expect(parsePhone(`+${digits}`)).toEqual({ ok: true, value: `00${digits}` })
    }),
  )
})

test.each([
  ['王芳', '王芳'],
  ['  王  芳 ', '王 芳'],
  ['Anna-Lena O’Brien', 'Anna-Lena O’Brien'],
  ['买买提·吐尔逊', '买买提·吐尔逊'],
  ['', null],
  ['   ', null],
])('[EN2] the name %j is %j', (text, name) => {
  expect(parseName(text)).toEqual({ ok: true, value: name })
})

test.each([
  '王'.repeat(41),
  '13812345678',
  '<b>王</b>',
  '=cmd()',
  '王\u0000芳',
  '王\ud800芳',
  '-',
  '王\u202e芳',
])('[EN2] %j is no name', (text) => {
  expect(codeOf(parseName(text))).toBe('name_invalid')
})

test('[EN3] every text of the programme is answered, what was not said is not given', () => {
  expect(granted(settleConsents([{ purpose: 'service', given: true }], programme, noon))).toEqual([
    { purpose: 'service', given: true, version: 'v2', at: noon },
    { purpose: 'marketing', given: false, version: 'v1', at: noon },
  ])
})

test.each([
  ['nothing was said', []],
  ['it was refused', [{ purpose: 'service', given: false }]],
  ['only the others were given', [{ purpose: 'marketing', given: true }]],
] as const)('[EN3] without service nothing is kept: %s', (_, wishes) => {
  expect(codeOf(settleConsents(wishes, programme, noon))).toBe('consent_missing')
})

test('[EN4] a change keeps what was said before, with its time and version', () => {
  const before = [
    { purpose: 'service', given: true, version: 'v2', at: 5 },
    { purpose: 'marketing', given: false, version: 'v1', at: 5 },
  ] as const
  const changed = settleConsentChange(
    member({ consents: before }),
    [{ purpose: 'marketing', given: true }],
    programme,
    noon,
  )
  expect(granted(changed)).toEqual({
    memberId: id(100),
    consents: [
      { purpose: 'service', given: true, version: 'v2', at: 5 },
      { purpose: 'marketing', given: true, version: 'v1', at: noon },
    ],
  })
})

test('[EN4] a newer text asks anew; the membership itself cannot be given up at the till', () => {
  const old = member({ consents: [{ purpose: 'service', given: true, version: 'v1', at: 5 }] })
  expect(granted(settleConsentChange(old, [], programme, noon)).consents[0]).toEqual({
    purpose: 'service',
    given: true,
    version: 'v2',
    at: noon,
  })
  const left = settleConsentChange(old, [{ purpose: 'service', given: false }], programme, noon)
  expect(codeOf(left)).toBe('consent_missing')
})

const wish: EnrolmentInput = {
  name: '王小明',
  phone: '13812345678',
  birthday: '02-29',
  consents: [{ purpose: 'service', given: true }],
  referrerId: id(101),
  memberId: id(100),
  code: 'M0000000000017',
  phoneHash: 'ab'.repeat(32),
  sealed: 'c2VhbGVk',
  salt: '00'.repeat(16),
  coupons: [
    { couponId: id(31), code: 'C0000000000314' },
    { couponId: id(32), code: 'C0000000000321' },
  ],
  programme,
  store,
  now: noon,
}

test('[EN5] a member is whole at once: masked, with a tier, identifiers, consents and the welcome pack', () => {
  const { personal, issued, storeId } = granted(settleEnrolment(wish))
  const { member: enrolled, identifiers } = personal
  expect(storeId).toBe(id(1))
  expect(enrolled).toMatchObject({
    memberId: id(100),
    maskedName: '王**',
    maskedPhone: '138****5678',
    initials: 'wxm',
    sealed: 'c2VhbGVk',
    tierId: 'bronze',
    status: 'active',
    birthday: '02-29',
    joinedAt: noon,
    referrerId: id(101),
    hasBought: false,
    lifecycle: 'new',
  })
  expect(identifiers).toEqual([
    { kind: 'member_code', value: 'M0000000000017', memberId: id(100) },
    { kind: 'phone_hash', value: 'ab'.repeat(32), memberId: id(100) },
  ])
  expect(issued.map(({ couponId, templateId, memberId }) => [couponId, templateId, memberId])).toEqual([
    [id(31), id(2_001), id(100)],
    [id(32), id(2_002), id(100)],
  ])
  expect(JSON.stringify({ enrolled, identifiers, issued })).not.toMatch(/13812345678|小明/)
})

test('[EN5] without a name and without the templates it works too', () => {
  const { personal, issued } = granted(
    settleEnrolment({ ...wish, name: null, birthday: null, programme: { ...programme, templates: [] } }),
  )
  const { member: enrolled } = personal
  expect([enrolled.maskedName, enrolled.initials, issued]).toEqual(['', '', []])
})

test.each<[string, Partial<EnrolmentInput>, string]>([
  ['no consent', { consents: [] }, 'consent_missing'],
  ['a birthday that is none', { birthday: '13-01' }, 'name_invalid'],
  ['themselves as referrer', { referrerId: id(100) }, 'referrer_unknown'],
])('[EN6] refused: %s', (_, changes, code) => {
  expect(codeOf(settleEnrolment({ ...wish, ...changes }))).toBe(code)
})

test.each([
  ['02-29', true],
  ['12-31', true],
  ['01-01', true],
  ['02-30', false],
  ['04-31', false],
  ['00-10', false],
  ['13-01', false],
  ['1-1', false],
  ['10-00', false],
])('[EN6] %s is a birthday: %s', (text, is) => {
  expect(isBirthdayText(text)).toBe(is)
})
