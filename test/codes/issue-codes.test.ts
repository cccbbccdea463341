import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  codeKeyRow,
  keepCodeKey,
  keyInForce,
  listCodeKeys,
  makeMissingCodeKeys,
  publicCodeKeys,
} from '../../central/code-keys.ts'
import type { Database } from '../../central/database.ts'
import { CannotIssue, issueCertificate, issueSignedCoupon, tryPhone } from '../../central/issue-codes.ts'
import { codeKeyMs } from '../../central/limits.ts'
import { openPglite } from '../../central/pglite-database.ts'
import {
  demoCertifierKey,
  demoCodeKeyRows,
  demoCodeKeys,
  demoSeriesKey,
} from '../../central/seed/code-keys.ts'
import { isCouponFor, signCoupon, verifyCoupon } from '../../codes/coupon.ts'
import { readMemberCertificate } from '../../codes/member-certificate.ts'
import { verifyMemberCode } from '../../codes/member-code.ts'
import { codeKeysSchema } from '../../contract/code-keys.ts'
import { assert } from '../../domain/assert.ts'
import { memberCertificateMs } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { memberCode as codeOfMember, couponCode } from '../../domain/scan.ts'
import { day, deviceKey, idOf, noon, shortClaims } from './code-rig.ts'
import { chain, member, store, template } from './issue-rig.ts'

let database: Database

beforeAll(async () => {
  database = await openPglite(null)
  await chain(database)
})
beforeEach(async () => {
  await database.script('TRUNCATE coupon, code_key; UPDATE change_counter SET "value" = 0;')
  for (const row of demoCodeKeyRows) await keepCodeKey(database, row)
})
afterAll(() => database.close())

const wish = { templateId: template.templateId, memberCode: null, storeNumber: null, face: null }

async function couponRows(): Promise<readonly Record<string, unknown>[]> {
  return database.query('SELECT * FROM coupon')
}

test('[CD24] a coupon is issued as a text and as a row that agree', async () => {
  const now = noon + 123
  const issued = await issueSignedCoupon(database, { ...wish, memberCode: member.code }, now)
  const verdict = verifyCoupon(issued.text, demoCodeKeys, now)
  assert(verdict.ok, 'a genuine coupon')
  const { value } = verdict
  const [row] = await couponRows()
  expect(row).toEqual({
    couponId: value.couponId,
    code: issued.code,
    templateId: value.templateId,
    memberId: member.memberId,
    status: 'issued',
    validFrom: value.notBefore,
    validTo: value.expiresAt,
    usesMax: 5,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: noon,
    changeNumber: 1,
  })
  // To the end of the thirtieth local day on: 20 November in Shanghai, and thirty days.
  expect(value.expiresAt).toBe(Date.UTC(2026, 11, 20, 16))
  expect(value).toMatchObject({ couponId: issued.couponId, usesMax: 5, face: null, homeStoreId: null })
  expect(issued.code).toBe(couponCode(Number(issued.code.slice(1, 13))))
  expect(isCouponFor(value, member.memberId, demoCodeKeys)).toBe(true)
  expect(isCouponFor(value, idOf(31), demoCodeKeys)).toBe(false)
  const [counter] = await database.query<{ value: number }>('SELECT "value" FROM change_counter')
  expect(counter?.value).toBe(1)
})

test('[CD24] a bearer’s coupon of one store carries its worth', async () => {
  const bearers = { ...wish, storeNumber: 'S01', face: money(5_000) }
  const issued = await issueSignedCoupon(database, bearers, noon)
  expect(verifyCoupon(issued.text, demoCodeKeys, noon)).toMatchObject({
    ok: true,
    value: { memberTag: null, face: 5_000, homeStoreId: store.storeId },
  })
  expect(await couponRows()).toMatchObject([{ memberId: null }])
})

test('[CD24] a phone is certified for a week, and what it signs is genuine', async () => {
  const spki = createPublicKey(deviceKey).export({ format: 'der', type: 'spki' }).toString('base64')
  const issued = await issueCertificate(database, { memberCode: member.code, deviceKey: spki }, noon + 1)
  expect(issued).toMatchObject({ memberId: member.memberId, expiresAt: noon + memberCertificateMs })
  const read = readMemberCertificate(Buffer.from(issued.certificate, 'base64'))
  expect(read).toMatchObject({ memberId: member.memberId, notBefore: noon })
  const phone = await tryPhone(database, member.code, noon)
  expect(verifyMemberCode(phone.text, demoCodeKeys, noon)).toMatchObject({
    ok: true,
    value: { memberId: member.memberId, time: noon },
  })
})

test.each([
  ['a template that is only of an older programme', { templateId: idOf(99) }],
  ['an unknown member', { memberCode: codeOfMember(9) }],
  ['a merged member', { memberCode: codeOfMember(2) }],
  ['an unknown store', { storeNumber: 'S99' }],
])('[CD25] for %s nothing is issued', async (_, change) => {
  await expect(issueSignedCoupon(database, { ...wish, ...change }, noon)).rejects.toThrow(CannotIssue)
  expect(await couponRows()).toEqual([])
})

test('[CD25] without a key in force nothing is issued', async () => {
  await database.script('TRUNCATE code_key')
  await expect(issueSignedCoupon(database, wish, noon)).rejects.toThrow(CannotIssue)
  await expect(tryPhone(database, member.code, noon)).rejects.toThrow(CannotIssue)
  expect(await couponRows()).toEqual([])
})

test('[CD25] a phone’s key that is none is not certified', async () => {
  for (const broken of ['', 'AAAA', Buffer.alloc(32).toString('base64')]) {
    await expect(
      issueCertificate(database, { memberCode: member.code, deviceKey: broken }, noon),
    ).rejects.toThrow(CannotIssue)
  }
})

test('[CD26] missing keys are made once, and again when their time is over', async () => {
  await database.script('TRUNCATE code_key')
  await makeMissingCodeKeys(database, noon)
  await makeMissingCodeKeys(database, noon + codeKeyMs - 1)
  const rows = await listCodeKeys(database)
  expect(rows.map(({ use }) => use).sort()).toEqual(['coupon', 'member'])
  const keys = codeKeysSchema.parse(publicCodeKeys(rows))
  expect([keys.couponSeries.length, keys.memberCertificates.length]).toEqual([1, 1])
  expect(JSON.stringify(keys)).not.toContain(rows[0]?.privateKey)
  await makeMissingCodeKeys(database, noon + codeKeyMs)
  expect(await listCodeKeys(database)).toHaveLength(4)
})

test('[CD26] the newest key in force signs', () => {
  const [series] = demoCodeKeyRows
  assert(series, 'the demo’s series')
  const older = codeKeyRow({ ...series, from: noon - 2 * day, until: noon + day })
  const newer = { ...older, keyId: 'ffffffffffffffff', from: noon - day, until: noon }
  expect(keyInForce([older, newer], 'coupon', noon - 1)).toBe(newer)
  expect(keyInForce([older, newer], 'coupon', noon)).toBe(older)
  expect(keyInForce([older, newer], 'coupon', noon + day)).toBeNull()
  expect(keyInForce([older, newer], 'member', noon - 1)).toBeNull()
})

test('[CD26] the demo’s keys are the same everywhere, and its programme may carry them', () => {
  expect(codeKeysSchema.parse(demoCodeKeys)).toEqual(demoCodeKeys)
  expect(demoCodeKeys.couponSeries[0]?.keyId).toBe(demoSeriesKey.keyId)
  expect(demoCodeKeys.memberCertificates[0]?.keyId).toBe(demoCertifierKey.keyId)
  expect(verifyCoupon(signCoupon(shortClaims, demoSeriesKey), demoCodeKeys, noon).ok).toBe(true)
})
