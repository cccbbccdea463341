import type { Uuid } from '../../domain/ids.ts'
import type { Clock } from '../clock.ts'
import { pushesAtOnceMax, pushWaitMs, turnedAwayKeptMs, turnedAwayMax } from '../limits.ts'
import { RequestRefused } from '../problem.ts'

/*
 * Who pushes when many tills come back at once. A few pushes are worked on at a time, so that other questions find the
 * processor and the database free; the others wait in the order in which their tills first asked. Who would wait longer
 * than a till does is told when to come again and keeps that place: nobody starves, and they come one after the other
 * and not in a crowd. Of one node alone: it is about this process's load, and correctness does not rest on it.
 */

export interface Admission {
  /**
   * Settles when it is this terminal's turn; the answer ends it. `isGone`: nobody waits for it any more. Refuses
   * `push_queue_full` (503) with the seconds until its turn.
   */
  readonly enter: (terminalId: Uuid, isGone: () => boolean) => Promise<() => void>
}

interface Waiting {
  readonly terminalId: Uuid
  /** When this till first asked, epoch ms. */
  readonly since: number
  /** When this push came, epoch ms. */
  readonly cameAt: number
  readonly isGone: () => boolean
  readonly admit: () => void
  readonly turnAway: (refused: RequestRefused) => void
}

/** What a push is taken to last before any was seen, in ms. */
const guessMs = 100
const retryAfterMaxS = 60
/** They come a little before their turn and wait here, so that there is always somebody to work for. */
const earlyMs = pushWaitMs / 2

export function createAdmission(clock: Clock): Admission {
  const waiting: Waiting[] = []
  const turnedAway = new Map<Uuid, number>()
  let atWork = 0
  let usualMs = guessMs

  /** How long the push at this place of the queue waits. */
  const waitMs = (place: number) => ((place + 1) * usualMs) / pushesAtOnceMax

  function begin(): () => void {
    atWork += 1
    const begunAt = clock()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      atWork -= 1
      usualMs += (Math.max(0, clock() - begunAt) - usualMs) / 8
      next()
    }
  }

  function next(): void {
    while (atWork < pushesAtOnceMax) {
      const first = waiting.shift()
      if (!first) return
      if (first.isGone()) continue
      first.admit()
    }
  }

  /** How many come before it: those who wait, and those with an older claim who are to come again. */
  function ahead(late: Waiting, place: number): number {
    let away = 0
    for (const [terminalId, since] of turnedAway) {
      if (since <= late.since && terminalId !== late.terminalId) away += 1
    }
    return place + away
  }

  function refuse(late: Waiting, place: number): void {
    turnedAway.set(late.terminalId, late.since)
    for (const [terminalId, since] of turnedAway) {
      if (turnedAway.size <= turnedAwayMax && clock() - since < turnedAwayKeptMs) break
      turnedAway.delete(terminalId)
    }
    const seconds = Math.ceil((waitMs(ahead(late, place)) - earlyMs) / 1_000)
    late.turnAway(
      new RequestRefused(
        503,
        'push_queue_full',
        'many tills push: come again',
        Math.min(retryAfterMaxS, Math.max(1, seconds)),
      ),
    )
  }

  /** Those whose turn would come too late for this push, also because others with an older claim came meanwhile. */
  function turnAwayLate(): void {
    for (let place = waiting.length - 1; place > 0; place--) {
      const late = waiting[place]
      if (!late || clock() - late.cameAt + waitMs(place) <= pushWaitMs) continue
      waiting.splice(place, 1)
      refuse(late, place)
    }
  }

  return {
    enter(terminalId, isGone) {
      const since = turnedAway.get(terminalId) ?? clock()
      return new Promise((resolve, reject) => {
        const admit = () => {
          turnedAway.delete(terminalId)
          resolve(begin())
        }
        if (atWork < pushesAtOnceMax && waiting.length === 0) return admit()
        const after = waiting.findIndex((other) => other.since > since)
        const place = after === -1 ? waiting.length : after
        waiting.splice(place, 0, { terminalId, since, cameAt: clock(), isGone, admit, turnAway: reject })
        turnAwayLate()
      })
    },
  }
}
