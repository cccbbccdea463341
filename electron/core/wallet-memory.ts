import { dataVersion } from '../../db/data-version.ts'
import { lastEffectPlace } from '../../db/journal/effect-table.ts'
import type { Overlay } from '../../db/overlay/files.ts'

/** Answers about the member and the coupons at hand, kept while nothing they depend on has changed. */
export interface WalletMemory {
  /**
   * The answer to the question `name`, from memory where the replica has no new commit, this till had no effect since
   * and no instant of those the answer depends on has come.
   */
  readonly recall: <T>(question: {
    readonly name: string
    readonly overlay: Overlay
    /** Epoch ms. */
    readonly now: number
    readonly ask: () => T
    /** First instant at which the answer would be another; infinity when time does not move it. */
    readonly endsAt: (answer: T) => number
  }) => T
}

/** The state of both files that an answer was read from. */
interface Stamp {
  readonly replica: Overlay['replica']
  readonly version: number
  readonly epoch: number
  readonly seq: number
}

interface Kept {
  readonly answer: unknown
  readonly askedAt: number
  readonly endsAt: number
}

/** One member has a standing, a list of coupons and a dozen of them in a basket at most: above that it is old. */
const answersMax = 64

/**
 * A basket is priced at every scan, and each time from the same member, lots and coupons: reading them through two
 * encrypted files costs more than the pricing. What changes is looked at each time, which is two small reads.
 */
export function createWalletMemory(): WalletMemory {
  const kept = new Map<string, Kept>()
  let stamp: Stamp | null = null

  return {
    recall: ({ name, overlay, now, ask, endsAt }) => {
      const { replica, journal } = overlay
      const seen = { replica, version: replica ? dataVersion(replica) : 0, ...lastEffectPlace(journal) }
      if (!stamp || !isSame(stamp, seen) || kept.size >= answersMax) kept.clear()
      stamp = seen
      const known = kept.get(name)
      // A clock that was set back makes nothing true again that was asked later.
      if (known && now >= known.askedAt && now < known.endsAt) return known.answer as ReturnType<typeof ask>
      const answer = ask()
      kept.set(name, { answer, askedAt: now, endsAt: endsAt(answer) })
      return answer
    },
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.replica === b.replica && a.version === b.version && a.epoch === b.epoch && a.seq === b.seq
}
