import { memberCodeFreshMs, memberCodeSkewMs, seenCodesMax } from '../domain/limits.ts'
import { refuse } from '../domain/refusal.ts'
import { ok, type Result } from '../domain/result.ts'
import type { SignedMemberCode } from '../domain/signed-code.ts'

/** The dynamic codes taken within the time they stay fresh: from which instant (epoch ms) each may be forgotten. */
export type SeenCodes = ReadonlyMap<string, number>

export const noSeenCodes: SeenCodes = new Map()

/** Whether this very code was taken before. */
export function isReplay(seen: SeenCodes, code: SignedMemberCode): boolean {
  return seen.has(nameOf(code))
}

/**
 * The memory after taking a verified code at `now` (epoch ms), without what no longer counts. Refuses `code_replayed`
 * when it was taken before, and `code_stale` when `seenCodesMax` codes are fresh at once: who floods a till with
 * codes makes it wait, never forget.
 *
 * Held by one till, whose journal keeps it over a restart. The same code at two tills within its time is taken by both:
 * nobody compares them.
 */
export function rememberCode(seen: SeenCodes, code: SignedMemberCode, now: number): Result<SeenCodes> {
  if (isReplay(seen, code)) return refuse('code_replayed')
  const fresh = new Map([...seen].filter(([, until]) => until > now))
  if (fresh.size >= seenCodesMax) return refuse('code_stale')
  fresh.set(nameOf(code), code.time + memberCodeFreshMs + memberCodeSkewMs + 1)
  return ok(fresh)
}

/** A nonce is the phone's: another member's phone may have the same one. */
function nameOf({ memberId, time, nonce }: SignedMemberCode): string {
  return `${memberId}:${time}:${nonce}`
}
