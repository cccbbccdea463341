import type { Refusal } from './refusal.ts'

/** What a rule answers: a value, or the reason it says no. Faults and bugs are thrown, never returned. */
export type Result<T, R = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}
