import { canonicalJsonOrNull } from './canonical-json.ts'

/*
 * What an event says of a person stands in its data under `personal`, and the event's hash covers no more than the hash
 * of it. Erased, that hash stands in its place: the chain still holds, and nobody can be read from it (loyalty.md 7).
 */

/** Chance that keeps what is personal from being guessed from its hash: 16 random bytes, hex. */
export interface Salted {
  readonly salt: string
}

/** What stands under `personal`: what was said, or its SHA-256 (64 hex digits) once it is erased. */
export type Personal<T extends Salted> = T | string

/** What was said of a person, or null where it is erased. */
export function personalOf<T extends Salted>(personal: Personal<T>): T | null {
  return typeof personal === 'string' ? null : personal
}

/**
 * The event as its hash sees it, and as it is kept once the person is erased. The event itself when there is nothing
 * personal in it. Null when what is personal has no canonical form: a stranger's.
 */
export function withoutPersonal<E extends object>(event: E, sha256: (text: string) => string): E | null {
  const { data } = event as { readonly data?: unknown }
  if (typeof data !== 'object' || data === null) return event
  const { personal } = data as { readonly personal?: unknown }
  if (typeof personal !== 'object' || personal === null) return event
  const text = canonicalJsonOrNull(personal)
  return text === null ? null : { ...event, data: { ...data, personal: sha256(text) } }
}
