import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { TlsKeys } from '../../sync/enrol.ts'

/*
 * The till's keys for its line: ECDSA on P-256, because the TLS of Electron takes no Ed25519 certificates. The
 * request for a certificate is the one piece of DER a till writes; its shape never varies, so it is written here in
 * some lines and not by a package with seven more behind it. The central reads it with such a package.
 */

export const tlsKeys: TlsKeys = {
  make: () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  },
  request: (privateKey) => {
    const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
    return certificateRequest(key).toString('base64')
  },
}

/** OBJECT IDENTIFIERs, DER: commonName (2.5.4.3), ecdsa-with-SHA256 (1.2.840.10045.4.3.2). */
const commonName = Buffer.from('0603550403', 'hex')
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex')

const tags = { integer: 0x02, bitString: 0x03, utf8String: 0x0c, sequence: 0x30, set: 0x31, attributes: 0xa0 }

/**
 * A PKCS #10 request (RFC 2986, 4) for the key, signed by it. It names no terminal: the central knows by the code or
 * the certificate shown who asks, and puts that into what it issues.
 */
function certificateRequest(key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const name = der(tags.sequence, commonName, der(tags.utf8String, Buffer.from('evertill till')))
  const subject = der(tags.sequence, der(tags.set, name))
  const version = der(tags.integer, Buffer.of(0))
  const asked = der(tags.sequence, version, subject, spki, der(tags.attributes))
  const signature = der(tags.bitString, Buffer.of(0), sign('sha256', asked, key))
  return der(tags.sequence, asked, der(tags.sequence, ecdsaWithSha256), signature)
}

/** One value of DER (X.690, 8.1.3): tag, length, content of at most 65 535 bytes. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
