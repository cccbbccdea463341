import { createHash } from 'node:crypto'
import type { EventEnvelope } from '../../contract/wire.ts'
import type { Replica } from '../../db/handle.ts'
import { type Place, placeNumber } from '../../db/journal/place.ts'
import { type Moment, momentAt, type Overlay } from '../../db/overlay/files.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { type Cursor, readCursor } from '../../db/replica/cursor-table.ts'
import { readTogether } from '../../db/transact.ts'
import type { TillEvent } from '../../domain/event.ts'
import { bookedAct } from './booked-act.ts'
import { Broken, expect } from './broken.ts'
import { checkCentral } from './central-check.ts'
import {
  type BookedAct,
  type Books,
  copyOfBooks,
  emptyBooks,
  postAct,
  postAlone,
  postRow,
  spends,
  touchedBy,
} from './ledger.ts'
import { type ActAlone, wrongAlone } from './limits-check.ts'
import type { ModelWatcher } from './model-central.ts'
import type { ModelState } from './model-state.ts'
import { firstWrong } from './till-check.ts'
import type { SimTill } from './till-shape.ts'
import { createTurns, type EveryBody } from './turns.ts'

/** An event as its till recorded it, hash and all. */
export interface BookedEvent {
  readonly id: string
  readonly source: string
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly prev: string
  /** The till's cashier was told that it happened. */
  readonly acknowledged: boolean
  readonly act: BookedAct
}

/** The books after each change number, in one course of the central's history. */
interface Course {
  readonly entries: {
    readonly change: number
    readonly books: Books
    readonly touched: ReadonlySet<string>
  }[]
}

export interface Bookkeeper {
  readonly watcher: ModelWatcher
  /**
   * A till told its cashier that this happened. `machine`: the name of the till it happened at; `knew`: up to where it
   * knew the chain when it acted.
   */
  readonly acknowledge: (machine: string, event: TillEvent, knew?: Cursor | null) => void
  /** A till started again: what its journal holds must be what it was, and at most one event nobody was told of. */
  readonly reopened: (machine: string, events: readonly TillEvent[]) => void
  /** A copy of a till's journal was taken, to be put back later. */
  readonly copied: (machine: string) => void
  /** That copy is the till's journal now: what it recorded since is lost where nobody else has it. */
  readonly putBack: (machine: string, witnessed: Place | null) => void
  /** `to` woke up with the files of `from`. */
  readonly cloned: (from: string, to: string) => void
  /** Head office admits a till in an epoch. */
  readonly admitted: (source: string, epoch: number) => void
  /** Whether two journals may go by this till's name. */
  readonly isForked: (source: string) => boolean
  /** Every event that is in some journal, or reached the central. */
  readonly surviving: (source: string) => readonly BookedEvent[]
  readonly centralRestarted: (feed: string, from: BackupMark | null) => void
  readonly backedUp: () => BackupMark
  /** What a till believes is what the chain had at its cursor and what it did itself since its mark, no more and no less. */
  readonly checkTill: (till: SimTill, all: EveryBody) => void
  readonly checkCentral: (state: ModelState) => void
  /** What the journal of a till holds. */
  readonly journalOf: (machine: string) => readonly BookedEvent[]
  readonly books: () => Books
  /** Every coupon there ever was. */
  readonly couponIds: () => readonly string[]
}

/** Where the books stood when a backup was taken. */
export interface BackupMark {
  readonly course: number
  readonly change: number
}

/** What was looked at when a till was checked last. */
interface Look {
  readonly feed: string
  readonly change: number
  readonly recorded: number
}

export function createBookkeeper(firstFeed: string): Bookkeeper {
  const journals = new Map<string, BookedEvent[]>()
  const recorded = new Map<string, BookedEvent>()
  const courses: Course[] = [{ entries: [{ change: 0, books: emptyBooks(), touched: new Set() }] }]
  const courseOfFeed = new Map<string, number>([[firstFeed, 0]])
  const receipts = new Set<string>()
  /** `<till>:<epoch>:<seq>` to the event there. */
  const places = new Map<string, string>()
  const looks = new Map<string, Look>()
  const copies = new Map<string, number>()
  const forked = new Set<string>()
  /** Tills whose witness knows more than the journal they find. */
  const mustDoubt = new Set<string>()
  /** `<till>:<epoch>` in which a till may spend. */
  const admissions = new Set<string>()
  /** Hashes of all events the central ever took, also one that was put back since. */
  const everTaken = new Set<string>()
  const turns = createTurns()
  let day: Moment | null = null
  const dayOf = (now: number): Moment => {
    // Asking for the local day costs: the one before is most often the one.
    if (!day || now < day.dayFrom || now >= day.dayUntil) day = momentAt(now, 'Asia/Shanghai')
    return day
  }
  const journalOf = (machine: string) => journals.get(machine) ?? []
  const books = () => courses.at(-1)?.entries.at(-1)?.books as Books

  function post(change: number, touched: ReadonlySet<string>, write: (books: Books) => void): void {
    const next = copyOfBooks(books())
    write(next)
    courses.at(-1)?.entries.push({ change, books: next, touched })
  }

  function append(machine: string, event: TillEvent, acknowledged: boolean): void {
    const journal = journalOf(machine)
    const { id, source, epoch, seq, hash, prev } = event
    const last = journal.at(-1)
    const follows = last?.epoch === epoch
    expect(seq === (follows ? last.seq + 1 : 1), `event ${id} leaves a gap in its chain`)
    expect(follows || epoch > (last?.epoch ?? 0), `event ${id} goes on in an earlier epoch`)
    expect(event.prev === (follows ? last.hash : '0'.repeat(64)), `event ${id} does not name the one before`)
    expect(hash === ownHash(event), `event ${id} has a hash that is not its own`)
    const place = `${source}:${epoch}:${seq}`
    expect(!places.has(place) || forked.has(source), `place ${place} is used again`)
    places.set(place, hash)
    expect(event.mode === 'isolated', `${machine} says ${event.mode} of what nobody was asked about`)
    const act = bookedAct(event)
    const maySpend = epoch === 1 || admissions.has(`${source}:${epoch}`)
    expect(maySpend || !spends(act), `${machine} spent in epoch ${epoch}, which nobody admitted`)
    for (const use of act.uses) {
      const twice = journal.some(({ act: other }) =>
        other.uses.some((done) => done.couponId === use.couponId && done.number === use.number),
      )
      expect(!twice, `till ${source} used ${use.couponId}:${use.number} twice`)
    }
    if (act.number !== null) {
      expect(!receipts.has(act.number) || forked.has(source), `receipt ${act.number} was given out twice`)
      receipts.add(act.number)
    }
    const booked = { id, source, epoch, seq, hash, prev, acknowledged, act }
    recorded.set(hash, booked)
    journals.set(machine, [...journal, booked])
  }

  /** Entries a replica with this cursor should agree with: of its own course, or of a later one it is already fed from. */
  function candidates(cursor: { readonly feed: string; readonly change: number }): Books[] {
    const first = courseOfFeed.get(cursor.feed)
    if (first === undefined) throw new Broken(`a cursor of the unknown feed ${cursor.feed}`)
    return courses
      .slice(first)
      .map(({ entries }) => entries.findLast(({ change }) => change <= cursor.change)?.books)
      .filter((found) => found !== undefined)
  }

  /** What changed at the chain between two cursors of one feed; null when that cannot be said. */
  function changedSince(look: Look, cursor: { readonly feed: string; readonly change: number }): string[] {
    const { entries } = courses[courseOfFeed.get(cursor.feed) ?? 0] ?? { entries: [] }
    const touched: string[] = []
    for (let place = entries.length - 1; place >= 0; place--) {
      const entry = entries[place]
      if (!entry || entry.change <= look.change) break
      if (entry.change <= cursor.change) touched.push(...entry.touched)
    }
    return touched
  }

  /** What a till decided alone keeps to the limits it knew of. */
  function checkAlone(
    machine: string,
    of: { readonly event: TillEvent; readonly before: readonly BookedEvent[]; readonly knew: Cursor },
  ): void {
    const { event, before, knew } = of
    const act: ActAlone = {
      act: bookedAct(event),
      exposure: event.exposure,
      approver: event.approver ?? null,
      before,
      taken: everTaken,
      denyAgeMs: event.time - knew.serverTime,
    }
    const wrong = candidates(knew).map((at) => wrongAlone(at, act))
    const [first] = wrong
    if (first && !wrong.includes(null)) throw new Broken(`${machine} ${first}`)
  }

  function take(next: Books, event: EventEnvelope, beside: boolean): void {
    const booked = recorded.get(event.hash)
    if (booked?.source !== event.source) {
      throw new Broken(`the central took an event ${event.id} its till never recorded`)
    }
    const head = next.heads.get(`${event.source}:${event.epoch}`)
    const follows = head ? event.seq === head.seq + 1 && booked.prev === head.hash : event.seq === 1
    const wanted = (head?.seq ?? 0) + 1
    expect(
      beside || follows,
      `the central took ${event.seq} of ${event.source} into its chain where ${wanted} was next`,
    )
    // What was told beside the chain first and follows in it later has had its effects.
    expect(!beside || !next.taken.has(event.hash), `the central took ${event.id} twice`)
    everTaken.add(event.hash)
    postAct(next, booked, beside)
  }

  function checkOverlay(
    till: SimTill,
    all: EveryBody,
    overlay: Overlay & { readonly replica: Replica },
  ): void {
    const cursor = readCursor(overlay.replica)
    if (!cursor) throw new Broken('a replica in use without a cursor')
    const { epoch, seq } = appliedMark(overlay.replica, overlay.terminalId)
    const mark = { epoch, seq }
    const journal = journalOf(till.name)
    const unheard = journal.filter((event) => isAfter(event, mark)).map(({ act }) => act)
    const look = looks.get(till.name)
    const now: Look = { ...cursor, recorded: journal.length }
    looks.set(till.name, now)
    const isSame = look !== undefined && look.feed === now.feed && look.change <= now.change
    const touched = isSame
      ? [...changedSince(look, now), ...journal.slice(look.recorded).flatMap(({ act }) => touchedBy(act))]
      : null
    const subjects = touched ? turns.next(all, touched) : all
    const wrongOf = (at: Books): string | null => {
      const marked = at.marks.get(overlay.terminalId) ?? { epoch: 1, seq: 0 }
      if (seq + marked.seq > 0 && placeNumber(marked) !== placeNumber(mark)) {
        const wanted = `${marked.epoch}/${marked.seq} in the books at ${cursor.change}`
        return `mark ${epoch}/${seq} of ${till.name}, ${wanted}`
      }
      const own = copyOfBooks(at)
      for (const act of unheard) postAlone(own, act)
      const wrong = firstWrong({
        overlay,
        at,
        own,
        unheard,
        ever: journal.map(({ act }) => act),
        subjects,
        now: till.now(),
        day: dayOf(till.now()),
      })
      return wrong && `${wrong} at ${till.name}`
    }
    let first: string | null = 'no books for a replica'
    for (const [place, at] of candidates(cursor).entries()) {
      const wrong = wrongOf(at)
      if (wrong === null) return
      if (place === 0) first = wrong
    }
    throw new Broken(first)
  }

  return {
    journalOf,
    books,
    couponIds: () => [...books().usesMax.keys()],
    watcher: {
      onTaken(_terminalId, events, { change, beside }) {
        const touched = new Set(events.flatMap(({ hash }) => touchedBy(recorded.get(hash)?.act ?? null)))
        post(change, touched, (next) => {
          for (const event of events) take(next, event, beside)
        })
      },
      onChanged(rows, change) {
        const touched = new Set(rows.flatMap(({ k, d }) => [k, String(d?.['memberId'] ?? k)]))
        post(change, touched, (next) => {
          for (const row of rows) postRow(next, row)
        })
      },
    },
    acknowledge: (machine, event, knew = null) => {
      const before = journalOf(machine)
      append(machine, event, true)
      if (knew) checkAlone(machine, { event, before, knew })
    },
    reopened(machine, events) {
      const journal = journalOf(machine)
      const lost = journal.length - events.length
      expect(lost <= 0, `${machine} lost ${lost} acknowledged events`)
      const untold = events.slice(journal.length)
      const ofActs = untold.filter(({ type }) => type !== 'terminal.epoch_started').length
      const doubts = untold.some(({ type }) => type === 'terminal.epoch_started')
      expect(doubts || !mustDoubt.has(machine), `${machine} does not see that its journal was put back`)
      mustDoubt.delete(machine)
      expect(ofActs <= 1 && untold.length <= 2, `${machine} has more events than acts`)
      for (const [place, booked] of journal.entries()) {
        expect(events[place]?.hash === booked.hash, `event ${booked.id} of ${machine} changed`)
      }
      for (const event of untold) append(machine, event, false)
    },
    copied: (machine) => void copies.set(machine, journalOf(machine).length),
    putBack(machine, witnessed) {
      const journal = journalOf(machine)
      const left = journal[(copies.get(machine) ?? 0) - 1]
      if (witnessed && (!left || isAfter(witnessed, left))) mustDoubt.add(machine)
      const [first] = journal
      if (first) forked.add(first.source)
      journals.set(machine, journal.slice(0, copies.get(machine) ?? 0))
    },
    cloned(from, to) {
      const journal = journalOf(from)
      const [first] = journal
      if (first) forked.add(first.source)
      journals.set(to, [...journal])
    },
    admitted: (source, epoch) => void admissions.add(`${source}:${epoch}`),
    isForked: (source) => forked.has(source),
    surviving(source) {
      const { taken } = books()
      const kept = new Set([...journals.values()].flat().map(({ hash }) => hash))
      return [...recorded.values()].filter(
        (event) => event.source === source && (kept.has(event.hash) || taken.has(event.hash)),
      )
    },
    centralRestarted(feed, from) {
      if (from) {
        const kept = courses[from.course]?.entries.filter(({ change }) => change <= from.change) ?? []
        courses.push({ entries: [...kept] })
      }
      courseOfFeed.set(feed, courses.length - 1)
    },
    backedUp: () => ({ course: courses.length - 1, change: courses.at(-1)?.entries.at(-1)?.change ?? 0 }),
    checkTill(till, all) {
      const overlay = till.overlay()
      if (!overlay?.replica) return
      const { journal, replica, terminalId } = overlay
      // One state of each file for all questions: each by itself would lock and let go both.
      const look = () => checkOverlay(till, all, { journal, replica, terminalId })
      readTogether(replica, () => readTogether(journal, look))
    },
    checkCentral: (state) => checkCentral(state, books()),
  }
}

function isAfter(one: Place, other: Place): boolean {
  return placeNumber(one) > placeNumber(other)
}

/** SHA-256 over the event without hash and signature, keys in order: the bookkeeper's own way to say it. */
function ownHash(event: object): string {
  const { hash: _hash, sig: _sig, ...rest } = event as Record<string, unknown>
  const { data } = rest as { readonly data?: Record<string, unknown> }
  const personal = data?.['personal']
  // Of a person the chain holds the hash alone, so that they can be erased.
  if (typeof personal === 'object' && personal !== null)
    return shaOf(inOrder({ ...rest, data: { ...data, personal: shaOf(inOrder(personal)) } }))
  return shaOf(inOrder(rest))
}

function shaOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${inOrder(field)}`).join(',')}}`
}
