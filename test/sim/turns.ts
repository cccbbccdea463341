import type { Uuid } from '../../domain/ids.ts'
import type { Subjects } from './till-check.ts'

/** Everybody and everything a check may look at. */
export interface EveryBody extends Subjects {
  readonly memberIds: readonly Uuid[]
  readonly couponIds: readonly string[]
  readonly accountIds: readonly string[]
}

/**
 * Whom a check looks at: what was touched since the last one, and a few of all others in turn, so that a wrong nobody
 * touched is found soon too.
 */
export function createTurns(): { readonly next: (all: EveryBody, touched: readonly string[]) => Subjects } {
  let turn = 0
  return {
    next(all, touched) {
      turn++
      const named = new Set(touched)
      const some = <T extends string>(from: readonly T[], share: number): T[] =>
        from.filter((one, place) => named.has(one) || place % share === turn % share)
      return {
        memberIds: some(all.memberIds, 8),
        couponIds: some(all.couponIds, 32),
        accountIds: some(all.accountIds, 4),
      }
    },
  }
}
