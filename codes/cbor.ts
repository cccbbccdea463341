import { decode, encode, rfc8949EncodeOptions, Tagged } from 'cborg'

/** What our codes are made of in CBOR: no floats, no booleans, no undefined. */
export type CborValue =
  | number
  | null
  | string
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<number, CborValue>
  | Tagged

const sign1Tag = 18

/** A COSE_Sign1 array under its tag, to be encoded. */
export function sign1Tagged(members: readonly CborValue[]): Tagged {
  return new Tagged(sign1Tag, members)
}

/** The four members of a COSE_Sign1 under its tag, or null when it is none. */
export function sign1Members(value: unknown): readonly unknown[] | null {
  if (!(value instanceof Tagged) || !Array.isArray(value.value)) return null
  return value.value.length === 4 ? value.value : null
}

/** The one deterministic encoding (RFC 8949, 4.2.1). */
export function cborOf(value: CborValue): Uint8Array {
  return encode(value, rfc8949EncodeOptions)
}

/**
 * The value of CBOR bytes, maps as `Map`; undefined when they are none, have bytes left over, repeat a key or use a
 * longer form of a number than needed. The order of keys is not checked here: compare with `cborOf` where it counts.
 */
export function valueOfCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, readOptions)
  } catch {
    return undefined
  }
}

const readOptions = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowNaN: false,
  allowInfinity: false,
  allowBigInt: false,
  tags: Tagged.preserve(sign1Tag),
}

/** Whether a decoded value is a map; its keys may be anything. */
export function isCborMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map
}

/** Whether a decoded value is a byte string of `length` bytes. */
export function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}

/** Whether two byte strings are the same. Not for secrets. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place])
}
