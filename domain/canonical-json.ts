/** A value as canonical JSON (RFC 8785). Asserts that it has one: for values our own code made. */
export function canonicalJson(value: unknown): string {
  throw new Error('pending')
}

/**
 * As `canonicalJson`, but null when the value has no canonical form (undefined, NaN, infinity, lone surrogates,
 * functions, deeper than `jsonDepthMax`): for values a stranger sent.
 */
export function canonicalJsonOrNull(value: unknown): string | null {
  throw new Error('pending')
}
