import { createHash } from 'node:crypto'
import type { EventEnvelope } from '../../contract/wire.ts'
import { accountOf, stockOf } from '../../db/overlay/accounts.ts'
import { couponAtHand } from '../../db/overlay/coupons.ts'
import { momentAt, type Overlay } from '../../db/overlay/files.ts'
import { standingOf } from '../../db/overlay/members.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { bookedAct } from './booked-act.ts'
import { programme, stores } from './chain-facts.ts'
import { type BookedAct, type Books, emptyBooks, postAct, postAlone, postRow, survivorOf } from './ledger.ts'
import type { ModelWatcher } from './model-central.ts'
import { type ModelState, rowOf } from './model-state.ts'
import type { SimTill } from './sim-till.ts'

/** Something the simulation promised did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/** An event as its till recorded it, hash and all. */
export interface BookedEvent {
  readonly id: string
  readonly seq: number
  readonly hash: string
  /** The till's cashier was told that it happened. */
  readonly acknowledged: boolean
  readonly act: BookedAct
}

/** The books after each change number, in one course of the central's history. */
interface Course {
  readonly entries: { readonly change: number; readonly books: Books }[]
}

export interface Bookkeeper {
  readonly watcher: ModelWatcher
  /** A till told its cashier that this happened. */
  readonly acknowledge: (event: TillEvent) => void
  /** A till started again: what its journal holds must be what it was, and at most one event nobody was told of. */
  readonly reopened: (source: string, events: readonly TillEvent[]) => void
  readonly centralRestarted: (feed: string, from: BackupMark | null) => void
  readonly backedUp: () => BackupMark
  /** What a till believes is what the chain had at its cursor and what it did itself since its mark, no more and no less. */
  readonly checkTill: (till: SimTill, subjects: Subjects) => void
  readonly checkCentral: (state: ModelState) => void
  readonly chainOf: (source: string) => readonly BookedEvent[]
  readonly books: () => Books
  /** Every coupon there ever was. */
  readonly couponIds: () => readonly string[]
}

/** Where the books stood when a backup was taken. */
export interface BackupMark {
  readonly course: number
  readonly change: number
}

/** Whom and what a check looks at. */
export interface Subjects {
  readonly memberIds: readonly Uuid[]
  readonly couponIds: readonly string[]
  readonly accountIds: readonly string[]
}

export function createBookkeeper(firstFeed: string): Bookkeeper {
  const chains = new Map<string, BookedEvent[]>()
  const courses: Course[] = [{ entries: [{ change: 0, books: emptyBooks() }] }]
  const courseOfFeed = new Map<string, number>([[firstFeed, 0]])
  const receipts = new Set<string>()
  const chainOf = (source: string) => chains.get(source) ?? []
  const books = () => courses.at(-1)?.entries.at(-1)?.books as Books

  function post(change: number, write: (books: Books) => void): void {
    const next = structuredClone(books())
    write(next)
    courses.at(-1)?.entries.push({ change, books: next })
  }

  function append(event: TillEvent, acknowledged: boolean): void {
    const chain = chainOf(event.source)
    const last = chain.at(-1)
    expect(event.seq === chain.length + 1, `event ${event.id} leaves a gap in its chain`)
    expect(event.prev === (last?.hash ?? '0'.repeat(64)), `event ${event.id} does not name the one before`)
    expect(event.hash === ownHash(event), `event ${event.id} has a hash that is not its own`)
    const act = bookedAct(event)
    for (const use of act.uses) {
      const twice = chain.some(({ act: other }) =>
        other.uses.some((done) => done.couponId === use.couponId && done.number === use.number),
      )
      expect(!twice, `till ${event.source} used ${use.couponId}:${use.number} twice`)
    }
    if (act.number !== null) {
      expect(!receipts.has(act.number), `receipt ${act.number} was given out twice`)
      receipts.add(act.number)
    }
    const { id, seq, hash } = event
    chains.set(event.source, [...chain, { id, seq, hash, acknowledged, act }])
  }

  /** The books a replica with this cursor should agree with: of its own course, or of a later one it is already fed from. */
  function candidates(cursor: { readonly feed: string; readonly change: number }): Books[] {
    const first = courseOfFeed.get(cursor.feed)
    if (first === undefined) throw new Broken(`a cursor of the unknown feed ${cursor.feed}`)
    return courses
      .slice(first)
      .map(({ entries }) => entries.findLast(({ change }) => change <= cursor.change)?.books)
      .filter((found) => found !== undefined)
  }

  return {
    chainOf,
    books,
    couponIds: () => [...books().usesMax.keys()],
    watcher: {
      onTaken(terminalId, events, change) {
        post(change, (next) => {
          for (const event of events) take(next, terminalId, event, chainOf(terminalId))
        })
      },
      onChanged(rows, change) {
        post(change, (next) => {
          for (const row of rows) postRow(next, row)
        })
      },
    },
    acknowledge: (event) => append(event, true),
    reopened(source, events) {
      const chain = chainOf(source)
      expect(
        events.length >= chain.length,
        `till ${source} lost ${chain.length - events.length} acknowledged events`,
      )
      expect(events.length <= chain.length + 1, `till ${source} has more events than acts`)
      for (const [place, booked] of chain.entries()) {
        expect(events[place]?.hash === booked.hash, `event ${booked.id} of till ${source} changed`)
      }
      const untold = events[chain.length]
      if (untold) append(untold, false)
    },
    centralRestarted(feed, from) {
      if (from) {
        const kept = courses[from.course]?.entries.filter(({ change }) => change <= from.change) ?? []
        courses.push({ entries: [...kept] })
      }
      courseOfFeed.set(feed, courses.length - 1)
    },
    backedUp: () => ({ course: courses.length - 1, change: courses.at(-1)?.entries.at(-1)?.change ?? 0 }),
    checkTill(till, subjects) {
      const overlay = till.overlay()
      if (!overlay?.replica) return
      const cursor = readCursor(overlay.replica)
      if (!cursor) throw new Broken('a replica in use without a cursor')
      const mark = appliedMark(overlay.replica, overlay.terminalId).seq
      const unheard = chainOf(overlay.terminalId)
        .filter(({ seq }) => seq > mark)
        .map(({ act }) => act)
      const wrongs = candidates(cursor).map((at) => {
        const marked = at.marks.get(overlay.terminalId) ?? 0
        if (marked !== mark) return `mark ${mark} of ${till.name}, ${marked} in the books at ${cursor.change}`
        const wrong = firstWrong({ overlay, at, unheard, subjects, now: till.now() })
        return wrong && `${wrong} at ${till.name}`
      })
      expect(wrongs.includes(null), wrongs[0] ?? 'no books for a replica')
    },
    checkCentral(state) {
      const at = books()
      for (const [lotId, lot] of at.lots) {
        const points = Number(rowOf(state, 'lot', lotId)?.['points'])
        expect(points === lot.points, `lot ${lotId} has ${points} at the central, ${lot.points} in the books`)
      }
      for (const [couponId, uses] of at.usesDone) {
        const done = rowOf(state, 'coupon', couponId)?.['usesDone']
        expect(
          done === undefined || done === uses,
          `coupon ${couponId} has ${String(done)} uses, ${uses} in the books`,
        )
      }
      for (const [memberId, growth] of at.growth) {
        expect(
          rowOf(state, 'member', memberId)?.['growth'] === growth,
          `growth of ${memberId} at the central`,
        )
      }
      for (const [memberId, debt] of at.debt) {
        expect(rowOf(state, 'member', memberId)?.['debt'] === debt, `debt of ${memberId} at the central`)
      }
      for (const [memberId, into] of at.merged) {
        expect(rowOf(state, 'member', memberId)?.['mergedInto'] === into, `merge of ${memberId}`)
      }
      for (const [couponId, back] of at.usesRestored) {
        const row = rowOf(state, 'coupon', couponId)
        expect(row === undefined || row['usesRestored'] === back, `uses of ${couponId} given back`)
      }
      for (const [accountId, { principal, gift }] of at.value) {
        const row = rowOf(state, 'account', accountId)
        expect(
          row?.['principal'] === principal && row['gift'] === gift,
          `account ${accountId} has ${String(row?.['principal'])}+${String(row?.['gift'])} at the central, ${principal}+${gift} in the books`,
        )
      }
      for (const [key, left] of at.stock) {
        expect(rowOf(state, 'gift_stock', key)?.['left'] === left, `stock ${key} at the central`)
      }
      for (const [use, eventId] of at.winners) {
        expect(state.uses.get(use) === eventId, `use ${use} is effective for another event than the first`)
      }
    },
  }
}

/** The central took an event: the next of its till's chain, as the till recorded it, and never before. */
function take(books: Books, terminalId: string, event: EventEnvelope, chain: readonly BookedEvent[]): void {
  const seq = (books.marks.get(terminalId) ?? 0) + 1
  expect(event.seq === seq, `the central took ${event.seq} of ${terminalId} where ${seq} was next`)
  const booked = chain[event.seq - 1]
  expect(booked?.hash === event.hash, `the central took an event ${event.id} its till never recorded`)
  postAct(books, booked?.act ?? bookedAct(event))
}

/** What a till believes, beside the books at its cursor with its own unheard acts posted; null when all agrees. */
function firstWrong(look: {
  readonly overlay: Overlay
  readonly at: Books
  readonly unheard: readonly BookedAct[]
  readonly subjects: Subjects
  readonly now: number
}): string | null {
  const { overlay, at, unheard, subjects, now } = look
  const moment = {
    ...momentAt(now, 'Asia/Shanghai'),
    templates: (templateId: Uuid) => programme.templates.find((one) => one.templateId === templateId) ?? null,
  }
  const own = structuredClone(at)
  for (const act of unheard) postAlone(own, act)
  for (const memberId of subjects.memberIds) {
    const standing = standingOf(overlay, memberId, moment)
    if (!standing && own.members.has(memberId)) return `nobody is ${memberId}`
    if (!standing) continue
    const owner = survivorOf(own, memberId)
    if (standing.member.memberId !== owner) return `${memberId} is ${standing.member.memberId}, not ${owner}`
    const points = standing.lots.reduce((sum, lot) => sum + lot.points, 0)
    const booked = bookedPoints(own, owner, now)
    if (points !== booked) return `${points} points of ${memberId}, ${booked} in the books`
    const growth = own.growth.get(owner) ?? 0
    if (standing.member.growth !== growth)
      return `${standing.member.growth} growth of ${memberId}, not ${growth}`
    const debt = own.debt.get(owner) ?? 0
    // What a lot no longer has when a return takes it back is owed, but only the chain can say so.
    const isTold = own.shortages.get(owner) === at.shortages.get(owner)
    if (isTold && standing.member.debt !== debt)
      return `${standing.member.debt} owed by ${memberId}, not ${debt}`
  }
  for (const couponId of subjects.couponIds) {
    const found = couponAtHand(overlay, couponId as Uuid, moment)?.coupon
    if (!found) continue
    const numbers = unheard.flatMap(({ uses }) => uses).filter((use) => use.couponId === couponId)
    const done = Math.max(at.usesDone.get(couponId) ?? 0, ...numbers.map(({ number }) => number))
    if (found.usesDone !== done) return `${found.usesDone} uses of ${couponId}, ${done} in the books`
    const back = unheard.flatMap(({ restored }) => restored).filter((use) => use.couponId === couponId)
    const restored = (at.usesRestored.get(couponId) ?? 0) + back.length
    if (found.usesRestored !== restored)
      return `${found.usesRestored} uses of ${couponId} back, not ${restored}`
  }
  for (const accountId of [...subjects.accountIds, ...subjects.memberIds]) {
    const found = accountOf(overlay, accountId as Uuid, moment)?.account
    const booked = own.value.get(survivorOf(own, accountId))
    if (!found || !booked) continue
    const [left, wanted] = [`${found.principal}+${found.gift}`, `${booked.principal}+${booked.gift}`]
    if (left !== wanted) return `${left} in account ${accountId}, ${wanted} in the books`
  }
  for (const { storeId } of stores) {
    for (const { giftId, left } of stockOf(overlay, storeId)) {
      const booked = own.stock.get(`${storeId}:${giftId}`)
      if (left !== booked) return `${left} of ${giftId} in ${storeId}, ${booked} in the books`
    }
  }
  return null
}

function bookedPoints(books: Books, memberId: string, now: number): number {
  let sum = 0
  for (const lot of books.lots.values()) {
    if (survivorOf(books, lot.memberId) === memberId && lot.expiresAt > now) sum += lot.points
  }
  return sum
}

/** SHA-256 over the event without hash and signature, keys in order: the bookkeeper's own way to say it. */
function ownHash(event: object): string {
  const { hash: _hash, sig: _sig, ...rest } = event as Record<string, unknown>
  return createHash('sha256').update(inOrder(rest)).digest('hex')
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${inOrder(field)}`).join(',')}}`
}

function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise)
}
