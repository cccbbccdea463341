import { createHash } from 'node:crypto'
import type { CodeKeys } from '../../domain/code-keys.ts'
import { type CodeKeyRow, codeKeyRow, publicCodeKeys, signingKeyOf } from '../code-keys.ts'

/*
 * The keys of the demo chain's signed codes: the same everywhere and known to everybody, like its PINs, so that a test
 * can sign what the demo's tills believe.
 */

const from = Date.UTC(2026, 0, 1)
const until = Date.UTC(2036, 0, 1)

function bytesOf(name: string): Buffer {
  return createHash('sha256').update(`evertill demo ${name}`).digest()
}

/** PKCS 8 DER of an Ed25519 key is these 16 bytes and the 32 of its seed (RFC 8410). */
function privateKeyOf(name: string): string {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  return Buffer.concat([prefix, bytesOf(name)]).toString('base64')
}

/** What the tags of members in the demo's coupons are made with, base64. */
export const demoMemberTagKey = bytesOf('member tags').toString('base64')

const series = codeKeyRow({
  use: 'coupon',
  privateKey: privateKeyOf('coupon series'),
  memberTagKey: demoMemberTagKey,
  from,
  until,
})
const certifier = codeKeyRow({
  use: 'member',
  privateKey: privateKeyOf('member certificates'),
  memberTagKey: null,
  from,
  until,
})

/** What the seed puts into the table of keys … */
export const demoCodeKeyRows: readonly CodeKeyRow[] = [series, certifier]

/** … and its public halves, for the demo's programme. */
export const demoCodeKeys: CodeKeys = publicCodeKeys(demoCodeKeyRows)

/** Signs coupons that every till of the demo chain takes for genuine. */
export const demoSeriesKey = signingKeyOf(series)

/** Certifies phones for the demo chain. */
export const demoCertifierKey = signingKeyOf(certifier)
