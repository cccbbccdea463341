import type { EnrolRequest } from '../../contract/wire.ts'
import type { CentralClient, FeedPlace, PushOutcome } from '../../sync/central-client.ts'
import { CentralFault, type CentralFaultKind } from '../../sync/central-fault.ts'
import { readChangeLines } from '../../sync/change-lines.ts'
import type { Phase } from './cells.ts'
import type { ModelCentral, ModelRefusal } from './model-central.ts'
import type { ModelTerminal } from './model-state.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { Tally } from './tally.ts'
import { unasked } from './unasked.ts'

/** How bad the network is: probabilities per message, and delays in ms. */
export interface Weather {
  lost: number
  doubled: number
  cut: number
  slowMs: number
  down: boolean
}

export const fairWeather: Weather = { lost: 0, doubled: 0, cut: 0, slowMs: 40, down: false }

/** A till waits this long for an answer, in ms. */
const patienceMs = 10_000

/** A change is hinted at within this time, in ms. */
const hintLookMs = 20_000

/** A stale copy of a request turns up as late as this, in ms. */
const strayMsMax = 90_000

/** The till that asked has crashed; what waits for the answer ends here. */
export class TillGone extends Error {
  override readonly name = 'TillGone'
}

/** What goes wrong with one exchange. */
export type Mishap = 'request_lost' | 'answer_lost' | 'answer_late' | 'request_doubled' | 'stream_cut'

/** The phase a till is in during an exchange. */
const phaseOf = {
  enrol: 'idle',
  push: 'pushing',
  pull: 'pulling',
  digests: 'pulling',
  rows: 'pulling',
  offer: 'loading',
  snapshot: 'loading',
} as const

/** A till's end of its line. */
export interface Line {
  /** What the till shows; empty before enrolment. */
  readonly certificate: () => string
  /** Which life of the till speaks; -1 = it lies down. */
  readonly life: () => number
  /** How long the till's machine still sleeps, in ms. */
  readonly sleepLeft: () => number
  /** The till is cut off from everybody. */
  apart: boolean
  /** What goes wrong with the next exchange of a phase. */
  mishap: { readonly kind: Mishap; readonly phase: Phase } | null
  /** Something came through to the till. */
  readonly onHeard: () => void
}

export interface SimNetwork {
  readonly weather: Weather
  /** What the till uses in its life at hand; messages of a till that crashed reach it no more. */
  readonly clientOf: (line: Line) => CentralClient
}

/**
 * The line between tills and the model: requests and answers get lost, come twice, come late and out of order,
 * streams are cut. A request that reached the central has happened, whatever becomes of its answer.
 */
export function createSimNetwork(deps: {
  readonly central: ModelCentral
  readonly random: Random
  readonly scheduler: Scheduler
  readonly tally: Tally
  /** Bumped when the central starts anew: exchanges with the one before are cut. */
  readonly life: () => number
}): SimNetwork {
  const { central, random, scheduler, tally, life } = deps
  const weather: Weather = { ...fairWeather }
  const delay = () => 1 + random.below(weather.slowMs)

  function clientOf(line: Line): CentralClient {
    const ours = line.life()
    const isAlive = () => line.life() === ours

    /** Calls `act` after a delay, and not before the till's machine is awake. */
    function later(delayMs: number, act: () => void): void {
      scheduler.after(delayMs, () => {
        const asleep = line.sleepLeft()
        if (asleep > 0) later(asleep, act)
        else {
          line.onHeard()
          act()
        }
      })
    }

    /** Lets simulated time pass; a till that crashed meanwhile does not go on. */
    const travel = (delayMs: number) =>
      new Promise<void>((resolve, reject) => {
        later(delayMs, () => {
          if (isAlive()) resolve()
          else reject(new TillGone())
        })
      })

    /** What goes wrong with this exchange: what was put on purpose, else by the weather. */
    function mishapOf(phase: Phase): Mishap | null {
      const { mishap } = line
      if (mishap?.phase === phase && mishap.kind !== 'stream_cut') {
        line.mishap = null
        return mishap.kind
      }
      if (random.chance(weather.lost)) return 'request_lost'
      if (random.chance(weather.doubled)) return 'request_doubled'
      return random.chance(weather.lost) ? 'answer_lost' : null
    }

    /** One request and its answer. What was sent arrives whether the till still lives or not. */
    function toCentral<T>(what: keyof typeof phaseOf, act: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const sentAt = scheduler.elapsed()
        const fail = (afterMs: number, kind: CentralFaultKind, why: string) => {
          later(afterMs, () => reject(isAlive() ? new CentralFault(kind, why) : new TillGone()))
        }
        const arrive = () => {
          if (weather.down || line.apart) return fail(1, 'unreachable', 'the central is out of reach')
          const mishap = mishapOf(phaseOf[what])
          if (mishap) tally.count(`${what}_${mishap}`)
          if (mishap === 'request_lost') return fail(patienceMs, 'timed_out', 'the request was lost')
          if (mishap === 'request_doubled') scheduler.after(random.below(strayMsMax), act)
          const before = life()
          const answer = act()
          if (mishap === 'answer_lost') return fail(patienceMs, 'timed_out', 'the answer was lost')
          const late = mishap === 'answer_late' ? patienceMs * random.between(1, 5) : 0
          later(delay() + late, () => {
            if (!isAlive()) {
              tally.count(`${what}_crash_before_answer`)
              reject(new TillGone())
            } else if (scheduler.elapsed() - sentAt > patienceMs) {
              reject(new CentralFault('timed_out', 'the answer came too late'))
            } else if (life() !== before) {
              reject(new CentralFault('unreachable', 'the central was started anew meanwhile'))
            } else resolve(answer)
          })
        }
        scheduler.after(delay(), arrive)
      })
    }

    const isCut = (phase: Phase) => {
      const { mishap } = line
      if (mishap?.kind !== 'stream_cut' || mishap.phase !== phase) return random.chance(weather.cut)
      line.mishap = null
      return true
    }
    const terminal = (): ModelTerminal | null => central.terminalByCertificate(line.certificate())
    const known = <T>(act: (terminal: ModelTerminal) => T): T | ModelRefusal => {
      const caller = terminal()
      return caller ? act(caller) : { kind: 'refused', status: 401, code: 'certificate_missing' }
    }

    async function* inBlocks(text: string): AsyncGenerator<Uint8Array, void> {
      const bytes = Buffer.from(text)
      const end = isCut('pulling') ? random.below(bytes.length) : bytes.length
      for (let from = 0; from < end; ) {
        const to = Math.min(end, from + random.between(40, 900))
        yield bytes.subarray(from, to)
        from = to
        if (random.chance(0.3)) await travel(delay())
      }
      if (end === bytes.length) return
      tally.count('stream_cut')
      throw new CentralFault('unreachable', 'the stream was cut')
    }

    return {
      ...unasked,
      status: () => Promise.reject(new CentralFault('unreachable', 'not asked in the simulation')),
      async enrol(request: EnrolRequest) {
        const outcome = await toCentral('enrol', () => central.enrol(request))
        return outcome.kind === 'enrolled' ? outcome.answer : refuse(outcome)
      },
      async push(events, strays): Promise<PushOutcome> {
        const outcome = await toCentral('push', () =>
          known((caller) => central.push(caller, JSON.parse(`[${events.join(',')}]`) as unknown[], strays)),
        )
        return outcome.kind === 'refused' ? refuse(outcome) : outcome
      },
      async *changes(from: FeedPlace) {
        const rowsMax = random.between(4, 60)
        const outcome = await toCentral('pull', () =>
          known((caller) => central.changes(caller, { since: from.cursor, feed: from.feed, rowsMax })),
        )
        if (outcome.kind === 'refused') return refuse(outcome)
        yield* readChangeLines(inBlocks(`${outcome.lines.join('\n')}\n`))
      },
      async *hints(stop) {
        // Told of what changed, after a while, until the stream breaks off or goes silent.
        for (let told = -1; !stop.aborted; ) {
          await travel(delay() + random.below(hintLookMs))
          if (weather.down || line.apart || random.chance(weather.cut)) {
            tally.count('hints_lost')
            throw new CentralFault('unreachable', 'the stream of hints broke off')
          }
          const { change } = central.state()
          if (change === told || random.chance(weather.lost)) continue
          told = change
          tally.count('hint_told')
          yield { kind: 'change', change }
        }
      },
      async digests({ cursor: since, feed }, collection, fields) {
        const outcome = await toCentral('digests', () =>
          known((caller) => central.digests(caller, { since, feed, collection, fields })),
        )
        return outcome.kind === 'digests' ? outcome.answer : refuse(outcome)
      },
      async rows({ cursor: since, feed }, range) {
        const outcome = await toCentral('rows', () =>
          known((caller) => central.rows(caller, { since, feed, ...range })),
        )
        return outcome.kind === 'rows' ? outcome.answer : refuse(outcome)
      },
      async offerSnapshot() {
        const outcome = await toCentral('offer', () =>
          known((caller) => ({ kind: 'offer' as const, offer: central.offerSnapshot(caller) })),
        )
        return outcome.kind === 'offer' ? outcome.offer : refuse(outcome)
      },
      async *readSnapshot(rest) {
        const outcome = await toCentral('snapshot', () =>
          known((caller) => ({ kind: 'bytes' as const, bytes: central.snapshot(caller, rest.snapshotId) })),
        )
        if (outcome.kind !== 'bytes') return refuse(outcome)
        if (!outcome.bytes) return refuse({ kind: 'refused', status: 410, code: 'snapshot_gone' })
        const end = isCut('loading') ? random.between(rest.offset, rest.totalBytes) : rest.totalBytes
        for (let from = rest.offset; from < end; ) {
          const to = Math.min(end, from + random.between(500, 4_000))
          yield outcome.bytes.subarray(from, to)
          from = to
          if (random.chance(0.2)) await travel(delay())
        }
        if (end === rest.totalBytes) return
        tally.count('snapshot_cut')
        throw new CentralFault('unreachable', 'the snapshot was cut')
      },
    }
  }
  return { weather, clientOf }
}

function refuse({ status, code }: ModelRefusal): never {
  const kind = status === 409 || status === 410 ? 'conflict' : 'refused'
  throw new CentralFault(kind, `the central says ${code}`, { code })
}
