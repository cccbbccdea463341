import { decode, encode } from 'base45-ts'

/** Bytes as base45 (RFC 9285): capitals, digits and nine signs, the alphabet of a QR code's alphanumeric mode. */
export function base45Of(bytes: Uint8Array): string {
  return encode(bytes)
}

/**
 * The bytes of a base45 text, or null when it is not the one text these bytes have. Three characters can say more
 * than two bytes hold (`:::` is 91 124); a decoder that lets such a figure wrap would read many texts as one.
 */
export function bytesOfBase45(text: string): Uint8Array | null {
  const bytes = decoded(text)
  return bytes !== null && encode(bytes) === text ? bytes : null
}

function decoded(text: string): Uint8Array | null {
  try {
    return decode(text)
  } catch {
    // A length or a character that base45 has not: the package says which, a forgery needs no explanation.
    return null
  }
}
