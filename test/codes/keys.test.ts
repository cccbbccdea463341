import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { publicKeyOf } from '../../codes/keys.ts'
import { codeKeysSchema } from '../../contract/code-keys.ts'
import type { CouponSeriesKey } from '../../domain/code-keys.ts'
import { codeKeysMax } from '../../domain/limits.ts'
import { keys, strangerKey } from './code-rig.ts'

const [series] = keys.couponSeries as [CouponSeriesKey]

function accepts(change: Record<string, unknown>): boolean {
  return codeKeysSchema.safeParse({ ...keys, couponSeries: [{ ...series, ...change }] }).success
}

test('[CD23] the keys of a programme are taken raw and as SPKI', () => {
  const spki = createPublicKey(strangerKey).export({ format: 'der', type: 'spki' }).toString('base64')
  expect(codeKeysSchema.parse(keys)).toEqual(keys)
  expect(accepts({ publicKey: spki })).toBe(true)
  expect(publicKeyOf(spki)).not.toBeNull()
  expect(codeKeysSchema.parse({ couponSeries: [], memberCertificates: [] })).toBeDefined()
})

test.each([
  ['a short key id', { keyId: 'a1' }],
  ['capitals in a key id', { keyId: 'A1A2A3A4A5A6A7A8' }],
  ['a short key', { publicKey: 'AAAA' }],
  ['a key of another kind', { publicKey: `MCowBQYDK2VuAyEA${'A'.repeat(43)}=` }],
  ['a key that is no base64', { publicKey: `${'_'.repeat(43)}=` }],
  ['a short tag key', { memberTagKey: 'AAAA' }],
  ['no tag key', { memberTagKey: undefined }],
  ['a date that is none', { from: -1 }],
])('[CD23] a series with %s is refused', (_, change) => {
  expect(accepts(change)).toBe(false)
})

test('[CD23] more keys than the limit are refused', () => {
  const many = (count: number) => ({ ...keys, couponSeries: Array.from({ length: count }, () => series) })
  expect(codeKeysSchema.safeParse(many(codeKeysMax)).success).toBe(true)
  expect(codeKeysSchema.safeParse(many(codeKeysMax + 1)).success).toBe(false)
})
