import type { Uuid } from '../../domain/ids.ts'
import { dayStart, hourMs } from '../../domain/time.ts'
import type { Journal, Replica } from '../handle.ts'
import { anyEffectAfter } from '../journal/effect-table.ts'
import type { Place } from '../journal/place.ts'
import { appliedMark } from '../replica/applied-table.ts'
import { readTogether } from '../transact.ts'

/*
 * Effective state: the chain's rows plus what this till did that those rows do not contain yet. This folder is the
 * only place that knows of both files. Every answer is read from one state of each, so a pull on another thread can
 * never show an effect twice or not at all.
 */

/** The two files and whose effects the journal holds. Without a replica (first load, set aside) nobody is known. */
export interface Overlay {
  readonly journal: Journal
  readonly replica: Replica | null
  readonly terminalId: Uuid
}

/** The moment a question is asked at: now, and the bounds of the store's local day. Epoch ms. */
export interface Moment {
  readonly now: number
  readonly dayFrom: number
  /** First instant of the next day. */
  readonly dayUntil: number
  /** The store's clock, which months begin by. */
  readonly timeZone: string
}

/** The moment `now` on the wall of `timeZone`. Good for the whole local day with another `now`: asking the zone costs. */
export function momentAt(now: number, timeZone: string): Moment {
  const dayFrom = dayStart(now, timeZone)
  return {
    now,
    dayFrom,
    // A local day lasts from 23 to 25 hours, so one and a half days on is always in the next.
    dayUntil: dayStart(dayFrom + 36 * hourMs, timeZone),
    timeZone,
  }
}

/** Both files in one state, and up to where the replica has heard of this till. */
export interface Joined {
  readonly journal: Journal
  readonly replica: Replica
  readonly terminalId: Uuid
  /** Effects of this till after it count beside the rows. */
  readonly heard: Place
  /** Whether there is any such effect: most often not, and then the rows are the whole truth. */
  readonly anyUnheard: boolean
}

/** Reads both files in one state each; null without a replica. */
export function joined<T>(overlay: Overlay, read: (files: Joined) => T | null): T | null {
  const { journal, replica, terminalId } = overlay
  if (!replica) return null
  const consider = () => {
    const heard = appliedMark(replica, terminalId)
    const anyUnheard = anyEffectAfter(journal, heard)
    return { answer: read({ journal, replica, terminalId, heard, anyUnheard }) }
  }
  return readTogether(replica, () => readTogether(journal, consider)).answer
}
