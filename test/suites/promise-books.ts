/*
 * Who may have what of one coupon, one member's points and one account, by the sentences of sync.md 5, 7 and 10 alone:
 * plain books for the suite that plays with promises, written without the central's rules.
 */

export type Kind = 'coupon' | 'points' | 'value'

/** What an event spends or asks for. Nothing = 0. */
export interface Wish {
  /** Number of a coupon's use. */
  readonly use: number
  readonly points: number
  readonly value: number
}

/** Who decided a use, the strongest last. */
export type Word = 'isolated' | 'lease' | 'central'
const words: readonly Word[] = ['isolated', 'lease', 'central']

/** Set aside for an event that has not come. */
interface SetAside {
  readonly till: string
  readonly wish: Wish
  readonly until: number
}

export interface Lease {
  readonly till: string
  readonly kind: Kind
  readonly granted: number
  readonly expiresAt: number
  used: number
}

/** What an event says it spends of a lease. */
export interface LeaseSpend {
  readonly leaseId: string
  readonly amount: number
}

export interface PromiseBooks {
  readonly usesMax: number
  points: number
  value: number
  debt: number
  readonly uses: Map<number, { readonly eventId: string; readonly word: Word }>
  /** Uses that gave way: who lost which number to whom. */
  readonly lost: { readonly eventId: string; readonly use: number; readonly to: string }[]
  readonly setAside: Map<string, SetAside>
  readonly leases: Map<string, Lease>
}

export function openBooks(of: { usesMax: number; points: number; value: number }): PromiseBooks {
  return { ...of, debt: 0, uses: new Map(), lost: [], setAside: new Map(), leases: new Map() }
}

/** Everything promised of the points or the account, but for what `but` was promised. */
export function promisedOf(books: PromiseBooks, kind: 'points' | 'value', now: number, but = ''): number {
  let sum = 0
  for (const [eventId, one] of books.setAside) {
    if (eventId !== but && one.until > now) sum += one.wish[kind]
  }
  for (const lease of books.leases.values()) if (lease.kind === kind) sum += lease.granted - lease.used
  return sum
}

/** Whether a number can still be had by somebody nobody promised anything. */
function isTaken(books: PromiseBooks, use: number, now: number): boolean {
  const isSetAside = [...books.setAside.values()].some((one) => one.wish.use === use && one.until > now)
  return books.uses.has(use) || isSetAside || use > books.usesMax
}

const isLeased = (books: PromiseBooks, kind: Kind) =>
  [...books.leases.values()].some((lease) => lease.kind === kind)

/** Whether the central sets all of a wish aside for an event to come. */
export function ask(
  books: PromiseBooks,
  asked: { readonly eventId: string; readonly till: string; readonly wish: Wish; readonly until: number },
  now: number,
): boolean {
  const { eventId, wish } = asked
  if (wish.use > 0 && (isTaken(books, wish.use, now) || isLeased(books, 'coupon'))) return false
  if (wish.points > 0 && books.debt > 0) return false
  if (wish.points > books.points - promisedOf(books, 'points', now)) return false
  if (wish.value > books.value - promisedOf(books, 'value', now)) return false
  books.setAside.set(eventId, asked)
  return true
}

/** Gives a till what it asked for to decide about alone; answers how much, 0 = nothing. */
export function lend(
  books: PromiseBooks,
  leaseId: string,
  asked: { readonly till: string; readonly kind: Kind; readonly amount: number; readonly expiresAt: number },
  now: number,
): number {
  const { amount, kind } = asked
  let granted = amount
  if (kind === 'coupon') {
    // Whoever holds it gives out its next numbers, and could not know which of them was promised.
    const isSetAside = [...books.setAside.values()].some((one) => one.wish.use > 0 && one.until > now)
    const left = [...Array(books.usesMax).keys()].filter((place) => !isTaken(books, place + 1, now)).length
    if (isSetAside || isLeased(books, 'coupon') || left < amount) return 0
    granted = left
  } else {
    if (kind === 'points' && books.debt > 0) return 0
    if (amount > books[kind] - promisedOf(books, kind, now)) return 0
  }
  books.leases.set(leaseId, { ...asked, granted, used: 0 })
  return granted
}

/** What an event that came has to answer for. */
export interface Outcome {
  readonly disputes: readonly string[]
  /** All of it was promised: nothing of it may be disputed. */
  readonly isPromised: boolean
}

/** An event comes: it has what it was promised, then what nobody was, and the rest is a dispute. */
export function come(
  books: PromiseBooks,
  event: {
    readonly eventId: string
    readonly till: string
    readonly wish: Wish
    readonly time: number
    readonly leases: readonly LeaseSpend[]
  },
  now: number,
): Outcome {
  const { eventId, leases, till, time, wish } = event
  const set = books.setAside.get(eventId)
  const own = set && set.until > now ? set.wish : { use: 0, points: 0, value: 0 }
  books.setAside.delete(eventId)
  const disputes: string[] = []
  const lent: Record<Kind, number> = { coupon: 0, points: 0, value: 0 }
  for (const { amount, leaseId } of leases) {
    const lease = books.leases.get(leaseId)
    const isHeld = lease?.till === till && time < lease.expiresAt
    const within = isHeld ? Math.min(amount, lease.granted - lease.used) : 0
    if (lease && within > 0) {
      lease.used += within
      lent[lease.kind] += within
    }
    if (within < amount) disputes.push('lease_over')
  }
  // A number that was decided before is not promised again.
  const isOpen = (books.uses.get(wish.use)?.word ?? 'isolated') === 'isolated'
  if (wish.use > 0) {
    const word: Word = own.use === wish.use ? 'central' : lent.coupon > 0 ? 'lease' : 'isolated'
    const before = books.uses.get(wish.use)
    if (before?.word === 'lease' && word === 'central') throw new Error('one use had two authorities')
    if (before && words.indexOf(word) <= words.indexOf(before.word)) {
      books.lost.push({ eventId, use: wish.use, to: before.eventId })
      disputes.push('coupon_use')
    } else if (wish.use > books.usesMax) disputes.push('coupon_overused')
    else {
      if (before) books.lost.push({ eventId: before.eventId, use: wish.use, to: eventId })
      books.uses.set(wish.use, { eventId, word })
    }
  }
  for (const kind of ['points', 'value'] as const) {
    // Nothing of what others were promised, and all of what it was promised itself.
    const mine = own[kind] + lent[kind]
    const free = books[kind] - promisedOf(books, kind, now, eventId) - mine
    const covered = Math.min(wish[kind], mine)
    const had = covered + Math.min(wish[kind] - covered, Math.max(0, free))
    books[kind] -= had
    if (had === wish[kind]) continue
    disputes.push(`${kind}_overdraft`)
    if (kind === 'points') books.debt = Math.min(10_000, books.debt + wish.points - had)
  }
  const isPromised =
    wish.points <= own.points + lent.points &&
    wish.value <= own.value + lent.value &&
    (wish.use === 0 || own.use === wish.use || (lent.coupon > 0 && isOpen)) &&
    !disputes.includes('lease_over')
  return { disputes, isPromised }
}

/** Leases of a till whose end came before an event of it. */
export function endOverdue(books: PromiseBooks, till: string, time: number): void {
  for (const [leaseId, lease] of books.leases) {
    if (lease.till === till && lease.expiresAt <= time) books.leases.delete(leaseId)
  }
}
