import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { CertificationRequest } from '@peculiar/asn1-csr'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509'
import { newKeyPair, newSerialNumber } from './ids.ts'

/* X.509 certificates (RFC 5280) and requests for them (RFC 2986), all of ECDSA on P-256 with SHA-256. */

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const commonName = '2.5.4.3'

/** The first instant X.509 can name that every clock has passed, and "no well-defined end" (RFC 5280, 4.1.2.5). */
const always = { from: 0, until: Date.UTC(9999, 11, 31, 23, 59, 59) } as const

/** Who signs: its key and the name certificates are issued under. */
export interface Issuer {
  readonly name: string
  /** P-256. */
  readonly privateKey: KeyObject
}

/** A P-256 key (PKCS 8) with a certificate of it, both DER, base64. */
export interface Certified {
  readonly privateKey: string
  readonly certificate: string
}

/** The key a request is for, or null when it is no P-256 request signed by that key itself. */
export function requestedKey(der: Uint8Array): KeyObject | null {
  try {
    const request = AsnConvert.parse(der, CertificationRequest)
    const spki = Buffer.from(AsnConvert.serialize(request.certificationRequestInfo.subjectPKInfo))
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null
    const signed = Buffer.from(
      request.certificationRequestInfoRaw ?? AsnConvert.serialize(request.certificationRequestInfo),
    )
    return verify('sha256', signed, key, Buffer.from(request.signature)) ? key : null
  } catch {
    return null
  }
}

/** A certificate authority: a new key that certifies itself, for ever. */
export function newAuthority(name: string): Certified {
  const { privateKey, publicKey } = newKeyPair()
  const issuer = { name, privateKey: privateKeyOf(privateKey) }
  const extensions = [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign)),
  ]
  return { privateKey, certificate: signed(issuer, { name, publicKey, ...always, extensions }) }
}

/** A server's new key and certificate under these names, host names or IP addresses. */
export function newServerCertificate(issuer: Issuer, names: readonly string[]): Certified {
  const { privateKey, publicKey } = newKeyPair()
  const alternatives = names.map((name) =>
    /^[\d.]+$|:/.test(name) ? new GeneralName({ iPAddress: name }) : new GeneralName({ dNSName: name }),
  )
  const extensions = leafExtensions(id_kp_serverAuth, alternatives)
  const name = names[0] ?? ''
  return { privateKey, certificate: signed(issuer, { name, publicKey, ...always, extensions }) }
}

/** A client's certificate, DER, base64: of `key`, about the subject `uri`, good from and until (epoch ms). */
export function clientCertificate(
  issuer: Issuer,
  of: {
    readonly key: KeyObject
    readonly name: string
    readonly uri: string
    readonly from: number
    readonly until: number
  },
): string {
  const publicKey = of.key.export({ format: 'der', type: 'spki' }).toString('base64')
  const extensions = leafExtensions(id_kp_clientAuth, [
    new GeneralName({ uniformResourceIdentifier: of.uri }),
  ])
  return signed(issuer, { name: of.name, publicKey, from: of.from, until: of.until, extensions })
}

export function privateKeyOf(pkcs8: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' })
}

/** DER in base64 as the text TLS takes. */
export function pem(label: 'CERTIFICATE' | 'PRIVATE KEY', der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END ${label}-----\n`
}

function leafExtensions(usage: string, alternatives: GeneralName[]): Extension[] {
  return [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, true, new ExtendedKeyUsage([usage])),
    extension(id_ce_subjectAltName, false, new SubjectAlternativeName(alternatives)),
  ]
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function signed(
  issuer: Issuer,
  of: {
    readonly name: string
    readonly publicKey: string
    readonly from: number
    readonly until: number
    readonly extensions: Extension[]
  },
): string {
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const tbsCertificate = new TBSCertificate({
    version: 2,
    serialNumber: newSerialNumber(),
    signature: signatureAlgorithm,
    issuer: nameOf(issuer.name),
    validity: new Validity({ notBefore: new Date(of.from), notAfter: new Date(of.until) }),
    subject: nameOf(of.name),
    subjectPublicKeyInfo: AsnConvert.parse(Buffer.from(of.publicKey, 'base64'), SubjectPublicKeyInfo),
    extensions: new Extensions(of.extensions),
  })
  const bytes = Buffer.from(AsnConvert.serialize(tbsCertificate))
  const signatureValue = new Uint8Array(sign('sha256', bytes, issuer.privateKey)).buffer
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue })
  return Buffer.from(AsnConvert.serialize(certificate)).toString('base64')
}

function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })])])
}
