import { type KeyObject, X509Certificate } from 'node:crypto'
import type { IssuedCertificate } from '../contract/wire.ts'
import type { Uuid } from '../domain/ids.ts'
import { type Certified, clientCertificate, type Issuer, newAuthority, privateKeyOf } from './certificates.ts'
import type { Statements } from './database.ts'
import { certificateBackMs, certificateMs } from './limits.ts'

/*
 * The chain's own certificate authority: it certifies the central's servers and the terminals, and nobody outside the
 * chain has a word in it. Here its key lies in the central's database, beside the key of checkpoints, so that any
 * central on that database can issue. A real deployment keeps it in a hardware module or a key service that signs and
 * never tells, and lets only the node that enrols reach it.
 */

const authorityName = 'Evertill chain authority'

export interface Authority {
  readonly issuer: Issuer
  /** Its own certificate: X.509, DER, base64. */
  readonly certificate: string
  readonly publicKey: KeyObject
}

/** Whom a certificate is of, and until when it is good by the central's clock, epoch ms. */
export interface CertifiedTerminal {
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly until: number
}

const readSql = 'SELECT "privateKey", "certificate" FROM authority'
const addSql = 'INSERT INTO authority ("privateKey", "certificate") VALUES ($1, $2) ON CONFLICT DO NOTHING'

/** The authority this database has, made at its first start. */
export async function loadAuthority(on: Statements): Promise<Authority> {
  for (;;) {
    const [row] = await on.query<Certified>(readSql)
    if (row) {
      return {
        issuer: { name: authorityName, privateKey: privateKeyOf(row.privateKey) },
        certificate: row.certificate,
        publicKey: new X509Certificate(Buffer.from(row.certificate, 'base64')).publicKey,
      }
    }
    const made = newAuthority(authorityName)
    await on.query(addSql, [made.privateKey, made.certificate])
  }
}

/** A certificate of this key for a terminal of a store, from now on for `certificateMs`. */
export function certifyTerminal(
  authority: Authority,
  terminal: { readonly terminalId: Uuid; readonly storeId: Uuid },
  key: KeyObject,
  now: number,
): IssuedCertificate {
  const { storeId, terminalId } = terminal
  const second = Math.floor(now / 1_000) * 1_000
  const until = second + certificateMs
  const certificate = clientCertificate(authority.issuer, {
    key,
    name: terminalId,
    uri: `urn:evertill:store:${storeId}:terminal:${terminalId}`,
    from: Math.max(0, second - certificateBackMs),
    until,
  })
  return { certificate, from: second, until }
}

const subject = /^URI:urn:evertill:store:([0-9a-f-]{36}):terminal:([0-9a-f-]{36})$/

/** Whom this authority certified, however long ago; null for a certificate of anybody else. */
export function certifiedTerminal(
  authority: Authority,
  certificate: X509Certificate,
): CertifiedTerminal | null {
  if (certificate.ca || !certificate.verify(authority.publicKey)) return null
  const [, storeId, terminalId] = subject.exec(certificate.subjectAltName ?? '') ?? []
  if (storeId === undefined || terminalId === undefined) return null
  return { storeId: storeId as Uuid, terminalId: terminalId as Uuid, until: Date.parse(certificate.validTo) }
}
